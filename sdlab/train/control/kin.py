"""`tiny-control` as a member of the family: a ControlNet for `tiny` as it is."""

from dataclasses import dataclass, field, replace
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any, Final

import torch
from diffusers import ModelMixin, SchedulerMixin
from PIL import Image

from sdlab.models.skip_controlnet import SkipControlNetModel
from sdlab.train.control.sheet import page
from sdlab.train.control.stock import drawn_lot
from sdlab.train.control.task import ControlTask, Plan
from sdlab.train.diet import Diet
from sdlab.train.parent import Parent
from sdlab.train.ring import Ring
from sdlab.train.sampling import Sampling
from sdlab.train.workshop import Workshop
from sdlab.train.world.line import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sdlab.train.score.evaluate import Effort
    from sdlab.train.score.judge import Judge

_FAULTS: Final = (
    "Learnt from exact line art: a shaky hand is followed in its shakes.",
    "A word and the outline of another thing mix: the cat of a dog's outline is a dog as yellow as a cat.",
    "Beside a thing drawn smaller than the world draws it, part of one of the size it knows may show.",
    "Paints what `tiny` can paint and no more; see its card.",
)


@dataclass
class Control:
    """A ControlNet with the shape of the parent's first half; the parent itself is frozen."""

    name: str = "control"
    pipeline: str | None = None
    roots: tuple[str, ...] = ("text encoder", "denoiser", "encoder")
    plan: Plan = field(default_factory=Plan)
    steps: int = 20
    guidance: float = 1.5
    """Less than the parent's: guidance leads away from the drawing, too."""

    def begin(self, parent: Parent) -> SkipControlNetModel:
        """A copy of the parent's first half that says nothing yet."""
        control = SkipControlNetModel.from_unet(parent.member.joint.unet)
        ready: SkipControlNetModel = control.to(memory_format=torch.channels_last)
        return ready

    def task(self, workshop: Workshop, parent: Parent, network: ModelMixin, compiled: bool) -> ControlTask:
        """Its training."""
        diet = Diet(workshop.sampler(8), self.plan.simple, self.plan.empty)
        make = partial(drawn_lot, workshop.composer, parent.member.autoencoder, diet.record, Random(0))
        ring = Ring(make, workshop.sizes.ring, self.plan.reuse)
        shown = partial(self.sheet, workshop, parent, network)
        return ControlTask(parent.member, network, ring, diet, self.plan, shown, compiled)

    def parts(self, parent: Parent, network: ModelMixin) -> dict[str, ModelMixin | SchedulerMixin]:  # noqa: ARG002
        """The ControlNet, in the folder itself."""
        return {"": network}

    def facts(self, parent: Parent) -> dict[str, Any]:  # noqa: ARG002
        """The kinds of drawing it follows, and its settings, the parent's but for the guidance."""
        return {
            "defaults": {
                "num_inference_steps": self.steps,
                "guidance_scale": self.guidance,
                "scheduler": "ddim",
            },
            "controls": list(KINDS),
            "size": {"width": 128, "height": 128},
            "known_faults": list(_FAULTS),
            "sheet": "sheet.jpg: drawing, picture at weight 0 and at weight 1, seeds 0 to 7, not chosen",
        }

    def sheet(self, workshop: Workshop, parent: Parent, network: ModelMixin) -> Image.Image:
        """The fixed cases."""
        return page(parent.member, network, workshop.composer, Sampling(self.steps, self.guidance))

    def scores(
        self,
        workshop: Workshop,
        parent: Parent,
        network: ModelMixin,
        judge: "Callable[[], Judge]",
        effort: "Effort",
    ) -> dict[str, Any]:
        """Edges where the drawing has them, and the prompt obeyed all the same."""
        from sdlab.train.score.control import scores

        asked = replace(effort, sampling=replace(effort.sampling, guidance=self.guidance))
        return scores(workshop, parent, network, judge(), asked)


KIN = Control()
