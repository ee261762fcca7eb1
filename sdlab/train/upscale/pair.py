"""Large pictures of the world and what is left of them at a quarter of the side, in a ring like `Replay`."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from diffusers import AutoencoderKL
from numpy.typing import NDArray
from PIL import Image, ImageFilter
from torch import Tensor

from sdlab.explain.pixel import to_tensor
from sdlab.train.upscale.network import FACTOR, encoded
from sdlab.train.world.compose import Composer
from sdlab.train.world.record import Record

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


class Pairs:
    """A ring of pairs.

    Args:
        composer: draws the large pictures.
        size: pairs in the ring.
        autoencoder: encodes the large pictures, if they are to be encoded.
        seed: of turns, kernels and blurs.
    """

    def __init__(
        self, composer: Composer, size: int, autoencoder: AutoencoderKL | None = None, seed: int = 0
    ) -> None:
        self._composer, self._size, self._autoencoder = composer, size, autoencoder
        self._pairs: list[Pair] = []
        self._next = 0
        self._dice = random.Random(seed)

    def __len__(self) -> int:
        return len(self._pairs)

    def fill(self, draw: Callable[[], Record]) -> None:
        """Fill the whole ring with pictures of the records that `draw` gives."""
        for _ in range(self._size):
            self.renew(draw)

    @torch.no_grad()
    def renew(self, draw: Callable[[], Record]) -> None:
        """Put a new pair in the place of the oldest."""
        large = turned(self._composer.picture(draw()), self._dice)
        latents = None
        if self._autoencoder is not None:
            with torch.autocast("cpu", torch.bfloat16):
                pictures = to_tensor([large]).contiguous(memory_format=torch.channels_last)
                latents = encoded(self._autoencoder, pictures)[0].float()
        pair = Pair(np.asarray(large), to_tensor([shrunk(large, self._dice)])[0], latents)
        self._pairs[self._next : self._next + 1] = [pair]
        self._next = (self._next + 1) % self._size

    def crops(self, count: int, side: int, dice: random.Random) -> list[Pair]:
        """Crops of `side` small pixels. Of two drawn places the one with more to see is taken."""
        return [max((self._crop(side, dice) for _ in range(2)), key=_spread) for _ in range(count)]

    def _crop(self, side: int, dice: random.Random) -> Pair:
        pair = dice.choice(self._pairs)
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
