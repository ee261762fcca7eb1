"""Pictures over two parameters, each cell a run of its own, arriving one by one."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import traitlets
from PIL import Image

from sdlab.engine import Engine
from sdlab.errors import BadValue, SdlabError
from sdlab.job import ENDED, Job, News
from sdlab.recipe import Axis, Recipe
from sdlab.run import Run
from sdlab.widgets.base import Buffers, Content, Part
from sdlab.widgets.foreground import follow
from sdlab.widgets.image import VIEW, webp
from sdlab.widgets.plan import Plan, alike, suggestions

SIDE = 192  # pixels, the longer side of a cell
NO_AXIS = "—"
_AXES = ("x_parameter", "x_values", "y_parameter", "y_values")


class GridPlot(Part):
    """A grid of pictures over any two parameters; cells arrive live, a click shows a cell's recipe.

    `x_parameter` and `x_values` lay out the columns, `y_…` the rows ("—" for a single row). Values are
    written "1, 2, 5" or "1..4"; for a prompt the first one is the piece that the others replace. `chosen` is
    the number of the chosen cell, row by row, -1 for none. `extent` says what there is to make. `make()`
    begins, `stop()` ends within a step; made again, a grid fills in only the cells that are missing.

    Args:
        engine: what makes the pictures.
        recipe: what all cells share.
        x: the columns' axis; y: the rows', None for a single row.

    Raises:
        UnknownName: no such parameter. BadValue: a value that the recipe cannot take.
    """

    stem = "grid_plot"
    written = frozenset({*_AXES, "chosen"})

    x_parameter = traitlets.Unicode("seed").tag(sync=True)
    x_values = traitlets.Unicode("1..4").tag(sync=True)
    y_parameter = traitlets.Unicode("guidance_scale").tag(sync=True)
    y_values = traitlets.Unicode("2, 5, 8").tag(sync=True)
    chosen = traitlets.Int(-1).tag(sync=True)
    suggestions = traitlets.Dict().tag(sync=True)
    across = traitlets.List(traitlets.Unicode()).tag(sync=True)
    down = traitlets.List(traitlets.Unicode()).tag(sync=True)
    extent = traitlets.Unicode("").tag(sync=True)
    status = traitlets.Dict({"state": "idle", "done": 0, "cells": 0}).tag(sync=True)
    detail = traitlets.Dict({"caption": "", "alt": ""}).tag(sync=True)
    reuses = traitlets.Bool(False).tag(sync=True)

    def __init__(self, engine: Engine, recipe: Recipe, x: Axis | None = None, y: Axis | None = None) -> None:
        self._engine, self._base = engine, recipe
        self._made: dict[Recipe, Run] = {}
        self._plan = Plan()
        self._fault: SdlabError | None = None
        self._jobs: list[Job] = []
        self._users: list[Callable[[Run], None]] = []
        super().__init__(_written("x", x) | (_written("y", y) if x is not None else {}))
        self.hear("make", lambda _content, _buffers: self.click(self.make))
        self.hear("stop", lambda _content, _buffers: self.click(self.stop))
        self.hear("want", self._hear_want)
        self.hear("reuse", lambda _content, _buffers: self._reuse())
        self.observe(lambda _: self._lay_out(), _AXES)
        self.observe(lambda _: self._choose(), "chosen")
        self._lay_out()

    # --- values ---------------------------------------------------------------------------------------------

    @property
    def base(self) -> Recipe:
        """What all cells share; setting it lays the grid out anew."""
        return self._base

    @base.setter
    def base(self, recipe: Recipe) -> None:
        self._base = recipe
        self._lay_out()

    @property
    def recipes(self) -> tuple[Recipe, ...]:
        """The recipes of all cells, row by row."""
        return self._plan.recipes

    @property
    def runs(self) -> tuple[Run | None, ...]:
        """The finished run of each cell, row by row; None for one that is still missing."""
        return tuple(self._made.get(recipe) for recipe in self.recipes)

    @property
    def run(self) -> Run | None:
        """The chosen cell's run."""
        return self.runs[self.chosen] if 0 <= self.chosen < len(self.recipes) else None

    def sheet(self) -> Image.Image:
        """The whole grid as one picture, with its labels; cells still missing are white.

        Raises:
            BadValue: nothing is finished yet.
        """
        if not any(self.runs):
            raise BadValue("runs", 0, "at least one finished cell", "Call make() and wait().")
        return self._plan.sheet(self.runs)

    @property
    def origin(self) -> Recipe:
        """What the sheet's provenance is: the first cell's recipe, its note telling of the grid."""
        return self._plan.origin(self.runs)

    def vary(self, x: Axis, y: Axis | None = None) -> None:
        """Lay out other axes; None for a single row.

        Raises:
            BadValue: a value that the recipe cannot take.
        """
        with self.hold_trait_notifications():
            for name, value in (_written("x", x) | _written("y", y)).items():
                setattr(self, name, value)

    # --- working --------------------------------------------------------------------------------------------

    def make(self) -> tuple[Job, ...]:
        """Begin on all cells that are missing, and give the jobs; returns at once.

        Raises:
            SdlabError: the axes as written make no grid of this recipe, or the engine refuses it.
        """
        if self._fault is not None:
            raise self._fault
        with self._lock:
            self.trouble = ""
            missing = [recipe for recipe in self.recipes if recipe not in self._made]
        jobs = []
        for recipes in alike(missing):
            # on a processor side by side is hardly faster, and cells should arrive one by one
            job = self._engine.submit(recipes, batch=1 if self._engine.facts.device == "cpu" else None)
            self._jobs.append(job)
            jobs.append(job)
            self._watch(job, recipes)
            if job.is_stopping:  # in the foreground, watching took until its end
                break
        return tuple(jobs)

    def wait(self, seconds: float | None = None) -> None:
        """Wait for all cells asked for; raises what went wrong, as `Job.wait`."""
        for job in tuple(self._jobs):
            job.wait(seconds)

    def stop(self) -> None:
        """Stop within a step; finished cells stay."""
        for job in reversed(tuple(self._jobs)):
            job.stop()

    def on_reuse(self, act: Callable[[Run], None]) -> None:
        """Call `act(run)` when a person wants the chosen cell's recipe; shows the button for it."""
        self._users.append(act)
        self.reuses = True

    def click(self, act: Callable[[], object]) -> None:
        """Do what a button asks for; says at once that it was heard."""
        self.tell("ack")
        act()

    # --- inside ---------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        try:
            x = Axis.parsed(self.x_parameter, self.x_values)
            y = None if self.y_parameter == NO_AXIS else Axis.parsed(self.y_parameter, self.y_values)
            plan, self._fault = Plan.of(self._base, x, y), None
        except SdlabError as fault:
            self._fault = fault
            raise
        self.stop()  # cells of the grid before are not wanted any more
        with self._lock:
            self._plan = plan
            self.across, self.down, self.extent = list(plan.across), list(plan.down), plan.words
            self.suggestions = suggestions(self._base, self._engine.facts)
            self.chosen = -1
            self._report("idle")

    def _watch(self, job: Job, recipes: list[Recipe]) -> None:
        order = iter(recipes)  # in which runs arrive
        if self.is_foreground:
            follow(job, lambda news: self._hear_news(job, order, news), lambda _: self.stop())
        else:
            job.listen(lambda news: self._hear_news(job, order, news))

    def _hear_news(self, job: Job, order: Iterator[Recipe], news: News) -> None:
        state = news.progress.state
        if news.run is not None:
            recipe, run = next(order), news.run
            with self._lock:
                self._made[recipe] = run
            self.later(lambda: self._send_cell(recipe, run))
        if news.error is not None:
            self.complain(news.error)
        if state in ENDED:
            with self._lock:
                self._jobs = [other for other in self._jobs if other is not job]
        if news.run is not None or state in ENDED or self.status["state"] == "idle":
            self._report(state if state in ENDED and not self._jobs else "running")

    def _report(self, state: str) -> None:
        done = sum(run is not None for run in self.runs)
        self.status = {"state": state, "done": done, "cells": len(self.recipes)}

    def _send_cell(self, recipe: Recipe, run: Run) -> None:
        picture = webp(run.picture, SIDE)
        for number, other in enumerate(self.recipes):
            if other == recipe:
                self.tell("cell", {"number": number, "alt": run.caption}, [picture])

    def _hear_want(self, _content: Content, _buffers: Buffers) -> None:
        for recipe, run in tuple(self._made.items()):
            self.later(partial(self._send_cell, recipe, run))

    def _choose(self) -> None:
        run = self.run
        if run is None:
            self.detail = {"caption": "", "alt": ""}
            return
        self.detail = {"caption": run.caption, "alt": run.recipe.prompt or "a picture without a prompt"}
        self.later(lambda: self.tell("large", {"number": self.chosen}, [webp(run.picture, VIEW, 90)]))

    def _reuse(self) -> None:
        if self.run is not None:
            for act in self._users:
                act(self.run)


def _written(name: str, axis: Axis | None) -> dict[str, Any]:
    if axis is None:
        return {f"{name}_parameter": NO_AXIS} if name == "y" else {}
    joint = "|" if any("," in str(value) for value in axis.values) else ", "
    return {f"{name}_parameter": axis.parameter, f"{name}_values": joint.join(map(str, axis.values))}
