"""Many pictures at once: arrays of them as tensors, and sheets to look at."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from sdlab.explain.pixel import to_tensor


def as_tensor(pictures: NDArray[np.uint8]) -> Tensor:
    """Pictures [count, row, column, RGB] as [count, 3, row, column] in -1..1, channels last in memory."""
    return to_tensor([Image.fromarray(picture) for picture in pictures]).contiguous(
        memory_format=torch.channels_last
    )


def beside(pictures: Sequence[Image.Image], columns: int, gap: int = 2) -> Image.Image:
    """Pictures of one size in rows of `columns`, on white."""
    width, height = (side + gap for side in pictures[0].size)
    rows = (len(pictures) + columns - 1) // columns
    sheet = Image.new("RGB", (columns * width, rows * height), "white")
    for index, picture in enumerate(pictures):
        sheet.paste(picture, (index % columns * width, index // columns * height))
    return sheet
