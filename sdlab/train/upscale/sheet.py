"""Pictures enlarged by an upscaler under training, without a pipeline, beside what it has to beat."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import torch
from PIL import Image
from torch import Tensor

from sdlab.explain.metric import psnr
from sdlab.explain.pixel import to_pictures, to_tensor
from sdlab.picture import enlarge
from sdlab.train.denoiser import build_scheduler
from sdlab.train.sheet import sheet
from sdlab.train.upscale.network import FACTOR, LATENTS, Enlarger, Halves, build_low_res_scheduler, decoded
from sdlab.train.world.compose import Composer
from sdlab.train.world.record import Record, Subject

if TYPE_CHECKING:
    from diffusers import DDIMScheduler

NOISE_LEVEL: Final = 20
"""The pipeline's own default."""
_SHOWN: Final = 64
_CASES: Final = (
    Record("noto", (Subject("astronaut"), Subject("horse")), "riding", "grass", "night", None, seed=3),
    Record("flat", (Subject("bicycle"),), seed=1),
    Record("fluent", (Subject("owl"),), None, "snow", "day", None, seed=2),
    Record("blob", (Subject("pizza", "blue"),), background="yellow", seed=4),
    Record("flat", (Subject("apple"), Subject("tree")), "on", "sand", "sunset", None, seed=5),
    Record("noto", (Subject("castle"),), None, "street", "day", None, seed=6),
)


@torch.no_grad()
def enlarged(
    network: Enlarger, pictures: Sequence[Image.Image], steps: int, seed: int = 0
) -> list[Image.Image]:
    """Pictures of one size, four times as large, as the pipeline makes them; the n-th from seed + n."""
    generators = [torch.Generator().manual_seed(seed + index) for index in range(len(pictures))]
    clean = to_tensor(list(pictures))
    noise = torch.cat([_noise(clean.shape[1:], generator) for generator in generators])
    level = torch.tensor([NOISE_LEVEL])
    small = build_low_res_scheduler().add_noise(clean, noise, level)
    latents = torch.cat([_noise((LATENTS, *clean.shape[2:]), generator) for generator in generators])
    scheduler: DDIMScheduler = build_scheduler()
    scheduler.set_timesteps(steps)
    for time in scheduler.timesteps:
        seen = torch.cat([latents, small], dim=1)
        velocity = network.unet(seen, time, None, class_labels=level.expand(len(pictures))).sample
        latents = scheduler.step(velocity, time, latents).prev_sample
    return to_pictures(decoded(network.vae, latents))


def page(network: Enlarger, composer: Composer, steps: int) -> Image.Image:
    """The fixed cases: small, enlarged by cubic interpolation and by the network, and true, with their PSNR.

    Args:
        network: the upscaler.
        composer: draws large pictures.
        steps: of the sampler.
    """
    truths = [_middle(composer.picture(record)) for record in _CASES]
    smalls = [truth.resize((_SHOWN, _SHOWN), Image.Resampling.BICUBIC) for truth in truths]
    columns = {
        "small": [enlarge(small, FACTOR, "nearest") for small in smalls],
        "bicubic": [enlarge(small, FACTOR, "bicubic") for small in smalls],
        "tiny-upscale": enlarged(network, smalls, steps),
        "truth": truths,
    }
    pictures = [picture for row in zip(*columns.values(), strict=True) for picture in row]
    words = [
        f"{name} {psnr(picture, truth):.1f} dB" if picture is not truth else name
        for row, truth in zip(zip(*columns.values(), strict=True), truths, strict=True)
        for name, picture in zip(columns, row, strict=True)
    ]
    return sheet(pictures, words, columns=len(columns))


@torch.no_grad()
def detail_page(halves: Halves, composer: Composer) -> Image.Image:
    """The fixed cases beside what the autoencoder gives back, with their PSNR."""
    truths = [_middle(composer.picture(record)) for record in _CASES]
    returned = to_pictures(halves(to_tensor(truths), torch.zeros(())))
    pictures = [picture for pair in zip(truths, returned, strict=True) for picture in pair]
    words = [
        words
        for truth, back in zip(truths, returned, strict=True)
        for words in ("truth", f"returned {psnr(back, truth):.1f} dB")
    ]
    return sheet(pictures, words, columns=4)


def _middle(picture: Image.Image) -> Image.Image:
    """The middle of a large picture, a quarter of its area: half a sheet's width is enough to see edges."""
    side = _SHOWN * FACTOR
    left, top = (picture.width - side) // 2, (picture.height - side) // 2
    return picture.crop((left, top, left + side, top + side))


def _noise(shape: Sequence[int], generator: torch.Generator) -> Tensor:
    return torch.randn(1, *shape, generator=generator)
