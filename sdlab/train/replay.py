"""Fresh training pictures as latents, each used a few times: the data is never the bottleneck.

Encoding a picture costs about as much as two training steps on it, so pictures stay in a ring of recent ones
and only a few new ones are encoded each step.
"""

import random
from collections.abc import Callable
from typing import Final

import numpy as np
import torch
from diffusers import AutoencoderTiny
from torch import Tensor

from sdlab.train.picture import as_tensor
from sdlab.train.world.compose import Composer
from sdlab.train.world.record import Record

_CHUNK: Final = 64


class Replay:
    """A ring of encoded pictures and the records they were drawn from.

    Args:
        composer: draws the pictures.
        autoencoder: encodes them; its latents must have unit variance.
        size: pictures in the ring; a multiple of 64.
    """

    def __init__(self, composer: Composer, autoencoder: AutoencoderTiny, size: int) -> None:
        self._composer, self._encode = composer, autoencoder.encode
        self._latents = torch.zeros(size, 4, 16, 16)
        self._records: list[Record] = []
        self._size, self._next = size, 0

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
        pictures = np.stack([np.asarray(self._composer.picture(record)) for record in records])
        with torch.autocast("cpu", torch.bfloat16):
            latents = self._encode(as_tensor(pictures)).latents
        self._latents[self._next : self._next + _CHUNK] = latents.float()
        self._records[self._next : self._next + _CHUNK] = records
        self._next = (self._next + _CHUNK) % self._size

    def batch(self, count: int, dice: random.Random) -> tuple[Tensor, list[Record]]:
        """Latents [count, 4, 16, 16] and records of randomly chosen pictures in the ring."""
        chosen = dice.sample(range(len(self._records)), count)
        return self._latents[chosen], [self._records[index] for index in chosen]
