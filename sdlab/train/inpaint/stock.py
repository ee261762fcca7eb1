"""Pictures with holes as the U-Net sees them, in a ring like `Replay`: what the pipeline makes of them."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from diffusers import AutoencoderTiny
from PIL import Image
from torch import Tensor
from torch.nn import functional

from sdlab.explain.pixel import to_tensor
from sdlab.train.inpaint.hole import Hole, hole_in
from sdlab.train.world.compose import Composer
from sdlab.train.world.record import Record

_CHUNK: Final = 64


@dataclass(frozen=True)
class Batch:
    """Pictures with holes, encoded.

    Attributes:
        latents: [picture, 4, 16, 16] of the whole pictures.
        cells: [picture, 1, 16, 16], 1 in the hole and 0 outside.
        around: [picture, 4, 16, 16], the latents of the pictures with grey holes.
        wanted: what each hole's caption may say.
    """

    latents: Tensor
    cells: Tensor
    around: Tensor
    wanted: list[Record]

    @property
    def beside(self) -> Tensor:
        """What the U-Net sees besides noisy latents, [picture, 5, 16, 16]: mask and surroundings."""
        return torch.cat([self.cells, self.around], dim=1)


def encoded(pictures: list[Image.Image], holes: list[Hole], autoencoder: AutoencoderTiny) -> Batch:
    """Pictures of 128 × 128 and their holes, exactly as `StableDiffusionInpaintPipeline` encodes them.

    The hole is filled with the middle grey, 0 in -1..1, before encoding; a cell of the mask is what its upper
    left pixel is.
    """
    whole = _last(to_tensor(pictures))
    masks = torch.from_numpy(np.stack([hole.mask for hole in holes])).float()[:, None]
    return Batch(
        latents=autoencoder.encode(whole).latents.float(),
        cells=functional.interpolate(masks, size=(masks.shape[-2] // 8, masks.shape[-1] // 8)),
        around=autoencoder.encode(_last(whole * (masks < 0.5))).latents.float(),
        wanted=[hole.wanted for hole in holes],
    )


class Stock:
    """A ring of encoded pictures with holes.

    Args:
        composer: draws the pictures.
        autoencoder: encodes them.
        size: pictures in the ring; a multiple of 64.
        seed: of the holes.
    """

    def __init__(self, composer: Composer, autoencoder: AutoencoderTiny, size: int, seed: int = 0) -> None:
        self._composer, self._autoencoder = composer, autoencoder
        self._chunks: list[Batch] = []
        self._most, self._next = size // _CHUNK, 0
        self._dice = random.Random(seed)

    def __len__(self) -> int:
        return len(self._chunks) * _CHUNK

    def fill(self, draw: Callable[[], Record]) -> None:
        """Fill a quarter of the ring with pictures of the records `draw` gives; renewing fills the rest."""
        for _ in range(max(self._most // 4, 1)):
            self.renew(draw)

    @torch.no_grad()
    def renew(self, draw: Callable[[], Record]) -> None:
        """Add 64 new pictures, in the place of the oldest once the ring is full."""
        records = [draw() for _ in range(_CHUNK)]
        canvases = [self._composer.composed(record) for record in records]
        holes = [
            hole_in(canvas, record, self._dice) for canvas, record in zip(canvases, records, strict=True)
        ]
        with torch.autocast("cpu", torch.bfloat16):
            chunk = encoded([canvas.picture for canvas in canvases], holes, self._autoencoder)
        self._chunks[self._next : self._next + 1] = [chunk]
        self._next = (self._next + 1) % self._most

    def batch(self, count: int, dice: random.Random) -> Batch:
        """Randomly chosen pictures of the ring."""
        chosen = [divmod(index, _CHUNK) for index in dice.sample(range(len(self)), count)]
        return Batch(
            latents=torch.stack([self._chunks[chunk].latents[row] for chunk, row in chosen]),
            cells=torch.stack([self._chunks[chunk].cells[row] for chunk, row in chosen]),
            around=torch.stack([self._chunks[chunk].around[row] for chunk, row in chosen]),
            wanted=[self._chunks[chunk].wanted[row] for chunk, row in chosen],
        )


def _last(pictures: Tensor) -> Tensor:
    return pictures.contiguous(memory_format=torch.channels_last)
