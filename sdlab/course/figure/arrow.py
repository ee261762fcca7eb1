"""Guidance as arrows: from what the model says without words to what it says with them, and beyond."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sdlab.course.figure.drawing import COLOURS, FAINT, INK, Drawing, blank, finish, quiet
from sdlab.errors import BadValue

Vector = NDArray[np.floating] | Sequence[float]


def arrows(without: Vector, with_words: Vector, scales: Sequence[float]) -> Drawing:
    """Two answers as arrows in the plane they span, and where each guidance scale lands on their tips' line.

    Raises:
        BadValue: vectors of two lengths, of fewer than two numbers, or along one line.
    """
    base, told = _in_their_plane(without, with_words)
    tips = [base + scale * (told - base) for scale in scales]
    figure, axes = blank(5.6, 4.0, left=0.1, right=0.98, top=0.97, bottom=0.13)
    place = axes[0][0]
    end = np.array([base, told, *tips])
    far = end[np.argmax(np.linalg.norm(end - base, axis=1))]
    place.plot(*np.array([base, far]).T, color=FAINT, linewidth=1, linestyle=":")
    answers = ((base, "without words", COLOURS[1], -14, "left"), (told, "with words", COLOURS[0], 8, "right"))
    for tip, name, colour, lift, side in answers:
        place.annotate("", tip, (0, 0), arrowprops={"arrowstyle": "-|>", "color": colour, "linewidth": 2})
        looks = {"color": colour, "fontsize": 9, "ha": side}
        place.annotate(name, tip / 2, (0, lift), textcoords="offset points", **looks)
    for scale, tip in zip(scales, tips, strict=True):
        place.plot(*tip, "o", color=INK, markersize=5)
        place.annotate(f"g = {scale:g}", tip, (7, 5), textcoords="offset points", color=INK, fontsize=9)
    reach = np.array([[0, 0], *end])
    room = 0.12 * np.ptp(reach, axis=0).max()
    place.set_xlim(reach[:, 0].min() - room, reach[:, 0].max() + 2 * room)
    place.set_ylim(reach[:, 1].min() - room, reach[:, 1].max() + room)
    quiet(place)
    return finish(
        figure, "guidance scales " + ", ".join(f"{scale:g}" for scale in scales) + " along one line"
    )


def _in_their_plane(one: Vector, other: Vector) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Both vectors by two numbers each, lengths and angle kept; the first leans to the right."""
    first, second = np.asarray(one, np.float64).ravel(), np.asarray(other, np.float64).ravel()
    if first.shape != second.shape or first.size < 2:
        raise BadValue("vectors", (first.shape, second.shape), "of one length, two numbers or more")
    along = first / max(float(np.linalg.norm(first)), 1e-12)
    across = second - (second @ along) * along
    height = float(np.linalg.norm(across))
    if height < 1e-9 or not first.any():
        raise BadValue("vectors", "one line", "two directions", "Choose another prompt or noise level.")
    return np.array([np.linalg.norm(first), 0.0]), np.array([second @ along, height])
