"""A record turned into pixels: the drawings set into their scene, 128 × 128 or a multiple of it."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sdlab.train.world.icon import Art
from sdlab.train.world.palette import GROUNDS, recoloured
from sdlab.train.world.record import Record, Relation, Subject
from sdlab.train.world.scene import LIGHT, SIDE, drawn, plain

_FLOOR = {"grass": 114, "snow": 114, "sand": 114, "water": 106, "street": 108, "room": 118}
_SIZES = {None: (90, 96), "small": (38, 44), "big": (114, 122)}
_TREES = {"tree", "pine tree", "christmas tree", "palm tree"}
_HUNG = {"apple", "pear", "tangerine", "lemon", "cherries", "peach", "heart", "star", "bell"}


@dataclass(frozen=True)
class Stamp:
    """A subject's drawing ready to be set into a picture; its sides in units of the 128-pixel picture."""

    subject: Subject
    width: int
    height: int
    pixels: Image.Image


class Canvas:
    """A picture in the making, which knows what was set where."""

    def __init__(self, picture: Image.Image) -> None:
        self.picture = picture
        self._placed: list[tuple[Stamp, tuple[int, int]]] = []

    def paste(self, stamp: Stamp, left: int, top: int) -> None:
        """Set a drawing into the picture, at units of the 128-pixel picture, moved until it lies inside."""
        scale = self.picture.width // SIDE
        place = (
            min(max(left, 1), SIDE - 1 - stamp.width) * scale,
            min(max(top, 1), SIDE - 1 - stamp.height) * scale,
        )
        self.picture.paste(stamp.pixels, place, stamp.pixels)
        self._placed.append((stamp, place))

    def shape(self, subject: Subject) -> NDArray[np.bool_]:
        """Where a subject is, [row, column], what covers it included."""
        opaque = Image.new("L", self.picture.size)
        for stamp, place in self._placed:
            if stamp.subject == subject:
                opaque.paste(255, place, stamp.pixels)
        return np.asarray(opaque) > 32


class Composer:
    """Draws records with one set of drawings; the same record always gives the same pixels.

    Args:
        art: the drawings.
        scale: how many times larger than 128 × 128 the same pictures are drawn.
    """

    def __init__(self, art: Art, scale: int = 1) -> None:
        self._art, self._scale = art, scale
        kept = 4096 // scale**2
        self._stamp = lru_cache(maxsize=kept)(self._stamp_afresh)
        self._turned = lru_cache(maxsize=kept // 8)(self._turned_afresh)

    def picture(self, record: Record) -> Image.Image:
        """The picture of a record, 128 × 128 RGB times the scale."""
        return self.composed(record).picture

    def wide(self, record: Record) -> Image.Image:
        """A record's picture in the middle of one three times as large: its ground goes on, nothing else."""
        # a room has one wall all along
        seeds = [record.seed if record.ground == "room" else f"{side} of {record.seed}" for side in "lr"]
        left, right = (_background(record, random.Random(seed), self._scale) for seed in seeds)
        row = np.hstack([np.asarray(part) for part in (left, self.picture(record), right)])
        # a star at the very edge would leave a line, were its pixels carried on
        above, below = (np.broadcast_to(np.median(edge, axis=0), row.shape) for edge in (row[0], row[-1]))
        return Image.fromarray(np.vstack([above, row, below]).astype(np.uint8))

    def composed(self, record: Record) -> Canvas:
        """The picture of a record, and where its subjects are."""
        dice = random.Random(record.seed)
        canvas = Canvas(_background(record, dice, self._scale))
        if record.relation is None:
            self._single(canvas, record, dice)
        else:
            _PLACERS[record.relation](self, canvas, record, dice)
        return canvas

    def _single(self, canvas: Canvas, record: Record, dice: random.Random) -> None:
        subject = record.subjects[0]
        low, high = _SIZES[subject.size]
        shrink = 1.0 if record.ground is None or subject.size else 0.86
        stamp = self.stamp(record, subject, round(dice.randint(low, high) * shrink))
        if record.ground is None:
            slack = 2 if subject.size != "small" else 20
            centre = (64 + dice.randint(-slack, slack), 64 + dice.randint(-slack, slack))
            canvas.paste(stamp, centre[0] - stamp.width // 2, centre[1] - stamp.height // 2)
        elif record.ground == "sky":
            canvas.paste(
                stamp,
                64 + dice.randint(-4, 4) - stamp.width // 2,
                60 + dice.randint(-4, 4) - stamp.height // 2,
            )
        else:
            middle = 64 + dice.randint(-6, 6)
            canvas.paste(stamp, middle - stamp.width // 2, _base(record) + dice.randint(-1, 1) - stamp.height)

    def stamp(self, record: Record, subject: Subject, size: int) -> Stamp:
        """The drawing of one subject, its longer side `size` pixels, in the record's style and light."""
        return self._stamp(subject, record.style, record.time or "day", size // 2 * 2)

    def _stamp_afresh(self, subject: Subject, style: str, time: str, size: int) -> Stamp:
        pixels = (
            self._art.drawings[subject.concept, style]
            if subject.colour is None
            else self._turned(subject.concept, style, subject.colour)
        )
        scale = size / max(pixels.shape[:2])
        width, height = (max(1, round(side * scale)) for side in (pixels.shape[1], pixels.shape[0]))
        larger = (width * self._scale, height * self._scale)
        # premultiplied, or the transparent border bleeds into the edge
        shrunk = (
            Image.fromarray(pixels).convert("RGBa").resize(larger, Image.Resampling.LANCZOS).convert("RGBA")
        )
        if time == "day":
            return Stamp(subject, width, height, shrunk)
        lit = np.asarray(shrunk).astype(np.float32) * np.array([*_softened(time), 1.0], np.float32)
        return Stamp(subject, width, height, Image.fromarray(lit.astype(np.uint8)))

    def _turned_afresh(self, concept: str, style: str, colour: str) -> NDArray[np.uint8]:
        return recoloured(self._art.drawings[concept, style], colour)


def _softened(time: str) -> tuple[float, ...]:
    """A drawing takes half of what the light takes from the ground, so that it still stands out."""
    return tuple((1.0 + part) / 2.0 for part in LIGHT[time])


def _background(record: Record, dice: random.Random, scale: int) -> Image.Image:
    if record.ground is not None and scale > 1:
        # drawn twice as large and halved: the pen's edges are stairs, which shows in a large picture
        return drawn(record.ground, record.time or "day", dice, 2 * scale).reduce(2)
    if record.ground is not None:
        return drawn(record.ground, record.time or "day", dice)
    return plain(GROUNDS[record.background or "white"], scale)


def _base(record: Record) -> int:
    return _FLOOR.get(record.ground or "", 112)


def _side_by_side(composer: Composer, canvas: Canvas, record: Record, dice: random.Random) -> None:
    base = _base(record) if record.ground else 96
    middles = (33, 95)
    order = record.subjects if record.relation == "next to" or dice.random() < 0.5 else record.subjects[::-1]
    for subject, middle in zip(order, middles, strict=True):
        stamp = composer.stamp(record, subject, dice.randint(56, 60))
        canvas.paste(stamp, middle - stamp.width // 2, base - stamp.height)


def _riding(composer: Composer, canvas: Canvas, record: Record, dice: random.Random) -> None:
    base = min(_base(record) + 6, 122)
    mount = composer.stamp(record, record.subjects[1], dice.randint(84, 87))
    left = 64 + dice.randint(-2, 2) - mount.width // 2
    top = base - mount.height
    rider = composer.stamp(record, record.subjects[0], dice.randint(52, 55))
    canvas.paste(mount, left, top)
    canvas.paste(
        rider,
        left + mount.width // 2 - rider.width // 2,
        top + round(0.36 * mount.height) - rider.height,
    )


def _on(composer: Composer, canvas: Canvas, record: Record, dice: random.Random) -> None:
    upper, lower = record.subjects
    if lower.concept in _TREES and upper.concept in _HUNG:
        _hung(composer, canvas, record, dice)
        return
    carrier = composer.stamp(record, lower, dice.randint(72, 75))
    base = min(_base(record) + 6, 122)
    top = base - carrier.height
    canvas.paste(carrier, 64 - carrier.width // 2, top)
    stamp = composer.stamp(record, upper, dice.randint(44, 47))
    canvas.paste(stamp, 64 + dice.randint(-2, 2) - stamp.width // 2, top + 8 - stamp.height)


def _hung(composer: Composer, canvas: Canvas, record: Record, dice: random.Random) -> None:
    fruit, tree = record.subjects
    stamp = composer.stamp(record, tree, dice.randint(108, 116))
    left, top = 64 - stamp.width // 2, min(_base(record) + 8, 122) - stamp.height
    canvas.paste(stamp, left, top)
    spots = [(0.5, 0.16), (0.28, 0.3), (0.72, 0.3), (0.5, 0.44), (0.26, 0.55), (0.74, 0.55)]
    for across, down in dice.sample(spots, 5):
        apple = composer.stamp(record, fruit, 22)
        canvas.paste(
            apple,
            round(left + across * stamp.width) - 11,
            round(max(top, 1) + down * stamp.height) - 11,
        )


def _above(composer: Composer, canvas: Canvas, record: Record, dice: random.Random) -> None:
    upper = composer.stamp(record, record.subjects[0], dice.randint(52, 55))
    lower = composer.stamp(record, record.subjects[1], dice.randint(56, 59))
    canvas.paste(upper, 64 + dice.randint(-4, 4) - upper.width // 2, 32 - upper.height // 2)
    base = _base(record) + 4 if record.ground not in (None, "sky") else 124
    canvas.paste(lower, 64 + dice.randint(-4, 4) - lower.width // 2, base - lower.height)


_PLACERS: dict[Relation, Callable[[Composer, Canvas, Record, random.Random], None]] = {
    "and": _side_by_side,
    "next to": _side_by_side,
    "riding": _riding,
    "on": _on,
    "above": _above,
}
