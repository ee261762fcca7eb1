"""Masks: where a picture may change. One byte a pixel, 255 = may change, 0 = stays as it is.

A pixel counts as painted from 128 on, as the diffusers pipelines count. Feathering only ever runs inwards, so
that no pixel outside the (grown) mask changes; to soften outwards, grow by as much as you feather.
"""

from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sdlab.errors import BadValue
from sdlab.picture.fitting import GRID
from sdlab.picture.opening import Source, deep_grey, upright

Box = tuple[int, int, int, int]
PAINTED = 128
_REMEDY = "Paint with white (255) where the picture may change."


def open_mask(source: Source | Box, size: tuple[int, int]) -> Image.Image:
    """A mask of mode L and `size` (width, height) from anything that says where.

    Args:
        source: a box (left, top, right, bottom) in pixels; an array of bool, uint8 or floats from 0 to 1;
            PNG bytes; a path; a PIL picture. A picture whose alpha channel varies gives its opaque part, any
            other its brightness.
        size: of the picture it belongs to.

    Raises:
        BadValue: of another size, empty (nothing may change), or a box outside the picture.
        DamagedFile: bytes or a file that hold no picture.
    """
    if isinstance(source, tuple):
        return from_box(source, size)
    mask = _channel(upright(source, "mask"))
    if mask.size != size:
        found, wanted = (f"{width} × {height}" for width, height in (mask.size, size))
        raise BadValue("mask", found, f"of the picture's size, {wanted}", "Resize or repaint it.")
    return check_painted(mask)


def from_box(box: Box, size: tuple[int, int]) -> Image.Image:
    """The mask of `size` that is 255 from (left, top) up to but not including (right, bottom)."""
    is_whole = [type(edge) is int for edge in box] == [True] * 4
    if not (is_whole and 0 <= box[0] < box[2] <= size[0] and 0 <= box[1] < box[3] <= size[1]):
        allowed = f"a box (left, top, right, bottom) in whole pixels inside {size[0]} × {size[1]}"
        raise BadValue("mask", box, allowed, f"All of it is (0, 0, {size[0]}, {size[1]}).")
    mask = Image.new("L", size, 0)
    mask.paste(255, box)
    return mask


def check_painted(mask: Image.Image) -> Image.Image:
    """Pass a mask with at least one painted pixel."""
    _, most = cast("tuple[int, int]", mask.getextrema())  # an array would be a copy
    if most < PAINTED:
        raise BadValue("mask", "empty", "painted somewhere", _REMEDY)
    return mask


def reshape(mask: Image.Image, *, grow: int = 0, feather: int = 0) -> Image.Image:
    """The mask grown by `grow` pixels (below 0 shrunk), then softened inwards over `feather` pixels.

    With both 0 the mask comes back as it is, soft values included; otherwise it is first cut at 128. A pixel
    that lies n pixels inside the rim gets n / (feather + 1) of the change.

    Raises:
        BadValue: shrinking left nothing.
    """
    if grow == 0 and feather == 0:
        return mask
    painted = _grown(np.asarray(mask) >= PAINTED, grow)
    if not painted.any():
        raise BadValue("grow", grow, "such that some of the mask is left", "Shrink it by less.")
    return Image.fromarray(_ramp(painted, feather))


def bounding_box(mask: Image.Image, padding: int = 0) -> Box:
    """The smallest box (left, top, right, bottom) round all that may change, with `padding` round it.

    Raises:
        BadValue: the mask is empty.
    """
    box = mask.getbbox()
    if box is None:
        raise BadValue("mask", "empty", "painted somewhere", _REMEDY)
    return (
        max(box[0] - padding, 0),
        max(box[1] - padding, 0),
        min(box[2] + padding, mask.width),
        min(box[3] + padding, mask.height),
    )


def working_box(mask: Image.Image, padding: int | None, size: tuple[int, int]) -> Box:
    """The part of the picture to work on: all of it, or the masked area with padding, in the shape of `size`.

    The area is widened on both sides until it has the proportions of `size`, as far as the picture goes.
    """
    if padding is None:
        return (0, 0, *mask.size)
    left, top, right, bottom = bounding_box(mask, padding)
    width = max(right - left, round((bottom - top) * size[0] / size[1]))
    height = max(bottom - top, round((right - left) * size[1] / size[0]))
    left, right = _widened(left, right, width, mask.width)
    top, bottom = _widened(top, bottom, height, mask.height)
    return left, top, right, bottom


def coverage(mask: Image.Image) -> float:
    """The share of pixels, 0 to 1, that may change at all (above 0)."""
    return float((np.asarray(mask) > 0).mean())


def latent_grid(mask: Image.Image) -> NDArray[np.bool_]:
    """The mask as the model works with it: [row, column], a cell for 8 × 8 pixels, true where any is painted.

    diffusers looks at one pixel of each cell and would lose thin strokes, so sdlab hands it `cell_mask`.
    """
    painted = np.asarray(mask) >= PAINTED
    rows, columns = -(-painted.shape[0] // GRID), -(-painted.shape[1] // GRID)
    full = np.zeros((rows * GRID, columns * GRID), dtype=np.bool_)
    full[: painted.shape[0], : painted.shape[1]] = painted
    return np.asarray(full.reshape(rows, GRID, columns, GRID).any(axis=(1, 3)))


def cell_mask(mask: Image.Image) -> Image.Image:
    """The mask with every touched cell of 8 × 8 pixels filled, at the mask's size, 0 or 255."""
    cells = np.kron(latent_grid(mask), np.full((GRID, GRID), 255, dtype=np.uint8))
    return Image.fromarray(np.ascontiguousarray(cells[: mask.height, : mask.width]))


def at_size(mask: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The mask at another size, 0 or 255, keeping the thinnest stroke."""
    painted = mask.point(lambda level: 255 if level >= PAINTED else 0)
    return painted.resize(size, Image.Resampling.BOX).point(lambda level: 255 if level > 0 else 0)


def seen_cells(mask: Image.Image, size: tuple[int, int], padding: int | None = None) -> Image.Image:
    """The cells that a model works with when it inpaints at `size`, 0 or 255, where they lie in the mask."""
    box = working_box(mask, padding, size)
    cells = Image.fromarray(latent_grid(at_size(mask.crop(box), size)).astype(np.uint8) * np.uint8(255))
    seen = Image.new("L", mask.size)
    seen.paste(cells.resize((box[2] - box[0], box[3] - box[1]), Image.Resampling.NEAREST), box)
    return seen


def _widened(start: int, end: int, length: int, most: int) -> tuple[int, int]:
    length = min(length, most)
    start = min(max((start + end - length) // 2, 0), most - length)
    return start, start + length


def _channel(picture: Image.Image) -> Image.Image:
    if picture.has_transparency_data:
        alpha = picture.convert("RGBA").getchannel("A")
        least, most = cast("tuple[int, int]", alpha.getextrema())
        if least < most:
            return alpha
    if picture.mode.startswith("I;16") or picture.mode in ("I", "F"):
        return deep_grey(picture)
    return picture.convert("L")


def _grown(painted: NDArray[np.bool_], grow: int) -> NDArray[np.bool_]:
    if grow > 0:
        return _distance(~painted) <= grow
    return _distance(painted) > -grow if grow < 0 else painted


def _ramp(painted: NDArray[np.bool_], feather: int) -> NDArray[np.uint8]:
    share = (_distance(painted) / (feather + 1)).clip(0, 1)
    levels: NDArray[np.uint8] = (share * 255).round().astype(np.uint8)
    return levels


def _distance(inside: NDArray[np.bool_]) -> NDArray[Any]:
    """Pixels from each true pixel to the nearest false one; the picture's own edge is no rim."""
    from scipy.ndimage import distance_transform_edt

    if inside.all():
        return np.full(inside.shape, np.inf)
    distances: NDArray[Any] = distance_transform_edt(inside)
    return distances
