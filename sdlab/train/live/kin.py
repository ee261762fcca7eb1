"""`tiny-live` as a member of the family."""

from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any, Final

import torch
from diffusers import ModelMixin, SchedulerMixin
from PIL import Image

from sdlab.train.autoencoder import AutoencoderTask
from sdlab.train.diet import Diet
from sdlab.train.export import preview_kernel
from sdlab.train.latent import LOT
from sdlab.train.live.consistency import lcm_scheduler
from sdlab.train.live.drawing import page
from sdlab.train.live.student import Student, lighter, shallower
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
    "Its lighter decoder gives a little less detail back: the score vae, psnr.",
    "Half of `tiny`'s blocks: a LoRA made for `tiny` does not fit.",
)


@dataclass
class Live:
    """A shallower denoiser and a lighter decoder distilled from the parent's, which lends the other parts."""

    name: str = "live"
    pipeline: str | None = "StableDiffusionPipeline"
    roots: tuple[str, ...] = ("text encoder", "denoiser", "encoder")
    plan: Plan = field(default_factory=Plan)
    steps: int = 4
    teacher_steps: int = 20
    num_layers: int = 4

    def begin(self, parent: Parent) -> Student:
        """Copies of the parent's denoiser and autoencoder with less to do."""
        unet = shallower(parent.member.joint.unet, self.num_layers)
        student = Student(unet, lighter(parent.member.autoencoder))
        student.to(memory_format=torch.channels_last)
        return student

    def details(self, workshop: Workshop, network: ModelMixin) -> AutoencoderTask:
        """The training of the decoder; the encoder, and so all latents, stay."""
        held, stock = workshop.pictures(2, workshop.sizes.held), workshop.pictures(1, workshop.sizes.stock)
        vae, batch = _student(network).vae, self.plan.details
        return AutoencoderTask(stock, held, workshop.say, vae, "live-vae", batch, decoder_only=True)

    def task(self, workshop: Workshop, parent: Parent, network: ModelMixin, compiled: bool) -> LiveTask:
        """Its training."""
        stride, student = 1000 // self.teacher_steps, _student(network)
        guide = Guide(parent.member, student.unet, parent.guidance, stride, compiled=compiled)
        diet = Diet(workshop.sampler(6), self.plan.simple, self.plan.empty)
        make = partial(guide.points, lambda: [diet.caption() for _ in range(LOT)], Random(0))
        ring = Ring(make, self.plan.points, self.plan.reuse, at_first=self.plan.points // 4)
        shown = partial(self.sheet, workshop, parent, network)
        return LiveTask(parent.member, student, ring, self.plan, shown, compiled)

    def preview(self, workshop: Workshop, network: ModelMixin) -> dict[str, Any]:
        """The small picture of its latents, which are the parent's."""
        return preview_kernel(_student(network).vae, workshop.pictures(2, workshop.sizes.held))

    def parts(self, parent: Parent, network: ModelMixin) -> dict[str, ModelMixin | SchedulerMixin]:
        """Denoiser, autoencoder and scheduler."""
        student = _student(network)
        return {
            "unet": student.unet,
            "vae": student.vae,
            "scheduler": lcm_scheduler(parent.member.scheduler),
        }

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
        return page(parent.member, _student(network), self.steps, teacher)

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

        return scores(workshop, parent, _student(network), judge(), effort, self.steps)


def _student(network: ModelMixin) -> Student:
    assert isinstance(network, Student), "what is distilled is a Student"  # noqa: S101
    return network


KIN = Live()
