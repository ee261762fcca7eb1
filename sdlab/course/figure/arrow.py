"""Guidance as arrows: from what the model says without words to what it says with them, and beyond."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sdlab.course.figure.drawing import COLOURS, FAINT, INK, Drawing, blank, finish, quiet
from sdlab.errors import BadValue

Vector = NDArray[np.floating] | Sequence[float]


def arrows(without: Vector, with_words: Vector, scales: Sequence[float]) -> Drawing:
    """Two answers as arrows in the plane, and where each guidance scale lands on the line through their tips.

    Raises:
        BadValue: vectors that are not pairs.
    """
    base, told = np.asarray(without, float).ravel(), np.asarray(with_words, float).ravel()
    if base.shape != (2,) or told.shape != (2,):
        raise BadValue("vectors", (base.shape, told.shape), "two numbers each")
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
