"""Where the passes of an outpainting go: plain geometry, in pixels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

from sdlab.errors import BadValue
from sdlab.mask import Box
from sdlab.picture.fitting import GRID
from sdlab.recipe import Margin
from sdlab.recipe.check import MAX_SIDE


@dataclass(frozen=True)
class Frontier:
    """A canvas with a picture kept on it, to be filled by passes of one size that overlap what is there.

    Args:
        size: of the canvas, at least that of a pass each way.
        kept: the box of the picture on it.
        wanted: the box that is cut out in the end.
        window: the size of a pass, (width, height).
        overlap: pixels a pass shares with what is there before it.
    """

    size: tuple[int, int]
    kept: Box
    wanted: Box
    window: tuple[int, int]
    overlap: int

    @classmethod
    def of(cls, size: tuple[int, int], margin: Margin, window: tuple[int, int]) -> Self:
        """The frontier of a picture of `size` with margins, its kept corner on the grid of latents.

        Raises:
            BadValue: the result would be too large, or the overlap leaves a pass nothing to do or to see.
        """
        width, height = size[0] + margin.left + margin.right, size[1] + margin.top + margin.bottom
        if max(width, height) > MAX_SIDE:
            allowed = f"such that no side of the result is above {MAX_SIDE} pixels"
            remedy = "Add fewer pixels, or make the picture smaller first."
            raise BadValue("left, right, top, bottom", f"{width} × {height}", allowed, remedy)
        most = min(window) - GRID
        if not GRID <= margin.overlap <= most:
            raise BadValue(
                "overlap", margin.overlap, f"from {GRID} to {most} for this model", "Half a pass is good."
            )
        left, top = _on_grid(margin.left), _on_grid(margin.top)
        kept = (left, top, left + size[0], top + size[1])
        canvas = (
            max(window[0], _on_grid(kept[2] + margin.right)),
            max(window[1], _on_grid(kept[3] + margin.bottom)),
        )
        corner = (left - margin.left, top - margin.top)
        return cls(canvas, kept, (*corner, corner[0] + width, corner[1] + height), window, margin.overlap)

    def windows(self) -> Iterator[Box]:
        """The boxes to paint one after another, each overlapping what is there by then.

        First right and left of the kept picture, then above and below it over the whole width.
        """
        left, top, right, bottom = self.kept
        rows = list(self._beside(top, bottom, axis=1))
        columns = list(self._beside(0, self.size[0], axis=0))
        for start in [*self._outward(right, self.size[0], axis=0), *self._outward(left, 0, axis=0)]:
            yield from self._boxes([start], rows)
        for start in [*self._outward(top, 0, axis=1), *self._outward(bottom, self.size[1], axis=1)]:
            yield from self._boxes(columns, [start])

    def _boxes(self, lefts: Sequence[int], tops: Sequence[int]) -> Iterator[Box]:
        for left in lefts:
            for top in tops:
                yield left, top, left + self.window[0], top + self.window[1]

    def _outward(self, edge: int, end: int, *, axis: int) -> Iterator[int]:
        """Starts of passes from an edge of the picture outwards to `end` of the canvas."""
        stride = self.window[axis] - self.overlap
        if end > edge:
            starts = range(edge - self.overlap, end - self.overlap, stride)
        else:
            starts = range(edge - stride, end - stride, -stride)
        yield from (self._inside(start, axis) for start in starts)

    def _beside(self, begin: int, end: int, *, axis: int) -> Iterator[int]:
        """Starts of passes that cover begin to end side by side; a single one is centred on it."""
        window = self.window[axis]
        if end - begin <= window:
            yield self._inside((begin + end - window) // 2, axis)
        else:
            starts = range(begin, end - self.overlap, window - self.overlap)
            yield from (self._inside(start, axis) for start in starts)

    def _inside(self, start: int, axis: int) -> int:
        start = min(max(start, 0), self.size[axis] - self.window[axis])
        return start // GRID * GRID


def _on_grid(length: int) -> int:
    return -(-length // GRID) * GRID
