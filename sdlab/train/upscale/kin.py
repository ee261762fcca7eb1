"""`tiny-upscale` as a member of the family: it shares no weights but the text encoder, which it ignores."""

from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any, Final

import torch
from diffusers import AutoencoderKL, ModelMixin, SchedulerMixin
from PIL import Image

from sdlab.explain.pixel import to_tensor
from sdlab.train.denoiser import build_scheduler
from sdlab.train.export import preview_fit
from sdlab.train.parent import Parent
from sdlab.train.ring import Ring
from sdlab.train.upscale.network import Enlarger, Shape, build_low_res_scheduler, encoded
from sdlab.train.upscale.pair import Pair, drawn_pair
from sdlab.train.upscale.sheet import detail_page, page
from sdlab.train.upscale.task import DetailTask, Plan, UpscaleTask
from sdlab.train.workshop import Workshop

if TYPE_CHECKING:
    from collections.abc import Callable

    from sdlab.train.score.evaluate import Effort
    from sdlab.train.score.judge import Judge

_FITTED: Final = 8
_FAULTS: Final = (
    "Knows drawings with clean edges: photographs come out flat, as if drawn.",
    "Pays no heed to the prompt, so guidance changes nothing but the time.",
)


@dataclass
class Upscale:
    """An upscaler of four times the side: an autoencoder and a U-Net, both its own."""

    name: str = "upscale"
    pipeline: str | None = "StableDiffusionUpscalePipeline"
    roots: tuple[str, ...] = ()
    shape: Shape = field(default_factory=Shape)
    plan: Plan = field(default_factory=Plan)
    steps: int = 1

    def begin(self, parent: Parent) -> Enlarger:  # noqa: ARG002
        """Both networks with random weights."""
        return Enlarger(self.shape)

    def details(self, workshop: Workshop, network: ModelMixin) -> DetailTask:
        """The autoencoder's training."""
        shown = partial(detail_page, composer=workshop.large_composer)
        return DetailTask(_enlarger(network), self._pairs(workshop, 6), self.plan, shown)

    def task(self, workshop: Workshop, parent: Parent, network: ModelMixin, compiled: bool) -> UpscaleTask:
        """The U-Net's training, when the autoencoder is done."""
        enlarger = _enlarger(network)
        pairs = self._pairs(workshop, 7, enlarger.vae)
        shown = partial(self.sheet, workshop, parent, network)
        return UpscaleTask(enlarger, pairs, self.plan, shown, compiled)

    def _pairs(self, workshop: Workshop, seed: int, autoencoder: AutoencoderKL | None = None) -> Ring[Pair]:
        """Endless pairs of anything that is not held out."""
        draw, dice = workshop.sampler(seed).anything, Random(seed)

        def make() -> list[Pair]:
            return [drawn_pair(workshop.large_composer.picture(draw()), autoencoder, dice)]

        return Ring(make, self.plan.pictures, self.plan.reuse)

    @torch.no_grad()
    def preview(self, workshop: Workshop, network: ModelMixin) -> dict[str, Any]:
        """The small picture of its latents, fitted on pictures that were not trained on."""
        sampler = workshop.sampler(2)
        pictures = to_tensor([workshop.large_composer.picture(sampler.anything()) for _ in range(_FITTED)])
        return preview_fit(encoded(_enlarger(network).vae, pictures), pictures)

    def parts(self, parent: Parent, network: ModelMixin) -> dict[str, ModelMixin | SchedulerMixin]:  # noqa: ARG002
        """Both networks and both schedules."""
        enlarger = _enlarger(network)
        return {
            "unet": enlarger.unet,
            "vae": enlarger.vae,
            "scheduler": build_scheduler(),
            "low_res_scheduler": build_low_res_scheduler(),
        }

    def facts(self, parent: Parent) -> dict[str, Any]:  # noqa: ARG002
        """Few steps and no guidance."""
        return {
            "defaults": {"num_inference_steps": self.steps, "guidance_scale": 1.0, "scheduler": "ddim"},
            "size": {"width": self.shape.tile, "height": self.shape.tile},
            "known_faults": list(_FAULTS),
            "sheet": "sheet.jpg: small, bicubic, enlarged and true, with PSNR, seeds 0 to 5, not chosen",
        }

    def sheet(self, workshop: Workshop, parent: Parent, network: ModelMixin) -> Image.Image:  # noqa: ARG002
        """The fixed cases."""
        return page(_enlarger(network), workshop.large_composer, self.steps)

    def scores(
        self,
        workshop: Workshop,
        parent: Parent,  # noqa: ARG002
        network: ModelMixin,
        judge: "Callable[[], Judge]",  # noqa: ARG002
        effort: "Effort",
    ) -> dict[str, Any]:
        """PSNR, SSIM and edges on drawings it never saw, beside bicubic and Lanczos."""
        from sdlab.train.score.upscale import scores

        return scores(workshop, _enlarger(network), self.steps, effort)


def _enlarger(network: ModelMixin) -> Enlarger:
    assert isinstance(network, Enlarger), "an upscaler's network is an Enlarger"  # noqa: S101
    return network


KIN = Upscale()
