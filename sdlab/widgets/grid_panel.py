"""The controls for a grid: what all its cells share, the two parameters that vary, the sheet."""

from typing import Any

from PIL import Image

from sdlab.engine import Engine
from sdlab.errors import NotOffered
from sdlab.job import ENDED
from sdlab.run import Run
from sdlab.widgets.desk import Desk, columns
from sdlab.widgets.grid_plot import NO_AXIS, GridPlot
from sdlab.widgets.intake import NoIntake
from sdlab.widgets.keepsake import Memento, kept_png
from sdlab.widgets.panel import Panel


class GridPanel(Desk):
    """Pictures over two parameters: `recipe` is what all cells share, `plot` the grid (see `GridPlot`).

    `plot.vary(x, y)` says which parameters vary. `run()` makes the grid and waits; `runs` are its cells, row
    by row; `picture` is the sheet, which is also kept in the notebook as a plain picture.

    Args:
        engine: what makes the pictures.

    Raises:
        NotOffered: the loaded model makes no pictures from text.
    """

    def __init__(self, engine: Engine) -> None:
        facts = engine.facts
        if "text_to_image" not in facts.tasks:
            raise NotOffered(f"{facts.name} makes no pictures from text, which a grid is made of.")
        super().__init__(engine, "text_to_image", NoIntake())
        self.name = "grid"
        self.plot = GridPlot(engine, self._compose())
        self.observe(self._lay_out, "recipe")
        self.plot.observe(self._hear_status, "status")
        self.plot.hear("make", lambda _content, _buffers: self.plot.click(self._make))
        self.prompt.on_submit(self._submit)
        self.children = (columns([self.prompt, self.seed, self.settings], [self.plot]),)

    @property
    def runs(self) -> tuple[Run | None, ...]:
        """The finished run of each cell, row by row; None for one that is still missing."""
        return self.plot.runs

    @property
    def picture(self) -> Image.Image | None:
        """The sheet; None before any cell is made."""
        return self.plot.sheet() if any(self.runs) else None

    def run(self) -> tuple[Run | None, ...]:
        """Make the cells that are missing, wait for them, and give the runs of all.

        Raises:
            BadValue: no prompt, or axes that make no grid of it.
            Cancelled: somebody stopped it before there was a picture.
        """
        self._make()
        self.plot.wait()
        self._keep()
        return self.runs

    def stop(self) -> None:
        """Stop within a step; finished cells stay."""
        self.plot.stop()

    def send_to(self, other: Panel) -> None:
        """Let the chosen cell's recipe become another panel's: its button says "Use this recipe"."""
        self.plot.on_reuse(lambda run: setattr(other, "recipe", run.recipe))

    def take(self, run: Run) -> None:
        """Vary the recipe of a run sent from another panel."""
        self.recipe = run.recipe

    def _lay_out(self, change: dict[str, Any]) -> None:
        with self.plot.guard():  # a prompt being typed may lack the piece that is to be replaced
            self.plot.base = change["new"]
            self.plot.trouble = ""

    def _make(self) -> None:
        self.complete()
        self.plot.make()

    def _submit(self) -> None:
        with self.plot.guard():
            self._make()

    def _hear_status(self, change: dict[str, Any]) -> None:
        if change["new"]["state"] in ENDED and change["new"]["done"]:
            self.plot.later(self._keep)

    def _keep(self) -> None:
        sheet = self.picture
        if sheet is not None:
            kept = kept_png(sheet, self.plot.origin)
            self.keepsake.put(Memento(kept, sheet.size, self._words(), self._words()))

    def _words(self) -> str:
        plot = self.plot
        axes = f"{plot.x_parameter} {', '.join(plot.across)} across"
        if plot.y_parameter != NO_AXIS:
            axes += f"; {plot.y_parameter} {', '.join(plot.down)} down"
        return f'{plot.extent} of "{plot.base.prompt}": {axes}'
