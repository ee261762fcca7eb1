"""Drawn pictures, each above the training picture most like it: one sees what was learnt by heart."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from PIL import Image
from torch import Tensor

from sdlab.train.sheet import sheet

FILE: Final = "nearest.jpg"
"""What the sheet is called, in the workshop and in the member's folder."""
_EACH: Final = 8
_QUALITIES: Final = (85, 70, 55, 40)
_LARGEST: Final = 150_000
"""Bytes of the sheet: it is shipped."""


class Neighbour(NamedTuple):
    """A drawn picture, its prompt, the training picture nearest to it, and their cosine."""

    drawn: Image.Image
    prompt: str
    known: Image.Image
    alike: float


def chosen(alike: Tensor, seed: int = 0) -> list[int]:
    """Which pictures to show: the eight most alike to what is known, and as many of the others at random.

    Args:
        alike: how alike each picture is to its nearest, [picture], two or more.
        seed: of the others; nobody looks at them first.
    """
    order = alike.argsort(descending=True).tolist()
    each = min(_EACH, len(order) // 2)
    return [*order[:each], *random.Random(seed).sample(order[each:], each)]


def page(shown: Sequence[Neighbour]) -> Image.Image:
    """The sheet: a row of drawn pictures with their prompts, below it their nearest; twice."""
    each = len(shown) // 2
    pictures: list[Image.Image] = []
    words: list[str] = []
    for row in (shown[:each], shown[each:]):
        pictures += [one.drawn for one in row] + [one.known for one in row]
        words += [one.prompt for one in row] + [f"training: {one.alike:.3f}" for one in row]
    return sheet(pictures, words, columns=each)


def save(shown: Sequence[Neighbour], folder: Path) -> None:
    """Leave the sheet in a folder, at the best quality that is small enough."""
    whole = page(shown)
    for quality in _QUALITIES:
        whole.save(folder / FILE, quality=quality)
        if (folder / FILE).stat().st_size <= _LARGEST:
            return
