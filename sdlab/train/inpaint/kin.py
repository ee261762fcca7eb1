"""`tiny-inpaint` as a member of the family."""

from dataclasses import dataclass, field, replace
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any, Final

from diffusers import ModelMixin, SchedulerMixin
from PIL import Image

from sdlab.train.diet import Diet
from sdlab.train.inpaint.case import page
from sdlab.train.inpaint.stock import drawn_lot
from sdlab.train.inpaint.task import InpaintTask, Plan, widened
from sdlab.train.parent import Parent
from sdlab.train.ring import Ring
from sdlab.train.sampling import Sampling
from sdlab.train.workshop import Workshop

if TYPE_CHECKING:
    from collections.abc import Callable

    from sdlab.train.score.evaluate import Effort
    from sdlab.train.score.judge import Judge

_FAULTS: Final = (
    "Paints what `tiny` can paint and no more; see its card.",
    "Fills a small hole, or one far from the middle, less surely: most things it saw were large and central.",
)


@dataclass
class Inpaint:
    """A denoiser of nine channels grown out of the parent's, which lends all other parts."""

    name: str = "inpaint"
    pipeline: str | None = "StableDiffusionInpaintPipeline"
    roots: tuple[str, ...] = ("text encoder", "denoiser", "encoder")
    plan: Plan = field(default_factory=Plan)
    steps: int = 20
    guidance: float = 2.0
    """Less than the parent's: guidance leads away from what surrounds a hole, too."""

    def begin(self, parent: Parent) -> ModelMixin:
        """The parent's denoiser with five more channels, which weigh nothing yet."""
        return widened(parent.member.joint.unet)

    def task(self, workshop: Workshop, parent: Parent, network: ModelMixin, compiled: bool) -> InpaintTask:
        """Its training."""
        diet = Diet(workshop.sampler(5), self.plan.simple, self.plan.empty)
        make = partial(drawn_lot, workshop.composer, parent.member.autoencoder, diet.record, Random(0))
        size = workshop.sizes.ring
        ring = Ring(make, size, self.plan.reuse, at_first=size // 4)
        shown = partial(self.sheet, workshop, parent, network)
        return InpaintTask(parent.member, network, ring, diet, self.plan, shown, compiled)

    def parts(self, parent: Parent, network: ModelMixin) -> dict[str, ModelMixin | SchedulerMixin]:  # noqa: ARG002
        """The denoiser alone."""
        return {"unet": network}

    def facts(self, parent: Parent) -> dict[str, Any]:  # noqa: ARG002
        """Its settings are the parent's but for the guidance."""
        return {
            "defaults": {
                "num_inference_steps": self.steps,
                "guidance_scale": self.guidance,
                "scheduler": "ddim",
            },
            "size": {"width": 128, "height": 128},
            "known_faults": list(_FAULTS),
            "sheet": "sheet.jpg: pictures, their holes, and what seeds 0 to 7 and 100 to 107 made of them",
        }

    def sheet(self, workshop: Workshop, parent: Parent, network: ModelMixin) -> Image.Image:
        """The fixed cases with two seeds each."""
        return page(parent.member, network, workshop.composer, Sampling(self.steps, self.guidance))

    def scores(
        self,
        workshop: Workshop,
        parent: Parent,
        network: ModelMixin,
        judge: "Callable[[], Judge]",
        effort: "Effort",
    ) -> dict[str, Any]:
        """Prompts obeyed in the hole, pixels changed outside it, and how much its rim shows."""
        from sdlab.train.score.inpaint import scores

        asked = replace(effort, sampling=replace(effort.sampling, guidance=self.guidance))
        return scores(workshop, parent, network, judge(), asked)


KIN = Inpaint()
