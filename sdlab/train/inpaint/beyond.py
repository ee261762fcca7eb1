"""What outpainting is shown: windows that look past the edge of a picture, where its ground goes on."""

import random
from dataclasses import replace
from typing import Final

import numpy as np
from PIL import Image

from sdlab.train.inpaint.hole import Hole
from sdlab.train.world.compose import Composer
from sdlab.train.world.record import Record
from sdlab.train.world.scene import SIDE

Way = tuple[int, int]
"""Where a window looks: (1, 0) past the right edge, (0, -1) past the upper one."""

_WAYS: Final[tuple[Way, ...]] = ((1, 0), (1, 0), (-1, 0), (-1, 0), (0, -1), (0, 1))
_CELL: Final = 8


def drawn_beyond(composer: Composer, record: Record, dice: random.Random) -> tuple[Image.Image, Hole]:
    """A window that looks past a random edge of a record's picture, its far side a hole.

    The words may name what stands in the picture, and still the hole is ground alone: who paints a picture on
    beyond its edges gives its prompt again and does not want a second, halved thing.
    """
    deep = _CELL * dice.randint(2, 12)
    # half of the windows are an outpainting's first, whose hole begins at the picture's edge
    far = deep if dice.random() < 0.5 else dice.randint(deep, SIDE)
    wanted = record if dice.random() < 0.7 else replace(record, subjects=(), relation=None)
    return window(composer, record, dice.choice(_WAYS), far, deep, wanted)


def window(
    composer: Composer, record: Record, way: Way, far: int, deep: int, wanted: Record
) -> tuple[Image.Image, Hole]:
    """A window of 128 × 128 that looks `far` pixels past an edge, the last `deep` of them a hole."""
    left, top = (SIDE + far * step for step in way)
    picture = composer.wide(record).crop((left, top, left + SIDE, top + SIDE))
    mask = np.zeros((SIDE, SIDE), dtype=np.bool_)
    rows, columns = _last(way[1], deep), _last(way[0], deep)
    mask[rows, columns] = True
    return picture, Hole(mask, wanted)


def _last(step: int, deep: int) -> slice:
    """The last `deep` rows or columns on the way; all of them across it."""
    if step == 0:
        return slice(None)
    return slice(SIDE - deep, None) if step > 0 else slice(0, deep)
