"""What a grid will make, before it makes it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from PIL import Image

from sdlab.engine import Facts
from sdlab.errors import BadValue
from sdlab.picture import contact_sheet, sheet_size
from sdlab.recipe import Axis, Recipe
from sdlab.recipe.axis import cells, first_of
from sdlab.run import Run

MOST_CELLS = 144


@dataclass(frozen=True)
class Plan:
    """The recipes of a grid's cells, row by row, and the words of its columns and rows.

    A single row has the word "". `axes` are what varies along a row and, if anything, from row to row.
    """

    recipes: tuple[Recipe, ...] = ()
    axes: tuple[Axis, ...] = ()
    across: tuple[str, ...] = ()
    down: tuple[str, ...] = ()

    @classmethod
    def of(cls, base: Recipe, x: Axis, y: Axis | None) -> "Plan":
        """The plan of a recipe varied along one or two axes.

        Raises:
            BadValue: a value that the recipe cannot take, or more than MOST_CELLS cells.
        """
        count = len(x.values) * (len(y.values) if y else 1)
        if count > MOST_CELLS:
            raise BadValue("cells", count, f"at most {MOST_CELLS}", "Take fewer values.")
        axes = (x, y) if y else (x,)
        return cls(tuple(cells(base, x, y)), axes, _words(x), _words(y) if y else ("",))

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the sheet, in pixels."""
        widths, heights = zip(*((recipe.width, recipe.height) for recipe in self.recipes), strict=True)
        return sheet_size((max(widths), max(heights)), self.across, self.down, labelled=self.down != ("",))

    @property
    def words(self) -> str:
        """What there is to make, in a line."""
        if not self.recipes:
            return ""
        count = len(self.recipes)
        width, height = self.size
        return f"{count} picture{'s' if count > 1 else ''} on a sheet of {width} × {height} pixels"

    def sheet(self, runs: Sequence[Run | None]) -> Image.Image:
        """All pictures on one, with the words; cells still missing are white."""
        blank = Image.new("RGB", (self.recipes[0].width, self.recipes[0].height), "white")
        pictures = [run.picture if run else blank for run in runs]
        down = [] if self.down == ("",) else self.down
        return contact_sheet(pictures, len(self.across), across=self.across, down=down)

    def origin(self, runs: Sequence[Run | None]) -> Recipe:
        """What a sheet of these runs carries: the first cell's recipe, as it ran if it did."""
        first = runs[0].recipe if runs[0] else self.recipes[0]
        return first_of(first, len(self.recipes), *self.axes)


def _words(axis: Axis) -> tuple[str, ...]:
    return tuple(axis.label(value) for value in axis.values)


def alike(recipes: Sequence[Recipe]) -> Iterator[list[Recipe]]:
    """The recipes without repeats, grouped by size, as a job wants them."""
    unique = list(dict.fromkeys(recipes))
    for _, group in groupby(unique, key=lambda recipe: (recipe.width, recipe.height)):
        yield list(group)


def suggestions(base: Recipe, facts: Facts) -> dict[str, str]:
    """The parameters that can be varied in this recipe, with values to begin with."""
    names = [name for family in facts.schedulers.values() for name in family]
    word = max(base.prompt.split(), key=len, default="")
    offered = {
        "seed": "1..4",
        "num_inference_steps": "5, 10, 20",
        "guidance_scale": "1, 3, 5, 8",
        "scheduler": ", ".join(names[:4]),
    }
    if word:
        offered["prompt"] = f"{word}, "
    if len(facts.sizes) > 1:
        offered |= dict.fromkeys(("width", "height"), ", ".join(map(str, facts.sizes[:3])))
    if base.start:
        offered["strength"] = "0.3, 0.5, 0.7, 0.9"
    if base.control:
        offered["weight"] = "0, 0.5, 1"
    return offered
