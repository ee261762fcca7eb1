"""Pictures enlarged without a model: what an upscaler has to beat, and how large a small one is shown."""

from math import ceil
from typing import Literal, get_args

from PIL import Image

from sdlab.errors import BadValue, UnknownName
from sdlab.picture.opening import MAX_PIXELS, Source, open_picture

Method = Literal["nearest", "bicubic", "lanczos"]
SHOWN = 256  # CSS pixels: the shorter side of a picture on a page, where it is not stamp-sized
MOST_SHOWN = 768  # what the longer side of an enlarged one may take


def shown_size(width: int, height: int) -> tuple[int, int]:
    """The (width, height) in CSS pixels to show a picture at: its own, or a whole multiple if it is small."""
    times = min(ceil(SHOWN / min(width, height)), MOST_SHOWN // max(width, height))
    return width * max(times, 1), height * max(times, 1)


def enlarge(picture: Source, factor: int = 4, method: Method = "lanczos") -> Image.Image:
    """The picture with `factor` times as many pixels on each side, as RGB, by plain resampling.

    Raises:
        BadValue: a factor outside 1 to 8, or more than 50 million pixels in the end.
        UnknownName: another method than nearest, bicubic and lanczos.
    """
    if method not in get_args(Method):
        raise UnknownName("method", str(method), get_args(Method))
    if type(factor) is not int or not 1 <= factor <= 8:
        raise BadValue("factor", factor, "a whole number from 1 to 8")
    small = open_picture(picture)
    size = (small.width * factor, small.height * factor)
    if size[0] * size[1] > MAX_PIXELS:
        raise BadValue(
            "factor", factor, f"such that the result has at most {MAX_PIXELS // 10**6} million pixels"
        )
    return small.resize(size, Image.Resampling[method.upper()])
