"""The lessons' figures: each function returns a Drawing that shows itself at the end of a cell."""

from sdlab.course.figure.arrow import arrows
from sdlab.course.figure.curve import lines, noise_levels
from sdlab.course.figure.drawing import Drawing
from sdlab.course.figure.strip import difference, film, grid, row

__all__ = ["Drawing", "arrows", "difference", "film", "grid", "lines", "noise_levels", "row"]
