"""Pictures, as latents, and the line art they could have been drawn from, in a ring like `Replay`."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from diffusers import AutoencoderTiny
from PIL import Image
from torch import Tensor

from sdlab.explain.pixel import to_share
from sdlab.train.picture import as_tensor
from sdlab.train.world.compose import Composer
from sdlab.train.world.line import KINDS, line_art
from sdlab.train.world.record import Record

_CHUNK: Final = 64


@dataclass(frozen=True)
class Batch:
    """Encoded pictures and their drawings.

    Attributes:
        latents: [picture, 4, 16, 16].
        drawings: [picture, 3, 128, 128] in 0..1, white lines on black.
        records: what the pictures show.
    """

    latents: Tensor
    drawings: Tensor
    records: list[Record]


def as_condition(drawings: Sequence[Image.Image]) -> Tensor:
    """Drawings as the ControlNet pipelines hand them over: [drawing, 3, row, column] in 0..1."""
    return torch.cat([to_share(drawing) for drawing in drawings]).expand(-1, 3, -1, -1)


class Stock:
    """A ring of encoded pictures with line art of a random kind.

    Args:
        composer: draws the pictures.
        autoencoder: encodes them.
        size: pictures in the ring; a multiple of 64.
        seed: of the kinds.
    """

    def __init__(self, composer: Composer, autoencoder: AutoencoderTiny, size: int, seed: int = 0) -> None:
        self._composer, self._encode = composer, autoencoder.encode
        self._latents = torch.zeros(size, 4, 16, 16)
        self._drawings: list[Image.Image] = []
        self._records: list[Record] = []
        self._size, self._next = size, 0
        self._dice = random.Random(seed)

    def __len__(self) -> int:
        return len(self._records)

    def fill(self, draw: Callable[[], Record]) -> None:
        """Fill the whole ring with pictures of the records that `draw` gives."""
        for _ in range(self._size // _CHUNK):
            self.renew(draw)

    @torch.no_grad()
    def renew(self, draw: Callable[[], Record]) -> None:
        """Put 64 new pictures in the place of the oldest."""
        records = [draw() for _ in range(_CHUNK)]
        pictures = [self._composer.picture(record) for record in records]
        with torch.autocast("cpu", torch.bfloat16):
            latents = self._encode(as_tensor(np.stack([np.asarray(picture) for picture in pictures]))).latents
        here = slice(self._next, self._next + _CHUNK)
        self._latents[here] = latents.float()
        self._drawings[here] = [
            line_art(picture, self._dice.choice(KINDS)).convert("L") for picture in pictures
        ]
        self._records[here] = records
        self._next = (self._next + _CHUNK) % self._size

    def batch(self, count: int, dice: random.Random) -> Batch:
        """Randomly chosen pictures of the ring."""
        chosen = dice.sample(range(len(self)), count)
        drawings = as_condition([self._drawings[index] for index in chosen])
        return Batch(self._latents[chosen], drawings, [self._records[index] for index in chosen])
