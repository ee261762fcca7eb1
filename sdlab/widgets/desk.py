"""What every panel is: controls bound to a recipe, and a place for the result below them."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import ipywidgets
import traitlets

from sdlab.engine import Engine
from sdlab.errors import BadValue
from sdlab.recipe import Change, Recipe, Task
from sdlab.run import Run
from sdlab.widgets.base import Part
from sdlab.widgets.intake import Intake
from sdlab.widgets.keepsake import Keepsake, publish
from sdlab.widgets.prompt_box import PromptBox
from sdlab.widgets.seed_control import SeedControl
from sdlab.widgets.settings import WRITTEN, Settings

VIEW = "application/vnd.jupyter.widget-view+json"
TEXTS = ("prompt", "negative_prompt")
SIDES = ("width", "height")
SIZED: tuple[Task, ...] = (
    "text_to_image",
    "unconditional",
)  # tasks whose size is chosen, not given by a picture


class Desk(ipywidgets.VBox):  # type: ignore[misc]
    """The controls that panels share: `prompt`, `seed`, `settings` and `intake`, the task's own.

    `recipe` is what they say, None while something is missing, such as a picture. It can be observed; setting
    it moves the controls. `name` is what others call the panel.

    Args:
        engine: what makes the pictures.
        task: of the recipe.
        intake: the task's own input.
    """

    recipe = traitlets.Instance(Recipe, allow_none=True)

    def __init__(self, engine: Engine, task: Task, intake: Intake) -> None:
        facts = engine.facts
        self.engine, self.task, self.intake = engine, task, intake
        self.name: str = task
        self.keepsake = Keepsake()
        self.prompt = PromptBox(
            count=engine.tokens, token_limit=facts.token_limit, reads_negative=facts.reads_negative
        )
        self.seed = SeedControl()
        self.settings = Settings(facts.at(task), sized=task in SIZED)
        self._base = Recipe(model=facts.name)
        self._lack: BadValue | None = None
        self._moving = False
        super().__init__()
        for part, names in self._bound():
            part.observe(lambda _: self._collect(), names)
        intake.listen(self._collect)
        self.observe(lambda change: self._spread(change["new"]), "recipe")
        self._collect()
        self.add_class("sdlab-panel")

    def complete(self) -> Recipe:
        """The recipe, ready to run.

        Raises:
            BadValue: it lacks something, such as a prompt.
        """
        if self.recipe is None:
            raise self._lack or BadValue("recipe", None, "complete")
        if self.task == "text_to_image" and not self.recipe.prompt.strip():
            raise BadValue("prompt", "", "a few words", 'Type what to show, or use panel("unconditional").')
        return self.recipe

    @abstractmethod
    def take(self, run: Run) -> None:
        """Go on with a run sent from another panel."""

    # --- controls and recipe --------------------------------------------------------------------------------

    def _collect(self) -> None:
        """Make the recipe anew from what the controls say."""
        if self._moving:
            return
        values: Change = {
            "prompt": self.prompt.prompt,
            "negative_prompt": self.prompt.negative_prompt,
            "seed": self.seed.seed,
            "num_inference_steps": self.settings.num_inference_steps,
            "guidance_scale": self.settings.guidance_scale,
            "scheduler": self.settings.scheduler,
            "task": self.task,
        }
        if self.task in SIZED:
            values |= {"width": self.settings.width, "height": self.settings.height}
        with self._quietly():
            try:
                self._base = self._base.but(**(values | self.intake.change()))
                self._lack, self.recipe = None, self._base
            except BadValue as lack:
                self._lack, self.recipe = lack, None

    def _spread(self, recipe: Recipe | None) -> None:
        """Move the controls to where a recipe says."""
        if self._moving or recipe is None:
            return
        if recipe.task != self.task:
            raise BadValue(
                "recipe.task", recipe.task, f"{self.task}, as this panel's", "Open the panel for it."
            )
        with self._quietly():
            for part, names in self._bound():
                for name in names:
                    setattr(part, name, getattr(recipe, name))
            self.intake.move(recipe)
            self._base = recipe
        self._collect()

    def _bound(self) -> tuple[tuple[Part, Sequence[str]], ...]:
        """The parts that hold fields of the recipe under their own names, and those names."""
        settings = WRITTEN if self.task in SIZED else [name for name in WRITTEN if name not in SIDES]
        return (self.prompt, TEXTS), (self.seed, ("seed",)), (self.settings, settings)

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """While the panel itself moves its controls or its recipe, neither follows the other."""
        self._moving = True
        try:
            yield
        finally:
            self._moving = False

    # --- looks ----------------------------------------------------------------------------------------------

    def _ipython_display_(self) -> None:
        bundle = {VIEW: {"version_major": 2, "version_minor": 0, "model_id": self.model_id}}
        publish(bundle | {"text/plain": f"sdlab panel: {self.name}"}, raw=True)
        self.keepsake.place()


def columns(left: list[ipywidgets.Widget], right: list[ipywidgets.Widget]) -> ipywidgets.Widget:
    """Two columns that become one where the cell is narrow."""
    rows = ipywidgets.Layout(flex_flow="row wrap", align_items="flex-start", overflow="visible")
    return ipywidgets.Box([column(left), column(right)], layout=rows)


def column(parts: list[ipywidgets.Widget]) -> ipywidgets.Widget:
    """Parts below each other, as wide as there is room and at least as a phone."""
    for part in parts:
        part.layout = ipywidgets.Layout(margin="0 0 14px 0", width="auto", min_width="0")
    layout = ipywidgets.Layout(flex="1 1 330px", min_width="0", margin="0 16px 0 0", overflow="visible")
    return ipywidgets.VBox(parts, layout=layout)
