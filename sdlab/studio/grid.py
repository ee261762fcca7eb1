"""A grid of runs: one recipe varied along one or two axes, and the sheet that shows it."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from PIL import Image

from sdlab.picture import contact_sheet
from sdlab.provenance import encode_png, save_png
from sdlab.recipe import Axis
from sdlab.recipe.axis import first_of
from sdlab.run import Run


@dataclass(frozen=True, eq=False)
class Grid:
    """The runs of a grid, row by row: `across` varies along a row, `down` from row to row (None: one row)."""

    runs: tuple[Run, ...]
    across: Axis
    down: Axis | None = None

    @property
    def rows(self) -> list[tuple[Run, ...]]:
        """The runs of each row."""
        width = len(self.across.values)
        return [self.runs[start : start + width] for start in range(0, len(self.runs), width)]

    def sheet(self) -> Image.Image:
        """All pictures on one, each axis's values beside them."""
        return self._sheet.copy()

    @cached_property
    def png(self) -> bytes:
        """The sheet as PNG bytes with its provenance inside: the first run's recipe, noted to be a grid's."""
        first = first_of(self.runs[0].recipe, len(self.runs), self.across, self.down)
        return encode_png(self._sheet, first)

    def save(self, path: str | Path) -> Path:
        """Write the sheet's PNG and return its path. Nothing half-written is ever left.

        Raises:
            BadValue: the name does not end in .png.
            NotSaved: no space, no permission or no such folder; an older file at that path survives.
        """
        return save_png(path, self.png)

    @cached_property
    def _sheet(self) -> Image.Image:
        pictures = [run.picture for run in self.runs]
        down = _labels(self.down) if self.down else []
        return contact_sheet(pictures, len(self.across.values), across=_labels(self.across), down=down)

    def _repr_png_(self) -> bytes:
        return self.png


def _labels(axis: Axis) -> list[str]:
    """The axis's values in words; numbers with the parameter's name, for they say nothing alone."""
    return [
        value if isinstance(value, str) else f"{axis.parameter} {axis.label(value)}" for value in axis.values
    ]
