"""`tiny-live` as a member of the family."""

from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any, Final

import torch
from diffusers import ModelMixin, SchedulerMixin
from PIL import Image

from sdlab.train.diet import Diet
from sdlab.train.latent import LOT
from sdlab.train.live.consistency import lcm_scheduler
from sdlab.train.live.drawing import page
from sdlab.train.live.student import shallower
from sdlab.train.live.task import LiveTask, Plan
from sdlab.train.live.trajectory import Guide
from sdlab.train.parent import Parent
from sdlab.train.ring import Ring
from sdlab.train.sampling import Sampling
from sdlab.train.workshop import Workshop

if TYPE_CHECKING:
    from collections.abc import Callable

    from sdlab.train.score.evaluate import Effort
    from sdlab.train.score.judge import Judge

_FAULTS: Final = (
    "Guidance is built in: a negative prompt is not heard, another guidance scale makes pictures worse.",
    "Less varied and a little softer than `tiny`: one seed's pictures resemble another's.",
    "Half of `tiny`'s blocks: a LoRA made for `tiny` does not fit.",
)


@dataclass
class Live:
    """A shallower denoiser distilled from the parent's, which lends all other parts but the scheduler."""

    name: str = "live"
    pipeline: str | None = "StableDiffusionPipeline"
    roots: tuple[str, ...] = ("text encoder", "denoiser")
    plan: Plan = field(default_factory=Plan)
    steps: int = 4
    teacher_steps: int = 20
    num_layers: int = 4

    def begin(self, parent: Parent) -> ModelMixin:
        """A copy of the parent's denoiser with fewer blocks."""
        student: ModelMixin = shallower(parent.member.joint.unet, self.num_layers)
        return student.to(memory_format=torch.channels_last)

    def task(self, workshop: Workshop, parent: Parent, network: ModelMixin, compiled: bool) -> LiveTask:
        """Its training."""
        stride = 1000 // self.teacher_steps
        guide = Guide(parent.member, network, parent.guidance, stride, compiled=compiled)
        diet = Diet(workshop.sampler(6), self.plan.simple, self.plan.empty)
        make = partial(guide.points, lambda: [diet.caption() for _ in range(LOT)], Random(0))
        ring = Ring(make, self.plan.points, self.plan.reuse, at_first=self.plan.points // 4)
        shown = partial(self.sheet, workshop, parent, network)
        return LiveTask(parent.member, network, ring, self.plan, shown, compiled)

    def parts(self, parent: Parent, network: ModelMixin) -> dict[str, ModelMixin | SchedulerMixin]:
        """The denoiser and its scheduler."""
        return {"unet": network, "scheduler": lcm_scheduler(parent.member.scheduler)}

    def facts(self, parent: Parent) -> dict[str, Any]:
        """Four steps without guidance, which is built in."""
        return {
            "defaults": {"num_inference_steps": self.steps, "guidance_scale": 1.0, "scheduler": "lcm"},
            "guidance_built_in": parent.guidance,
            "size": {"width": 128, "height": 128},
            "known_faults": list(_FAULTS),
            "sheet": f"sheet.jpg: prompts by {parent.name} and in {self.steps} steps, not chosen",
        }

    def sheet(self, workshop: Workshop, parent: Parent, network: ModelMixin) -> Image.Image:  # noqa: ARG002
        """The documentation's prompts by the teacher and by the student."""
        teacher = Sampling(self.teacher_steps, parent.guidance)
        return page(parent.member, network, self.steps, teacher)

    def scores(
        self,
        workshop: Workshop,
        parent: Parent,
        network: ModelMixin,
        judge: "Callable[[], Judge]",
        effort: "Effort",
    ) -> dict[str, Any]:
        """What is kept of the teacher's retrieval, and what is saved of its time."""
        from sdlab.train.score.live import scores

        return scores(workshop, parent, network, judge(), effort, self.steps)


KIN = Live()
