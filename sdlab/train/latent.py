"""Training pictures as latents. Encoding one costs about as much as two training steps on it: see `Ring`."""

import random
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np
import torch
from diffusers import AutoencoderTiny
from PIL import Image
from torch import Tensor

from sdlab.explain.pixel import to_tensor
from sdlab.train.precision import mixed
from sdlab.train.world.compose import Composer
from sdlab.train.world.record import Record

LOT: Final = 64
"""Pictures that are drawn and encoded at a time."""
PATCH: Final = 16
"""Pixels of a patch's side."""
_SHIFTED: Final = 0.4
"""Share of pictures cut out off the middle: from them the denoiser knows what lies beyond 128 × 128."""
_FURTHEST: Final = 4
"""Patches such a picture lies off the middle at most."""


class Encoded(NamedTuple):
    """A picture: its latents [4, 16, 16], what it shows, how many patches off the middle it was cut out."""

    latents: Tensor
    record: Record
    offset: tuple[int, int] = (0, 0)


def drawn_lot(
    composer: Composer, autoencoder: AutoencoderTiny, draw: Callable[[], Record], dice: random.Random
) -> list[Encoded]:
    """New pictures of the records that `draw` gives, some of them parts of larger ones."""
    records = [draw() for _ in range(LOT)]
    offsets = [_offset(dice) for _ in records]
    pictures = [
        shifted(composer.picture(record), offset) for record, offset in zip(records, offsets, strict=True)
    ]
    return [Encoded(*piece) for piece in zip(encoded(autoencoder, pictures), records, offsets, strict=True)]


def shifted(picture: Image.Image, offset: tuple[int, int]) -> Image.Image:
    """A part of a larger picture, (down, right) patches off its middle; outside it the rim goes on."""
    if offset == (0, 0):
        return picture
    rows, columns = (
        np.clip(np.arange(side) + PATCH * step, 0, side - 1)
        for side, step in zip((picture.height, picture.width), offset, strict=True)
    )
    return Image.fromarray(np.asarray(picture)[rows][:, columns])


def _offset(dice: random.Random) -> tuple[int, int]:
    if dice.random() >= _SHIFTED:
        return 0, 0
    return dice.randint(-_FURTHEST, _FURTHEST), dice.randint(-_FURTHEST, _FURTHEST)


@torch.no_grad()
def encoded(autoencoder: AutoencoderTiny, pictures: Sequence[Image.Image]) -> Tensor:
    """Latents [picture, 4, row / 8, column / 8] of pictures of one size."""
    with mixed():
        latents: Tensor = autoencoder.encode(channels_last(to_tensor(list(pictures)))).latents
    return latents.float()


def channels_last(pictures: Tensor) -> Tensor:
    """The same numbers in the order in memory that convolutions are fastest with."""
    return pictures.contiguous(memory_format=torch.channels_last)
