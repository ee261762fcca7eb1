"""Pictures with holes as the denoiser sees them: what the pipeline makes of them."""

import random
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np
import torch
from diffusers import AutoencoderTiny
from PIL import Image
from torch import Tensor
from torch.nn import functional

from sdlab.explain.pixel import to_tensor
from sdlab.train.inpaint.beyond import drawn_beyond
from sdlab.train.inpaint.hole import Hole, hole_in
from sdlab.train.latent import LOT, channels_last
from sdlab.train.precision import mixed
from sdlab.train.world.compose import Composer
from sdlab.train.world.record import Record

_BEYOND: Final = 0.2
"""Share of pictures that are painted on beyond their edges."""


class Piece(NamedTuple):
    """A picture with a hole, encoded.

    Attributes:
        latents: [4, 16, 16] of the whole picture.
        cells: [1, 16, 16], 1 in the hole and 0 outside.
        around: [4, 16, 16], the latents of the picture with a grey hole.
        wanted: what the hole's caption may say.
    """

    latents: Tensor
    cells: Tensor
    around: Tensor
    wanted: Record


def encoded(pictures: list[Image.Image], holes: list[Hole], autoencoder: AutoencoderTiny) -> list[Piece]:
    """Pictures of 128 × 128 and their holes, exactly as `StableDiffusionInpaintPipeline` encodes them.

    The hole is filled with the middle grey, 0 in -1..1, before encoding; a cell of the mask is what its upper
    left pixel is.
    """
    whole = channels_last(to_tensor(pictures))
    masks = torch.from_numpy(np.stack([hole.mask for hole in holes])).float()[:, None]
    latents = autoencoder.encode(whole).latents.float()
    cells = functional.interpolate(masks, size=(masks.shape[-2] // 8, masks.shape[-1] // 8))
    around = autoencoder.encode(channels_last(whole * (masks < 0.5))).latents.float()
    wanted = [hole.wanted for hole in holes]
    return [Piece(*piece) for piece in zip(latents, cells, around, wanted, strict=True)]


def beside(pieces: Sequence[Piece]) -> Tensor:
    """What the denoiser sees besides noisy latents, [picture, 5, 16, 16]: mask and surroundings."""
    return torch.stack([torch.cat([piece.cells, piece.around]) for piece in pieces])


@torch.no_grad()
def drawn_lot(
    composer: Composer, autoencoder: AutoencoderTiny, draw: Callable[[], Record], dice: random.Random
) -> list[Piece]:
    """New pictures of the records that `draw` gives, with a hole in each."""
    pictures, holes = zip(*(_holed(composer, draw(), dice) for _ in range(LOT)), strict=True)
    with mixed():
        return encoded(list(pictures), list(holes), autoencoder)


def _holed(composer: Composer, record: Record, dice: random.Random) -> tuple[Image.Image, Hole]:
    """A record's picture with a hole in it, or a window that looks past its edge."""
    if dice.random() < _BEYOND:
        return drawn_beyond(composer, record, dice)
    canvas = composer.composed(record)
    return canvas.picture, hole_in(canvas, record, dice)
