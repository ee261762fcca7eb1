"""A finished figure: PNG bytes with words beside them, the same bytes whatever notebook shows it."""

import io
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image

DPI = 100
WIDE = 9.2  # inches; what a JupyterLab cell shows without scrolling
INK, FAINT, HAIR = "#2b2b33", "#8a8a94", "#d8d8de"
COLOURS = ("#2f6db5", "#d9622b", "#3b8f5a", "#8a4fa3", "#b8902b", "#4b9aa8")


@dataclass(frozen=True, repr=False)
class Drawing:
    """A figure as PNG bytes; `words` say what it shows, for those who cannot see it."""

    png: bytes
    words: str
    width: int
    height: int

    def __repr__(self) -> str:
        return self.words

    def _repr_png_(self) -> tuple[bytes, dict[str, object]]:
        return self.png, {"width": self.width, "height": self.height, "alt": self.words}


def blank(
    width: float, height: float, rows: int = 1, columns: int = 1, **spacing: float
) -> tuple[Figure, Any]:
    """An empty figure of that size in inches with a grid of axes [row][column], never squeezed to one."""
    figure = Figure(figsize=(width, height), dpi=DPI, facecolor="white")
    return figure, figure.subplots(rows, columns, squeeze=False, gridspec_kw=spacing)


def finish(figure: Figure, words: str) -> Drawing:
    """The figure as a Drawing of exactly its size: never trimmed, so that it keeps its shape to the pixel."""
    drawn, buffer = io.BytesIO(), io.BytesIO()
    figure.savefig(drawn, format="png", dpi=DPI)
    picture = Image.open(drawn).convert("RGB")
    picture.save(buffer, "PNG", optimize=True)  # a sixth smaller than matplotlib's own, which keeps alpha
    return Drawing(buffer.getvalue(), words, picture.width, picture.height)


def quiet(axes: Axes, title: str = "", across: str = "", up: str = "") -> None:
    """Axes in the course's looks: no box, faint ticks, small labels."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(FAINT)
    axes.tick_params(colors=FAINT, labelsize=9)
    axes.set_title(title, fontsize=10, color=INK, loc="left")
    axes.set_xlabel(across, fontsize=9, color=INK)
    axes.set_ylabel(up, fontsize=9, color=INK)
