"""A painted part of a picture made to meet the rest: what shows at its rim is taken out."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_SPREADS = (0.5, 1.0, 2.0, 4.0)  # pixels; what lies near is smoothed little, what lies far much
_SEEN = 17  # pixels from the hole to the last one a filter tells of it: four times the widest spread, and one
REACH = 16.0  # pixels over which a colour shift found at the rim fades away: as far as the widest spread sees
_OWN = 3  # how much a pixel at the rim weighs against each of its neighbours outside
_BESIDE = ((0, 1, 0), (1, 0, 1), (0, 1, 0))


def heal(painted: Image.Image, original: Image.Image, mask: Image.Image) -> Image.Image:
    """The painted picture, its colours changed near the rim of the mask so that they meet the original's.

    The difference between the two just outside the rim, where they should be one, is carried into the hole
    and fades away there: what the autoencoder changed everywhere and what the paint missed by little no
    longer show as a seam (in the spirit of Pérez et al. 2003, Poisson image editing, but near the rim only).
    The outermost pixels of the hole are averaged a little with the neighbours outside that they touch.
    """
    hole = np.asarray(mask) >= 128
    if hole.all() or not hole.any():
        return painted
    area = _around(hole)
    before, after = (np.asarray(each.crop(area), dtype=np.float32) for each in (original, painted))
    left, top, right, bottom = area
    whole = painted.copy()
    whole.paste(Image.fromarray(_healed(before, after, hole[top:bottom, left:right])), area)
    return whole


def _around(hole: NDArray[np.bool_]) -> tuple[int, int, int, int]:
    """Where healing changes something, and as much again: at the edge of what they see, filters mirror it."""
    edges = []
    for axis in (0, 1):
        touched = np.flatnonzero(hole.any(axis=axis))
        edges.append((max(touched[0] - 2 * _SEEN, 0), min(touched[-1] + 1 + 2 * _SEEN, hole.shape[1 - axis])))
    (left, right), (top, bottom) = edges
    return int(left), int(top), int(right), int(bottom)


def _healed(
    before: NDArray[np.float32], after: NDArray[np.float32], hole: NDArray[np.bool_]
) -> NDArray[np.uint8]:
    from scipy.ndimage import convolve, distance_transform_edt

    band = ~hole & (distance_transform_edt(~hole) <= 1)
    depth = distance_transform_edt(hole)[..., None]  # 1 for a pixel at the rim
    shifted = after + _spread(before - after, band) * _fade(depth)
    outside, kernel = (~hole)[..., None].astype(np.float32), np.array(_BESIDE, np.float32)[..., None]
    near, number = (convolve(each, kernel, mode="constant") for each in (before * outside, outside))
    healed = np.where(hole[..., None], (_OWN * shifted + near) / (_OWN + number), shifted)
    return np.asarray(healed.round().clip(0, 255), dtype=np.uint8)


def _fade(depth: NDArray[np.float64]) -> NDArray[np.float64]:
    """1 up to the rim, nothing from REACH on, without a step or a kink between."""
    share = ((depth - 1) / (REACH - 1)).clip(0, 1)
    return np.asarray((1 + np.cos(np.pi * share)) / 2)


def _spread(values: NDArray[np.float32], where: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The `values` [row, column, channel] that count, carried to every pixel as a mean of those around it."""
    from scipy.ndimage import gaussian_filter

    # [channel, row, column], the weight last: the filters run through it in one piece
    counted = np.concatenate([values * where[..., None], where[..., None]], axis=-1, dtype=np.float32)
    planes = np.ascontiguousarray(np.moveaxis(counted, -1, 0))
    total = np.zeros_like(planes)
    for spread in _SPREADS:  # each kernel has the sum 1, so the narrow ones rule near the band
        total += gaussian_filter(planes, (0, spread, spread))
    return np.moveaxis(total[:-1] / np.maximum(total[-1], 1e-6), 0, -1)
