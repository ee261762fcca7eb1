"""Contact sheets: fixed prompts and seeds, so that two sheets differ by the weights alone."""

import textwrap
from collections.abc import Sequence
from typing import Final

from PIL import Image, ImageDraw

from sdlab.train.member import Member
from sdlab.train.sampling import Sampling, sampled

PROMPTS: Final[tuple[str, ...]] = (
    "a red apple on a tree",
    "an astronaut riding a horse",
    "a dog",
    "a cat",
    "a house at night",
    "a sailboat on the water",
    "a red car on a street",
    "a castle in the snow",
    "a smiling face",
    "a rocket",
    "a sunflower on grass",
    "a robot",
    "a fish",
    "a snowman in the snow",
    "a slice of pizza",
    "a cat next to a dog",
)
"""The prompts that the documentation uses."""
CAPTION: Final = 26
"""Pixels that a caption of two lines takes under its picture."""


def sheet(pictures: Sequence[Image.Image], captions: Sequence[str], columns: int = 8) -> Image.Image:
    """Pictures of one size in rows of `columns`, each above its caption."""
    width, height = pictures[0].width + 4, pictures[0].height + CAPTION
    rows = (len(pictures) + columns - 1) // columns
    page = Image.new("RGB", (columns * width, rows * height), "white")
    pen = ImageDraw.Draw(page)
    for index, (picture, words) in enumerate(zip(pictures, captions, strict=True)):
        left, top = index % columns * width, index // columns * height
        page.paste(picture, (left + 2, top))
        lines = textwrap.wrap(words, picture.width // 6 + 1, max_lines=2, placeholder=" …")
        pen.text((left + 2, top + picture.height), "\n".join(lines), fill="black", spacing=2)
    return page


def drawn(member: Member, prompts: Sequence[str], how: Sampling) -> Image.Image:
    """The sheet of a member's pictures, one a prompt."""
    return sheet(sampled(member, prompts, how), prompts)
