"""Pictures, as latents, and the line art they could have been drawn from."""

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

import torch
from diffusers import AutoencoderTiny
from PIL import Image
from torch import Tensor

from sdlab.explain.pixel import to_share
from sdlab.train.latent import LOT, encoded
from sdlab.train.world.compose import Composer
from sdlab.train.world.line import KINDS, line_art
from sdlab.train.world.record import Record


class Piece(NamedTuple):
    """A picture and its drawing.

    Attributes:
        latents: [4, 16, 16] of the picture.
        drawing: white lines on black.
        record: what the picture shows.
    """

    latents: Tensor
    drawing: Image.Image
    record: Record


def as_condition(drawings: Sequence[Image.Image]) -> Tensor:
    """Drawings as the ControlNet pipelines hand them over: [drawing, 3, row, column] in 0..1."""
    return torch.cat([to_share(drawing) for drawing in drawings]).expand(-1, 3, -1, -1)


def drawn_lot(
    composer: Composer, autoencoder: AutoencoderTiny, draw: Callable[[], Record], dice: random.Random
) -> list[Piece]:
    """New pictures of the records that `draw` gives, with line art of a random kind."""
    records = [draw() for _ in range(LOT)]
    pictures = [composer.picture(record) for record in records]
    drawings = [line_art(picture, dice.choice(KINDS)).convert("L") for picture in pictures]
    return [Piece(*piece) for piece in zip(encoded(autoencoder, pictures), drawings, records, strict=True)]
