"""Colours by name: what a word looks like, and how a drawing is turned into it."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from skimage.color import hsv2rgb, rgb2hsv

HUES: Final[dict[str, float]] = {
    "red": 0.0,
    "orange": 28.0,
    "yellow": 50.0,
    "green": 102.0,
    "blue": 215.0,
    "purple": 275.0,
    "pink": 330.0,
}
"""Colour word → hue in degrees."""

GROUNDS: Final[dict[str, tuple[int, int, int]]] = {
    "white": (255, 255, 255),
    "black": (18, 18, 20),
    "gray": (150, 152, 156),
    "red": (226, 74, 68),
    "orange": (247, 160, 66),
    "yellow": (252, 222, 92),
    "green": (116, 196, 110),
    "blue": (96, 162, 236),
    "purple": (160, 116, 214),
    "pink": (248, 166, 200),
}
"""Colour word → plain background, 0..255."""

_BINS = 36
_SATURATED = 0.35
_BRIGHT = 0.25


def dominant_hue(picture: NDArray[np.uint8]) -> float | None:
    """The hue in degrees that most of a drawing [row, column, RGBA] has, or None where no colour rules."""
    hue, saturation, value = np.moveaxis(rgb2hsv(picture[..., :3]), -1, 0)
    seen = picture[..., 3] > 128
    vivid = seen & (saturation > _SATURATED) & (value > _BRIGHT)
    if vivid.sum() < 0.25 * max(int(seen.sum()), 1):
        return None
    counts, _ = np.histogram(hue[vivid], bins=_BINS, range=(0.0, 1.0))
    smooth = counts + np.roll(counts, 1) + np.roll(counts, -1)
    peak = (float(smooth.argmax()) + 0.5) / _BINS
    away = (hue[vivid] - peak + 0.5) % 1.0 - 0.5
    near = away[np.abs(away) < 2.0 / _BINS]
    if near.size < 0.5 * vivid.sum():
        return None
    return (peak + float(near.mean())) % 1.0 * 360.0


def nearest_word(hue: float) -> str:
    """The colour word whose hue is nearest."""
    return min(HUES, key=lambda word: abs((hue - HUES[word] + 180.0) % 360.0 - 180.0))


def recoloured(picture: NDArray[np.uint8], word: str) -> NDArray[np.uint8]:
    """A drawing [row, column, RGBA] with its hues turned until the dominant one is `word`'s.

    A turn keeps saturation and value, so every colour stays as light as the drawing had it.
    """
    start = dominant_hue(picture)
    if start is None:
        return picture
    hsv = rgb2hsv(picture[..., :3])
    hsv[..., 0] = (hsv[..., 0] + (HUES[word] - start) / 360.0) % 1.0
    turned = picture.copy()
    turned[..., :3] = (hsv2rgb(hsv) * 255.0).round().astype(np.uint8)
    return turned
