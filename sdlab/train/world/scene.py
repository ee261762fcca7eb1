"""Backgrounds: a sky by time of day over one of six grounds, drawn by rule from a random generator."""

import random
from typing import Final

import numpy as np
from PIL import Image, ImageDraw

SIDE: Final = 128
"""Pixels of a picture's side."""
HORIZON: Final = 72
"""The row where the ground begins."""

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]
_SKY: Final[dict[str, tuple[Colour, Colour]]] = {
    "day": ((112, 186, 248), (206, 234, 253)),
    "sunset": ((112, 82, 160), (255, 168, 92)),
    "night": ((12, 16, 48), (36, 46, 98)),
}
_GROUND: Final[dict[str, tuple[Colour, Colour]]] = {
    "grass": ((126, 200, 88), (84, 164, 66)),
    "snow": ((246, 250, 255), (214, 226, 242)),
    "sand": ((244, 220, 158), (224, 190, 120)),
    "water": ((72, 156, 222), (34, 104, 182)),
    "street": ((122, 126, 134), (92, 96, 104)),
    "room": ((206, 158, 112), (172, 122, 80)),
    "sky": ((0, 0, 0), (0, 0, 0)),
}
LIGHT: Final[dict[str, tuple[float, float, float]]] = {
    "day": (1.0, 1.0, 1.0),
    "sunset": (1.0, 0.84, 0.74),
    "night": (0.50, 0.54, 0.76),
}
"""Time of day → what the light does to red, green and blue of everything but the sky."""


def drawn(ground: str, time: str, dice: random.Random, scale: int = 1) -> Image.Image:
    """A background of 128 × 128 RGB pixels, times `scale` on each side.

    Args:
        ground: grass, snow, sand, water, street, room, or "sky" for sky from top to bottom.
        time: day, sunset or night.
        dice: decides clouds, stars, tufts and waves, whatever the scale.
        scale: how many times larger to draw the same.
    """
    if ground == "room":
        return _room(time, dice, scale)
    horizon = SIDE if ground == "sky" else HORIZON
    picture = Image.new("RGB", (SIDE * scale, SIDE * scale))
    picture.paste(_gradient(_SKY[time], horizon * scale, SIDE * scale), (0, 0))
    pen = _Pen(picture, scale)
    _furnish_sky(pen, time, horizon, dice)
    if ground != "sky":
        below = _gradient(_lit_ground(ground, time), (SIDE - HORIZON) * scale, SIDE * scale)
        picture.paste(below, (0, HORIZON * scale))
        _furnish_ground(pen, ground, time, dice)
    return picture


def plain(colour: Colour, scale: int = 1) -> Image.Image:
    """A background of one colour, 128 × 128 RGB pixels, times `scale` on each side."""
    return Image.new("RGB", (SIDE * scale, SIDE * scale), colour)


class _Pen:
    """Draws in units of the 128-pixel picture on one `scale` times larger."""

    def __init__(self, picture: Image.Image, scale: int) -> None:
        self._pen, self._scale = ImageDraw.Draw(picture), scale

    def rectangle(self, box: Box, fill: Colour) -> None:
        self._pen.rectangle(self._grown(box), fill=fill)

    def rounded_rectangle(self, box: Box, radius: int, fill: Colour) -> None:
        self._pen.rounded_rectangle(self._grown(box), radius * self._scale, fill=fill)

    def ellipse(self, box: Box, fill: Colour) -> None:
        self._pen.ellipse(self._grown(box), fill=fill)

    def line(self, ends: Box, fill: Colour, width: int) -> None:
        x, y, to_x, to_y = (part * self._scale for part in ends)
        self._pen.line((x, y, to_x, to_y), fill=fill, width=width * self._scale)

    def arc(self, box: Box, start: float, end: float, fill: Colour, width: int) -> None:
        self._pen.arc(self._grown(box), start, end, fill=fill, width=width * self._scale)

    def _grown(self, box: Box) -> Box:
        """The box's pixels, its last row and column included, at the larger scale."""
        left, top, right, bottom = (part * self._scale for part in box)
        return left, top, right + self._scale - 1, bottom + self._scale - 1


def _lit(colour: Colour, time: str) -> Colour:
    red, green, blue = (round(part * light) for part, light in zip(colour, LIGHT[time], strict=True))
    return red, green, blue


def _lit_ground(ground: str, time: str) -> tuple[Colour, Colour]:
    near, far = _GROUND[ground]
    return _lit(near, time), _lit(far, time)


def _gradient(ends: tuple[Colour, Colour], rows: int, columns: int) -> Image.Image:
    ramp = np.linspace(0.0, 1.0, rows, dtype=np.float32)[:, None, None]
    shades = np.array(ends[0], np.float32) * (1 - ramp) + np.array(ends[1], np.float32) * ramp
    return Image.fromarray(np.broadcast_to(shades, (rows, columns, 3)).astype(np.uint8))


def _furnish_sky(pen: _Pen, time: str, horizon: int, dice: random.Random) -> None:
    if time == "night":
        for _ in range(horizon // 5):
            x, y = dice.randrange(SIDE), dice.randrange(horizon - 4)
            pen.rectangle((x, y, x + 1, y + 1), fill=(250, 246, 214))
        return
    cloud = (250, 252, 255) if time == "day" else (255, 206, 160)
    for _ in range(dice.choice((0, 1, 2))):
        x, y = dice.randrange(4, SIDE - 30), dice.randrange(4, max(horizon // 2, 6))
        pen.rounded_rectangle((x, y, x + 26, y + 7), 4, fill=cloud)
        pen.ellipse((x + 6, y - 5, x + 19, y + 7), fill=cloud)


def _furnish_ground(pen: _Pen, ground: str, time: str, dice: random.Random) -> None:
    if ground == "street":
        for x in range(dice.randrange(-16, 0), SIDE, 30):
            pen.rectangle((x, 110, x + 16, 113), fill=_lit((242, 226, 150), time))
        pen.rectangle((0, HORIZON, SIDE, HORIZON + 5), fill=_lit((186, 188, 192), time))
        return
    marks: dict[str, tuple[Colour, int]] = {
        "grass": ((62, 140, 52), 14),
        "snow": ((255, 255, 255), 10),
        "sand": ((206, 172, 104), 12),
        "water": ((156, 208, 246), 12),
    }
    colour, count = marks[ground]
    for _ in range(count):
        x, y = dice.randrange(SIDE), dice.randrange(HORIZON + 4, SIDE - 2)
        if ground == "grass":
            pen.line((x, y, x - 2, y - 5), fill=_lit(colour, time), width=2)
            pen.line((x, y, x + 3, y - 5), fill=_lit(colour, time), width=2)
        elif ground == "water":
            pen.arc((x, y - 3, x + 14, y + 3), 200, 340, fill=_lit(colour, time), width=2)
        else:
            pen.ellipse((x, y, x + 4, y + 2), fill=_lit(colour, time))


def _room(time: str, dice: random.Random, scale: int) -> Image.Image:
    wall = dice.choice(((244, 232, 208), (216, 230, 236), (238, 216, 216)))
    picture = plain(_lit(wall, time), scale)
    floor = _gradient(_lit_ground("room", time), 38 * scale, SIDE * scale)
    picture.paste(floor, (0, 90 * scale))
    pen = _Pen(picture, scale)
    pen.rectangle((0, 87, SIDE, 90), fill=_lit((252, 250, 246), time))
    left = dice.choice((8, 84))
    pen.rectangle((left, 12, left + 36, 48), fill=_lit((252, 250, 246), time))
    pen.rectangle((left + 3, 15, left + 33, 45), fill=_SKY[time][0])
    pen.line((left + 18, 12, left + 18, 48), fill=_lit((252, 250, 246), time), width=3)
    return picture
