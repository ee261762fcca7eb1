"""How a picture is made: steps, guidance, scheduler and size."""

from typing import Any

import traitlets

from sdlab.engine import Facts
from sdlab.errors import UnknownName
from sdlab.recipe.check import MAX_STEPS, check_guidance, check_side, check_whole
from sdlab.widgets.base import Part

WRITTEN = ("num_inference_steps", "guidance_scale", "scheduler", "width", "height")


class Settings(Part):
    """Steps, guidance, scheduler and size, in what a model offers and beginning with its own defaults.

    `num_inference_steps`, `guidance_scale`, `scheduler`, `width` and `height` can be read, set and observed.
    `memory` says about how much memory a picture of that size takes, as far as the model's facts tell.
    While `eager` is True a slider is followed as it moves.

    Args:
        facts: what the model offers (an engine's `facts`).
        sized: whether the size can be chosen; a task with an input picture takes the picture's.

    Raises:
        BadValue: a value outside its range. UnknownName: a scheduler the model does not take.
    """

    stem = "settings"
    written = frozenset(WRITTEN)

    num_inference_steps = traitlets.Int(20).tag(sync=True)
    guidance_scale = traitlets.Float(7.5).tag(sync=True)
    scheduler = traitlets.Unicode("").tag(sync=True)
    width = traitlets.Int(128).tag(sync=True)
    height = traitlets.Int(128).tag(sync=True)
    eager = traitlets.Bool(False).tag(sync=True)
    sized = traitlets.Bool(True).tag(sync=True)
    memory = traitlets.Unicode("").tag(sync=True)
    offer = traitlets.Dict().tag(sync=True)

    def __init__(self, facts: Facts, *, sized: bool = True) -> None:
        self._facts = facts
        self._known = {name for names in facts.schedulers.values() for name in names}
        offer = {
            "schedulers": facts.schedulers,
            "sizes": list(facts.sizes),
            "width": facts.width,
            "height": facts.height,
            "steps": facts.num_inference_steps,
        }
        super().__init__({name: getattr(facts, name) for name in WRITTEN} | {"sized": sized, "offer": offer})
        self.observe(lambda _: self._weigh(), ["width", "height"])
        self._weigh()

    @traitlets.validate(*WRITTEN)
    def _check(self, proposal: dict[str, Any]) -> object:
        name, value = proposal["trait"].name, proposal["value"]
        if name == "num_inference_steps":
            check_whole(name, value, 1, MAX_STEPS, "20 is a good start.")
        elif name == "guidance_scale":
            check_guidance(value)
        elif name == "scheduler":
            if value not in self._known:
                raise UnknownName("scheduler", value, self._known)
        else:
            check_side(name, value)
        return value

    def _weigh(self) -> None:
        needed = self._facts.memory(self.width, self.height)
        said = "under 1 GB" if needed < 1 else f"about {needed:.0f} GB"
        self.memory = said if needed else ""
