"""Training pictures as latents. Encoding one costs about as much as two training steps on it: see `Ring`."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import torch
from diffusers import AutoencoderTiny
from PIL import Image
from torch import Tensor

from sdlab.explain.pixel import to_tensor
from sdlab.train.world.compose import Composer
from sdlab.train.world.record import Record

LOT: Final = 64
"""Pictures that are drawn and encoded at a time."""


class Encoded(NamedTuple):
    """A picture: its latents [4, 16, 16] and what it shows."""

    latents: Tensor
    record: Record


def drawn_lot(composer: Composer, autoencoder: AutoencoderTiny, draw: Callable[[], Record]) -> list[Encoded]:
    """New pictures of the records that `draw` gives."""
    records = [draw() for _ in range(LOT)]
    latents = encoded(autoencoder, [composer.picture(record) for record in records])
    return [Encoded(*piece) for piece in zip(latents, records, strict=True)]


@torch.no_grad()
def encoded(autoencoder: AutoencoderTiny, pictures: Sequence[Image.Image]) -> Tensor:
    """Latents [picture, 4, row / 8, column / 8] of pictures of one size."""
    with torch.autocast("cpu", torch.bfloat16):
        latents: Tensor = autoencoder.encode(channels_last(to_tensor(list(pictures)))).latents
    return latents.float()


def channels_last(pictures: Tensor) -> Tensor:
    """The same numbers in the order in memory that convolutions are fastest with."""
    return pictures.contiguous(memory_format=torch.channels_last)
