"""Drawings for a model to follow, made from pictures: white lines on black."""

from typing import get_args

import numpy as np
from PIL import Image, ImageFilter, ImageOps

from sdlab.errors import NotOffered, UnknownName
from sdlab.explain.metric import edges
from sdlab.recipe import ControlKind
from sdlab.recipe.check import check_kind

_DETECTED = {"openpose": "a pose", "depth": "a depth map"}


def condition_of(picture: Image.Image, kind: ControlKind, *, drawn: bool | None = None) -> Image.Image:
    """What a model of that kind follows, as RGB of the picture's size.

    Args:
        picture: RGB, a photo or already a drawing.
        kind: "canny" (thin edges), "scribble" (thick ones), "lineart" (soft ones), "tile" (the picture
            itself), "openpose" or "depth".
        drawn: whether the picture is already a drawing; judged by its look if left out (see `is_drawing` and
            `is_map`). Dark lines on white are inverted.

    Raises:
        NotOffered: a pose or depth map of a photo, which takes a detector sdlab does not have.
        UnknownName: no such kind.
        BadValue: `kind` or `drawn` is something else.
    """
    check_kind("kind", kind, str, "the name of a kind")
    check_kind("drawn", drawn, bool | None, "True, False or None")
    if kind not in get_args(ControlKind):
        raise UnknownName("kind of control", str(kind), get_args(ControlKind))
    if kind == "tile":
        return picture.convert("RGB")
    if kind in _DETECTED:
        if not (is_map(picture, kind) if drawn is None else drawn):
            raise NotOffered(
                f"sdlab finds no {kind} in a photo. Make {_DETECTED[kind]} with a detector and pass that; "
                "if this is one, say so with drawn=True."
            )
        return picture.convert("RGB")
    if is_drawing(picture) if drawn is None else drawn:
        return _white_on_black(picture).convert("RGB")
    return _lines(picture, kind).convert("RGB")


def is_drawing(picture: Image.Image) -> bool:
    """Whether a picture looks like line art: grey, and nine tenths of it all but black or white."""
    levels = np.asarray(picture.convert("RGB"), dtype=np.int16)
    colour = (levels.max(axis=2) - levels.min(axis=2)).mean()
    grey = levels.mean(axis=2)
    plain = ((grey < 32) | (grey > 223)).mean()
    return bool(colour < 8 and plain >= 0.9 and grey.std() > 0)


def is_map(picture: Image.Image, kind: ControlKind) -> bool:
    """Whether a picture looks like what a detector makes: "depth" in greys, "openpose" in colours on black.

    A grey photo looks like a depth map.
    """
    levels = np.asarray(picture.convert("RGB"), dtype=np.int16)
    colour, lit = levels.max(axis=2) - levels.min(axis=2), levels.max(axis=2) >= 32
    if kind == "depth":
        return bool(colour.mean() < 8)
    return bool(0 < lit.mean() < 0.5 and colour[lit].mean() > 64)


def _white_on_black(picture: Image.Image) -> Image.Image:
    grey = picture.convert("L")
    return ImageOps.invert(grey) if np.asarray(grey).mean() > 127 else grey


def _lines(picture: Image.Image, kind: ControlKind) -> Image.Image:
    if kind == "canny":
        return Image.fromarray(edges(picture).astype(np.uint8) * 255)
    if kind == "scribble":
        thin = Image.fromarray(edges(picture, sigma=2.0).astype(np.uint8) * 255)
        return thin.filter(ImageFilter.MaxFilter(3))
    from skimage.filters import sobel

    steep = sobel(np.asarray(picture.convert("L"), dtype=np.float64) / 255)
    most = steep.max() or 1.0
    return Image.fromarray((np.sqrt(steep / most) * 255).round().astype(np.uint8))
