"""Curves: how much of a picture the noise leaves, and any numbers against any others."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from sdlab.course.figure.drawing import COLOURS, Drawing, blank, finish, quiet
from sdlab.errors import BadValue


def lines(
    curves: Mapping[str, tuple[Sequence[float], Sequence[float]]],
    *,
    across: str = "",
    up: str = "",
    title: str = "",
    marks: bool = True,
) -> Drawing:
    """Named curves, each its x and y values, with each name written at the end of its line.

    Raises:
        BadValue: no curve, or one with unequal numbers of x and y.
    """
    if not curves or any(len(x) != len(y) or not len(x) for x, y in curves.values()):
        raise BadValue("curves", list(curves), "at least one, each with as many x as y values")
    figure, axes = blank(6.6, 3.4, left=0.11, right=0.76, top=0.9, bottom=0.16)
    place = axes[0][0]
    for colour, (name, (x, y)) in zip(_cycle(len(curves)), curves.items(), strict=True):
        place.plot(x, y, color=colour, linewidth=1.8, marker="o" if marks else None, markersize=4, label=name)
    _name_ends(place)
    quiet(place, title, across, up)
    return finish(figure, f"curves of {up or 'values'} against {across or 'numbers'}: {', '.join(curves)}")


def noise_levels(alpha_bar: Sequence[float], marked: Sequence[int] = ()) -> Drawing:
    """The share of picture and of noise at each timestep, and dots at those that a run visits."""
    signal = np.sqrt(np.asarray(alpha_bar, float))
    noise = np.sqrt(1 - np.asarray(alpha_bar, float))
    figure, axes = blank(6.6, 3.2, left=0.09, right=0.78, top=0.97, bottom=0.17)
    place = axes[0][0]
    for name, values, colour in (("picture √ᾱ", signal, COLOURS[0]), ("noise √(1-ᾱ)", noise, COLOURS[1])):
        place.plot(values, color=colour, linewidth=1.8)
        place.scatter(marked, values[list(marked)], color=colour, s=16, zorder=3)
        place.text(len(values) * 1.02, values[-1], name, color=colour, fontsize=9, va="center")
    quiet(place, across="timestep t", up="share")
    return finish(figure, "the share of picture falls and the share of noise rises with the timestep")


def _cycle(count: int) -> list[str]:
    return [COLOURS[number % len(COLOURS)] for number in range(count)]


def _name_ends(place: Axes) -> None:
    """Write each line's name at its right end, names that would overlap one above the other."""
    low, high = place.get_ylim()
    least = (high - low) / 18
    free = low - least
    for line in sorted(place.lines, key=lambda line: float(np.asarray(line.get_ydata())[-1])):
        x, y = (float(np.asarray(values)[-1]) for values in line.get_data())
        free = max(y, free + least)
        place.annotate(
            str(line.get_label()),
            (x, free),
            (6, 0),
            textcoords="offset points",
            color=line.get_color(),
            fontsize=9,
            va="center",
        )
