"""Holes to be filled: strokes, boxes, things and what surrounds them, whole sides, nearly everything."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy.ndimage import distance_transform_edt, shift

from sdlab.mask import cell_mask
from sdlab.train.world.compose import Canvas
from sdlab.train.world.record import Record
from sdlab.train.world.scene import SIDE

Mask = NDArray[np.bool_]

_GONE: Final = 0.6
"""Share of a thing that must lie inside a hole for the caption to name it."""
_CELLS: Final = 0.7
"""Share of holes that consist of whole cells of 8 × 8 pixels, as sdlab hands them to the pipeline."""

_NOWHERE: Final[dict[str, Any]] = {"ground": None, "time": None, "background": None}


@dataclass(frozen=True)
class Hole:
    """A hole in a picture.

    Attributes:
        mask: [row, column], true where the picture is to be painted.
        wanted: what the caption of the hole may say: a record without what lies outside.
    """

    mask: Mask
    wanted: Record


def hole_in(canvas: Canvas, record: Record, dice: random.Random) -> Hole:
    """A random hole in a picture, and what is to be painted in it."""
    shapes = [canvas.shape(subject) for subject in record.subjects]
    draw = dice.choices([kind for kind, _ in _KINDS], [weight for _, weight in _KINDS])[0]
    mask = draw(shapes, dice)
    if not mask.any():
        mask = whole(shapes, dice)
    if dice.random() < _CELLS:
        mask = np.asarray(cell_mask(as_picture(mask))) > 0
    return Hole(mask, wanted(record, shapes, mask, dice))


def as_picture(mask: Mask) -> Image.Image:
    """A mask as sdlab and the pipelines take it: 255 where the picture is to be painted."""
    return Image.fromarray(mask.astype(np.uint8) * 255)


def wanted(record: Record, shapes: Sequence[Mask], mask: Mask, dice: random.Random) -> Record:
    """What is to be painted in a hole, as the record of a picture that shows that and no more.

    Things that lie in it are named; what they stand on is named with them half of the time, because whoever
    paints a cat in a dog's place types "a cat". Where no thing lies in it, the whole picture is told,
    or its ground alone.
    """
    inside = [
        subject
        for subject, shape in zip(record.subjects, shapes, strict=True)
        if (shape & mask).sum() >= _GONE * max(int(shape.sum()), 1)
    ]
    if len(inside) == len(record.subjects):
        return record if dice.random() < 0.5 else replace(record, **_NOWHERE)
    if inside:
        return replace(record, subjects=tuple(inside), relation=None, **_NOWHERE)
    return record if dice.random() < 0.5 else replace(record, subjects=(), relation=None)


def thing(shapes: Sequence[Mask], dice: random.Random) -> Mask:
    """One thing, its outline a few pixels wider."""
    return _grown(dice.choice(shapes), dice.randint(1, 3))


def surrounded(shapes: Sequence[Mask], dice: random.Random) -> Mask:
    """One thing with as much around it as a hand paints over; half of the time its outline is hidden.

    Whoever wants a cat in a dog's place paints over a dog: if holes had the outline of what belongs in them,
    the outline would say more than the words.
    """
    shape = dice.choice(shapes)
    if dice.random() < 0.5:
        shape = shape | _turned(shape, dice)
    return _grown(shape, dice.randint(4, 16))


def box(shapes: Sequence[Mask], dice: random.Random) -> Mask:
    """The box around one thing, each side a little further out or in."""
    rows, columns = np.nonzero(dice.choice(shapes))
    if rows.size == 0:
        return anywhere(shapes, dice)
    edges = (rows.min(), rows.max() + 1, columns.min(), columns.max() + 1)
    top, bottom, left, right = (
        int(edge) + way * dice.randint(-2, 12) for edge, way in zip(edges, (-1, 1, -1, 1), strict=True)
    )
    return _filled(left, top, right, bottom)


def anywhere(shapes: Sequence[Mask], dice: random.Random) -> Mask:  # noqa: ARG001  one kind of hole among others
    """A box anywhere."""
    width, height = dice.randint(20, 90), dice.randint(20, 90)
    left, top = dice.randint(0, SIDE - width), dice.randint(0, SIDE - height)
    return _filled(left, top, left + width, top + height)


def stroke(shapes: Sequence[Mask], dice: random.Random) -> Mask:  # noqa: ARG001
    """One to three strokes of a round brush, each of a few straight parts."""
    picture = Image.new("L", (SIDE, SIDE))
    pen = ImageDraw.Draw(picture)
    for _ in range(dice.randint(1, 3)):
        brush = dice.randint(6, 22)
        point = (dice.randint(8, SIDE - 8), dice.randint(8, SIDE - 8))
        for _ in range(dice.randint(1, 5)):
            after = (point[0] + dice.randint(-50, 50), point[1] + dice.randint(-50, 50))
            pen.line([point, after], fill=255, width=brush)
            for x, y in (point, after):
                pen.ellipse((x - brush / 2, y - brush / 2, x + brush / 2, y + brush / 2), fill=255)
            point = after
    return np.asarray(picture) > 0


def side(shapes: Sequence[Mask], dice: random.Random) -> Mask:  # noqa: ARG001
    """One whole side of the picture, or two or three: a picture painted on beyond its edges."""
    mask = np.zeros((SIDE, SIDE), dtype=np.bool_)
    for turns in dice.sample(range(4), dice.choices((1, 2, 3), (6, 3, 1))[0]):
        np.rot90(mask, turns)[: dice.randint(16, 88)] = True
    return mask


def whole(shapes: Sequence[Mask], dice: random.Random) -> Mask:  # noqa: ARG001
    """Everything, or everything but a box."""
    mask = np.ones((SIDE, SIDE), dtype=np.bool_)
    if dice.random() < 0.7:
        width, height = dice.randint(16, 60), dice.randint(16, 60)
        left, top = dice.randint(0, SIDE - width), dice.randint(0, SIDE - height)
        mask[top : top + height, left : left + width] = False
    return mask


_KINDS: Final[tuple[tuple[Callable[[Sequence[Mask], random.Random], Mask], float], ...]] = (
    (thing, 0.1),
    (surrounded, 0.28),
    (box, 0.18),
    (anywhere, 0.08),
    (stroke, 0.1),
    (side, 0.18),
    (whole, 0.08),
)


def _filled(left: int, top: int, right: int, bottom: int) -> Mask:
    mask = np.zeros((SIDE, SIDE), dtype=np.bool_)
    mask[max(top, 0) : bottom, max(left, 0) : right] = True
    return mask


def _turned(shape: Mask, dice: random.Random) -> Mask:
    """A shape turned or mirrored about its middle; what leaves the picture is lost."""
    turned = np.rot90(shape, dice.randint(1, 3)) if dice.random() < 0.75 else shape[::-1]
    if not shape.any():
        return shape
    move = [np.mean(old) - np.mean(new) for old, new in zip(shape.nonzero(), turned.nonzero(), strict=True)]
    return np.asarray(shift(turned.astype(np.uint8), move, order=0)) > 0


def _grown(shape: Mask, pixels: int) -> Mask:
    if not shape.any():
        return shape
    grown: Mask = distance_transform_edt(~shape) <= pixels
    return grown
