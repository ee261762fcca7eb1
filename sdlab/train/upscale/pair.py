"""Large pictures of the world and what is left of them at a quarter of the side."""

import random
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from diffusers import AutoencoderKL
from numpy.typing import NDArray
from PIL import Image, ImageFilter
from torch import Tensor

from sdlab.explain.pixel import to_tensor
from sdlab.train.latent import channels_last
from sdlab.train.precision import mixed
from sdlab.train.ring import Ring
from sdlab.train.upscale.network import FACTOR, encoded

_KERNELS: Final = (
    Image.Resampling.BICUBIC,
    Image.Resampling.BICUBIC,
    Image.Resampling.LANCZOS,
    Image.Resampling.BOX,
)
_SOFT: Final = 0.3
"""Share of small pictures that are blurred: what people bring and what models draw is not always crisp."""


@dataclass(frozen=True)
class Pair:
    """One picture twice.

    Attributes:
        large: [row, column, RGB], 0..255.
        small: [3, row / 4, column / 4] in -1..1.
        latents: [4, row / 4, column / 4] of the large one; None where no autoencoder is trained yet.
    """

    large: NDArray[np.uint8]
    small: Tensor
    latents: Tensor | None


@torch.no_grad()
def drawn_pair(picture: Image.Image, autoencoder: AutoencoderKL | None, dice: random.Random) -> Pair:
    """A large picture, turned at random, and its small one; its latents too, if there is an autoencoder."""
    large = turned(picture, dice)
    latents = None
    if autoencoder is not None:
        with mixed():
            latents = encoded(autoencoder, channels_last(to_tensor([large])))[0].float()
    return Pair(np.asarray(large), to_tensor([shrunk(large, dice)])[0], latents)


def crops(pairs: Ring[Pair], count: int, side: int, dice: random.Random) -> list[Pair]:
    """Crops of `side` small pixels. Of two drawn places the one with more to see is taken."""
    drawn = [_crop(pair, side, dice) for pair in pairs.taken(2 * count)]
    return [max(two, key=_spread) for two in zip(drawn[::2], drawn[1::2], strict=True)]


def _crop(pair: Pair, side: int, dice: random.Random) -> Pair:
    rows, columns = pair.small.shape[1:]
    top, left = dice.randint(0, rows - side), dice.randint(0, columns - side)
    tall, wide = (slice(start * FACTOR, (start + side) * FACTOR) for start in (top, left))
    here = (slice(None), slice(top, top + side), slice(left, left + side))
    latents = None if pair.latents is None else pair.latents[here]
    return Pair(pair.large[tall, wide], pair.small[here], latents)


def shrunk(picture: Image.Image, dice: random.Random) -> Image.Image:
    """A quarter of a picture's sides, by one of the usual kernels, sometimes a little blurred."""
    small = picture.resize((picture.width // FACTOR, picture.height // FACTOR), dice.choice(_KERNELS))
    if dice.random() >= _SOFT:
        return small
    return small.filter(ImageFilter.GaussianBlur(dice.uniform(0.2, 0.7)))


def turned(picture: Image.Image, dice: random.Random) -> Image.Image:
    """A picture turned or mirrored, half of the time with its colours exchanged: detail stays as it is."""
    pixels = np.asarray(picture)
    if dice.random() < 0.5:
        pixels = pixels[..., dice.sample(range(3), 3)]
    if dice.random() < 0.5:
        pixels = pixels[:, ::-1]
    return Image.fromarray(np.ascontiguousarray(np.rot90(pixels, dice.randrange(4))))


def _spread(pair: Pair) -> float:
    return float(pair.small.std())
