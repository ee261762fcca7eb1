"""Real pictures of records, to set beside drawn ones."""

from collections.abc import Sequence

import torch
from diffusers import AutoencoderTiny
from PIL import Image

from sdlab.explain.pixel import to_pictures, to_tensor
from sdlab.train.workshop import Workshop
from sdlab.train.world.record import Record


def real(workshop: Workshop, records: Sequence[Record]) -> list[Image.Image]:
    """The world's own picture of each record, 128 × 128."""
    return [workshop.composer.picture(record) for record in records]


@torch.no_grad()
def returned(autoencoder: AutoencoderTiny, pictures: Sequence[Image.Image]) -> list[Image.Image]:
    """The pictures as sharp as the autoencoder can show them: the best that a denoiser could do."""
    parts = [to_tensor(list(pictures[start : start + 64])) for start in range(0, len(pictures), 64)]
    return [
        picture
        for part in parts
        for picture in to_pictures(autoencoder.decode(autoencoder.encode(part).latents).sample)
    ]
