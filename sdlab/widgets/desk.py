"""What every panel is: controls bound to a recipe, and a place for the result below them."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

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
from sdlab.widgets.turn import Turn

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
        self._base = Recipe(model=facts.name)  # has what no control says
        self._said: Recipe | None = None  # by the controls, at last
        self._turn = Turn(self._collect)
        super().__init__()
        for part, names in self._bound():
            part.observe(lambda _: self._turn.ask(), names)
        intake.listen(self._turn.ask)
        self.observe(lambda change: self._spread(change["new"]), "recipe")
        self._turn.ask()
        self.add_class("sdlab-panel")

    def complete(self) -> Recipe:
        """The recipe, ready to run.

        Raises:
            BadValue: it lacks something, such as a prompt.
        """
        recipe = self._compose()
        if self.task == "text_to_image" and not recipe.prompt.strip():
            raise BadValue("prompt", "", "a few words", 'Type what to show, or use panel("unconditional").')
        return recipe

    @abstractmethod
    def take(self, run: Run) -> None:
        """Go on with a run sent from another panel."""

    # --- controls and recipe --------------------------------------------------------------------------------

    @traitlets.validate("recipe")
    def _check_task(self, proposal: dict[str, Any]) -> Recipe | None:
        recipe: Recipe | None = proposal["value"]
        if recipe is not None and recipe.task != self.task:
            allowed = f"{self.task}, as this panel's"
            raise BadValue("recipe.task", recipe.task, allowed, "Open the panel for it.")
        return recipe

    def _compose(self) -> Recipe:
        """What the controls say now; raises BadValue where they lack something."""
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
        return self._base.but(**(values | self.intake.change()))

    def _collect(self) -> None:
        """Let the recipe follow the controls."""
        try:
            self._said = self._compose()
        except BadValue:
            self._said = None
        self.recipe = self._said

    def _spread(self, recipe: Recipe | None) -> None:
        """Let the controls follow a recipe that they did not say themselves."""
        if recipe is None or recipe is self._said:
            return
        with self._turn.hold():
            for part, names in self._bound():
                for name in names:
                    setattr(part, name, getattr(recipe, name))
            self.intake.move(recipe)
            self._base = recipe
            self._turn.ask()

    def _bound(self) -> tuple[tuple[Part, Sequence[str]], ...]:
        """The parts that hold fields of the recipe under their own names, and those names."""
        settings = WRITTEN if self.task in SIZED else [name for name in WRITTEN if name not in SIDES]
        return (self.prompt, TEXTS), (self.seed, ("seed",)), (self.settings, settings)

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
