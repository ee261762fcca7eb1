"""Line art of the world: what a picture could have been drawn from."""

from collections.abc import Sequence
from typing import Final

from PIL import Image

from sdlab.explain.condition import condition_of
from sdlab.recipe import ControlKind
from sdlab.train.world.compose import Composer
from sdlab.train.world.record import Record

KINDS: Final[tuple[ControlKind, ...]] = ("scribble", "canny", "lineart")
"""The kinds of drawing that the family follows."""


def line_art(picture: Image.Image, kind: ControlKind) -> Image.Image:
    """The drawing of a picture, white lines on black, by the function that serves `Studio.control`."""
    return condition_of(picture, kind, drawn=False)


def drawings(
    composer: Composer, records: Sequence[Record], kinds: Sequence[ControlKind]
) -> list[Image.Image]:
    """The line art of records, each in its kind; white lines on black, RGB."""
    return [line_art(composer.picture(record), kind) for record, kind in zip(records, kinds, strict=True)]
