"""The controls for one task, wired to each other and to an engine."""

from typing import Any

import ipywidgets
import traitlets
from PIL import Image

from sdlab.engine import Engine
from sdlab.errors import BadValue, NotOffered
from sdlab.job import Job, News
from sdlab.recipe import Branch, Recipe, Task
from sdlab.run import Run
from sdlab.widgets.code_echo import CodeEcho
from sdlab.widgets.desk import Desk, columns
from sdlab.widgets.filmstrip import Filmstrip
from sdlab.widgets.intake import HoleIntake, ReworkIntake, intake_for
from sdlab.widgets.live import Live
from sdlab.widgets.result_view import ResultView
from sdlab.widgets.run_bar import RunBar
from sdlab.widgets.told import Told


def _picture_of(panel: "Panel") -> Image.Image | None:
    return panel.intake.picture


def _give_picture(panel: "Panel", picture: Image.Image | None) -> None:
    panel.intake.picture = picture


def _mask_of(panel: "Panel") -> Image.Image | None:
    return panel.intake.painter.mask if isinstance(panel.intake, HoleIntake) else None


def _give_mask(panel: "Panel", mask: Image.Image | None) -> None:
    if not isinstance(panel.intake, HoleIntake):
        raise BadValue("mask", mask, "left out", f"{panel.task} takes no mask; inpaint does.")
    panel.intake.painter.mask = mask


class Panel(Desk):
    """The controls for a task of an engine: what a person sets is `recipe`, what came of it is in `runs`.

    `recipe` (None while something is missing, such as a picture), `picture` (what the task works on, None for
    none and for tasks that take none), `mask` (where it may change, 255, mode L; None for tasks without) and
    `runs` can be observed; setting `recipe`, `picture` or `mask` moves the controls. The parts are
    attributes: `prompt`, `seed`, `settings`, `bar`, `film`, `results`, `code`, and `intake` with the task's
    own. `run()` does what the button does, and waits. While `live` is True, the picture follows the controls
    (see `Live`).

    Args:
        engine: what makes the pictures.
        task: what the panel is for.
        picture: what the task works on, where it works on one.
        live: whether to begin in live mode.

    Raises:
        NotOffered: the loaded model cannot do the task, or takes too many steps to be live.
    """

    picture = Told(_picture_of, _give_picture)
    mask = Told(_mask_of, _give_mask)
    runs = traitlets.Tuple()
    live = traitlets.Bool(False)

    def __init__(
        self,
        engine: Engine,
        task: Task = "text_to_image",
        picture: Image.Image | None = None,
        *,
        live: bool = False,
    ) -> None:
        facts = engine.facts
        if task not in facts.tasks:
            raise NotOffered(f"{facts.name} cannot do {task}. It offers {', '.join(facts.tasks)}.")
        super().__init__(engine, task, intake_for(task, engine, picture))
        self.bar = RunBar(self._start)
        self.film = Filmstrip(kept=True)
        self.results = ResultView()
        self.code = CodeEcho(engine=engine, folded=True)
        self._waited: Job | None = None
        self._wire()
        self._mode = Live(self)
        self.children = self._arrange()
        self.live = live

    # --- values ---------------------------------------------------------------------------------------------

    @property
    def result(self) -> Run | None:
        """The newest finished run."""
        return self.runs[-1] if self.runs else None

    def run(self) -> Run:
        """Make the pictures the controls ask for, wait, and give the last one; the panel shows it all.

        Raises:
            BadValue: the recipe lacks something, such as a prompt.
            Cancelled: somebody stopped it before there was a picture.
        """
        job = self._waited = self._start()
        self.bar.watch(job)
        run = job.wait()[-1]
        self.keepsake.show(run)
        return run

    def stop(self) -> None:
        """Stop what is running, within a step."""
        self.bar.stop()

    def branch(self, step: int | None) -> None:
        """Let the next runs leave the run on show after `step` of its steps; None begins at noise again.

        What the controls then say of prompt and guidance holds from that step on.
        """
        run = self.film.run
        if step is None or run is None:
            self._base = self._base.but(branch=None)
            self._turn.ask()
            return
        parent = run.recipe
        if parent.branch is not None:
            raise BadValue("branch", step, "of a run from noise", "Branch from the run this one left.")
        words, without, guidance = parent.prompt, parent.negative_prompt, parent.guidance_scale
        left = Branch(step=step, prompt=words, negative_prompt=without, guidance_scale=guidance)
        self.recipe = parent.but(branch=left)
        self.seed.keep = True  # another seed would be another run

    def keep(self, run: Run) -> None:
        """Show a finished run among the results, and keep its picture in the notebook."""
        self._add(run)
        self.bar.later(lambda: self.keepsake.show(run))

    # --- between panels -------------------------------------------------------------------------------------

    def send_to(self, other: Desk, name: str = "") -> None:
        """Offer to send the chosen run to another panel, which takes its picture; a grid takes its recipe.

        Args:
            other: a panel of a task that works on a picture, or a grid.
            name: what the button says; the other panel's own name if left out.
        """
        view = self.results  # a large picture takes longer than a callback may
        view.on_send(name or other.name, lambda run: view.later(lambda: other.take(run)))

    def take(self, run: Run) -> None:
        """Work on the picture of a run sent from another panel."""
        self.picture = run.picture

    # --- wiring ---------------------------------------------------------------------------------------------

    def _collect(self) -> None:
        super()._collect()
        for trait in (Panel.picture, Panel.mask):
            trait.tell(self)

    def _wire(self) -> None:
        if isinstance(self.intake, ReworkIntake):
            for part, name in ((self.settings, "num_inference_steps"), (self.seed, "seed")):
                traitlets.dlink((part, name), (self.intake.slider, name))
        self.observe(lambda change: self._say_branch(change["new"]), "recipe")
        self.prompt.on_submit(self.bar.click)
        self.film.on_branch(self.branch)
        self.bar.on_dismiss(lambda: self.branch(None))
        self.bar.on_news(self.film.hear_news)
        self.bar.on_news(self._hear_news)
        self.results.observe(lambda _: self._choose(), "chosen")
        self.results.on_reuse(lambda run: setattr(self, "recipe", run.recipe))

    def _say_branch(self, recipe: Recipe | None) -> None:
        left = recipe.branch if recipe else None
        self.bar.note = f"Goes on from step {left.step} of “{left.prompt}”" if left else ""

    @traitlets.validate("live")
    def _check_live(self, proposal: dict[str, Any]) -> bool:
        if proposal["value"]:
            self._mode.check()
        return bool(proposal["value"])

    def _start(self) -> Job:
        self.complete()  # or no seed is drawn
        seed = self.seed.draw()
        recipe = self.complete()
        self.prompt.remember(recipe.prompt)
        return self.engine.submit([recipe.but(seed=seed + more) for more in range(self.bar.count)])

    def _hear_news(self, job: Job, news: News) -> None:
        if news.run is None:
            return
        if job is self._waited:
            self._add(news.run)
        else:
            self.keep(news.run)

    def _add(self, run: Run) -> None:
        self.runs = (*self.runs, run)
        self.results.add(run)

    def _choose(self) -> None:
        run = self.results.run
        if run is None:
            return
        self.code.later(lambda: self.code.show(run))
        if run is not self.film.run:
            self.film.later(lambda: self.film.show(run))

    # --- looks ----------------------------------------------------------------------------------------------

    def _arrange(self) -> tuple[ipywidgets.Widget, ...]:
        left = [*self.intake.parts, self.prompt, self.bar, self.seed, self.settings]
        if self.task == "unconditional":
            left.remove(self.prompt)
        return (columns(left, [self.film, self.results, self.code]),)
