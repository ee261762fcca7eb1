"""Anything that holds a picture, opened as upright RGB.

What is seen is what a picture viewer shows: EXIF rotation applied, transparency over white, 16 bits as 8, the
first frame of an animation.
"""

import io
import struct
import warnings
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from sdlab.errors import BadValue, DamagedFile

Source = str | Path | bytes | Image.Image | NDArray[Any]

MAX_PIXELS = 50_000_000  # the largest telephone camera; decoded it takes 150 MB
_BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    struct.error,
    zlib.error,
)  # what Pillow's decoders raise
_KINDS = "a path, PNG or JPEG bytes, a PIL picture or a numpy array"


def open_picture(source: Source, name: str = "picture") -> Image.Image:
    """The source as an RGB picture of its own; the source is never changed.

    Args:
        source: a path, the bytes of a picture file, a PIL picture, or an array [row, column] or
            [row, column, 1, 3 or 4]: bool, uint8, uint16, or floats from 0 to 1.
        name: what the caller's argument is called, for the error.

    Raises:
        BadValue: of another kind, shape, range or size (more than 50 million pixels).
        DamagedFile: a file that is no picture or is cut short.
    """
    return upright(source, name).convert("RGB") if _is_plain(source) else _flatten(upright(source, name))


def upright(source: Source, name: str) -> Image.Image:
    """The source decoded and turned upright, in whatever mode it has; raises as `open_picture` does."""
    if isinstance(source, np.ndarray):
        return from_array(source, name)
    if isinstance(source, Image.Image):
        check_size(source.size, name)
        return _decode(source, f"the {name}")
    if isinstance(source, bytes | bytearray | memoryview):
        return _read(io.BytesIO(bytes(source)), name)
    if isinstance(source, str | Path):
        return _read(_existing(source, name), name)
    raise BadValue(name, source, _KINDS)


def from_array(array: NDArray[Any], name: str) -> Image.Image:
    """An array as a picture of mode L, RGB or RGBA; raises BadValue for shapes and ranges it cannot be."""
    if array.ndim == 3 and array.shape[2] == 1:
        array = array[:, :, 0]
    if not (array.ndim == 2 or (array.ndim == 3 and array.shape[2] in (3, 4))) or 0 in array.shape:
        raise BadValue(name, array.shape, "an array [row, column] or [row, column, 3 or 4]")
    check_size((array.shape[1], array.shape[0]), name)
    return Image.fromarray(np.ascontiguousarray(_levels(array, name)))


def check_size(size: tuple[int, int], name: str) -> None:
    """Pass a width and height of at least one pixel and at most MAX_PIXELS together."""
    pixels = size[0] * size[1]
    if not 0 < pixels <= MAX_PIXELS:
        allowed = f"a picture of 1 to {MAX_PIXELS // 10**6} million pixels"
        raise BadValue(name, f"{size[0]} × {size[1]} pixels", allowed, "Make it smaller first.")


def _levels(array: NDArray[Any], name: str) -> NDArray[np.uint8]:
    if array.dtype == np.bool_:
        return array.astype(np.uint8) * np.uint8(255)
    if array.dtype == np.uint16:
        return (array.astype(np.float32) / 257).round().astype(np.uint8)
    if array.dtype.kind not in "uif":
        raise BadValue(name, str(array.dtype), "an array of numbers")
    least, most = array.min(), array.max()
    if array.dtype.kind == "f":
        if not (np.isfinite(least) and np.isfinite(most) and least >= 0 and most <= 1):
            raise BadValue(
                name, f"floats from {least} to {most}", "floats from 0 to 1", "Divide by 255 or clip."
            )
        return (array.astype(np.float32) * 255).round().astype(np.uint8)
    if least < 0 or most > 255:
        raise BadValue(name, f"{array.dtype} from {least} to {most}", "whole numbers from 0 to 255")
    return array.astype(np.uint8)


def _existing(path: str | Path, name: str) -> Path:
    if str(path).startswith(("http:", "https:", "data:")):
        raise BadValue(name, str(path), _KINDS, "Download it first and pass its path.")
    found = Path(path).expanduser()
    if not found.is_file():
        raise BadValue(
            name, str(path), "the path of an existing file", f"Looked in {found.absolute().parent}."
        )
    return found


def _read(file: io.BytesIO | Path, name: str) -> Image.Image:
    called = str(file) if isinstance(file, Path) else f"the {name}"
    with warnings.catch_warnings():
        # Pillow warns of odd metadata, no fault here, and of large pictures, which check_size refuses
        warnings.simplefilter("ignore")
        with _identify(file, called) as picture:
            check_size(picture.size, name)
            return _decode(picture, called)


def _identify(file: io.BytesIO | Path, called: str) -> Image.Image:
    try:
        return Image.open(file)
    except Image.DecompressionBombError as error:
        raise BadValue(called, "a larger one", f"at most {MAX_PIXELS // 10**6} million pixels") from error
    except UnidentifiedImageError as error:
        raise DamagedFile(f"{called} is no picture. Pass a PNG, JPEG or WebP.") from error
    except _BROKEN as error:
        raise DamagedFile(f"{called} is damaged ({error}). Save or download it again.") from error


def _decode(picture: Image.Image, called: str) -> Image.Image:
    try:
        return ImageOps.exif_transpose(picture)
    except _BROKEN as error:
        raise DamagedFile(
            f"{called} is cut short or damaged ({error}). Save or download it again."
        ) from error


def _is_plain(source: Source) -> bool:
    return isinstance(source, Image.Image) and source.mode == "RGB" and "transparency" not in source.info


def _flatten(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I;16") or picture.mode in ("I", "F"):
        return deep_grey(picture).convert("RGB")
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        ground = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(ground, layer).convert("RGB")
    return picture.convert("RGB")


def deep_grey(picture: Image.Image) -> Image.Image:
    """A grey picture of 16 bits, 32 bits or floats as mode L; Pillow itself would clip at 255."""
    values = np.asarray(picture, dtype=np.float64)
    values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    if picture.mode == "F":
        scale = 255.0 if values.max() <= 1 else 1.0
    else:
        scale = 1.0 if picture.mode == "I" and values.max() <= 255 else 1 / 257
    return Image.fromarray((values * scale).round().clip(0, 255).astype(np.uint8))
