"""How alike two pictures are, and how well a repair hides: scores with a plain meaning.

All take pictures of one size; SSIM and PSNR come from scikit-image.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sdlab.errors import BadValue

Grey = NDArray[np.float64]


def psnr(one: Image.Image, other: Image.Image) -> float:
    """Peak signal to noise in dB over the RGB levels; infinite for equal pictures.

    30 dB is good, above 40 the difference is hard to see.
    """
    from skimage.metrics import peak_signal_noise_ratio

    _check_sizes(one, other)
    first, second = np.asarray(one.convert("RGB")), np.asarray(other.convert("RGB"))
    if (first == second).all():
        return float("inf")
    return float(peak_signal_noise_ratio(first, second, data_range=255))


def ssim(one: Image.Image, other: Image.Image) -> float:
    """Structural similarity over the RGB levels: 1 for equal pictures, about 0 for unrelated ones.

    Wang et al. 2004, with scikit-image's window of 7 pixels, so both sides must be 7 or more.
    """
    from skimage.metrics import structural_similarity

    _check_sizes(one, other)
    if min(one.size) < 7:
        raise BadValue("picture", one.size, "7 pixels or more on each side")
    first, second = np.asarray(one.convert("RGB")), np.asarray(other.convert("RGB"))
    return float(structural_similarity(first, second, channel_axis=2, data_range=255))


def edge_f1(one: Image.Image, other: Image.Image, *, tolerance: int = 2) -> float:
    """How well the edges (Canny) of two pictures coincide: 1 for the same edges, 0 for none in common.

    An edge pixel counts as met where the other picture has one within `tolerance` pixels; the score is the
    harmonic mean of both directions. Two pictures without edges agree.
    """
    from scipy.ndimage import distance_transform_edt

    _check_sizes(one, other)
    first, second = edges(one), edges(other)
    if not first.any() or not second.any():
        return float(first.any() == second.any())
    met = (distance_transform_edt(~second)[first] <= tolerance).mean()
    found = (distance_transform_edt(~first)[second] <= tolerance).mean()
    return float(2 * met * found / (met + found)) if met + found else 0.0


def edges(picture: Image.Image, *, sigma: float = 1.0) -> NDArray[np.bool_]:
    """The edge pixels of a picture by Canny's method, [row, column]."""
    from skimage.feature import canny

    return np.asarray(canny(_grey(picture) / 255, sigma=sigma, low_threshold=0.05, high_threshold=0.15))


def seam_ratio(picture: Image.Image, mask: Image.Image) -> float:
    """How much steeper the picture is across the rim of a mask than beside it: 1 hides, 2 shows.

    The mean step in brightness between neighbours of which one is painted (128 or more) and the other is not,
    over the mean step between neighbours up to 8 pixels from the rim. 1 where there are no steps at all.

    Raises:
        BadValue: the mask has no rim.
    """
    from scipy.ndimage import distance_transform_edt

    _check_sizes(picture, mask)
    painted = np.asarray(mask.convert("L")) >= 128
    if painted.all() or not painted.any():
        raise BadValue("mask", "without a rim", "painted in part")
    near = distance_transform_edt(painted) + distance_transform_edt(~painted) <= 8
    across, beside = _steps(_grey(picture), painted, near)
    if not beside.mean():
        return float("inf") if across.mean() else 1.0
    return float(across.mean() / beside.mean())


def _steps(grey: Grey, painted: NDArray[np.bool_], near: NDArray[np.bool_]) -> tuple[Grey, Grey]:
    """The steps between neighbours across the rim, and those near it on one side."""
    across, beside = [], []
    for axis in (0, 1):
        step = np.abs(np.diff(grey, axis=axis))
        crosses = np.diff(painted, axis=axis)
        close = np.take(near, range(near.shape[axis] - 1), axis=axis)
        across.append(step[crosses])
        beside.append(step[close & ~crosses])
    return np.concatenate(across), np.concatenate(beside)


def _grey(picture: Image.Image) -> Grey:
    return np.asarray(picture.convert("RGB").convert("L"), dtype=np.float64)


def _check_sizes(one: Image.Image, other: Image.Image) -> None:
    if one.size != other.size:
        raise BadValue("other", other.size, f"of the first picture's size, {one.size}")
