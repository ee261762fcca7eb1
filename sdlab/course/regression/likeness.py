"""How like two pictures are, and how like they must be.

Measured with a half-trained model on four 128 px pictures of twenty steps: another instruction set and thread
count moves the worst spot by 0.04 levels. Nineteen steps leave an SSIM of 0.997 and a mean of 0.5 levels, and
would pass for the same picture but for a worst spot of 22; another seed leaves 0.84, 10 and 106.
"""

import base64
import io
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sdlab.errors import BadValue

Levels = NDArray[np.float64]
SPOT = 8  # pixels; one latent of an f8 model


@dataclass(frozen=True)
class Likeness:
    """How like two pictures are, in colour levels of 0..255.

    `ssim` is the structural similarity of the luma (1: equal), `mae` the mean absolute difference, `spot` the
    largest mean absolute difference in any square of 8 × 8 pixels.
    """

    ssim: float
    mae: float
    spot: float

    def meets(self, tolerance: "Tolerance") -> bool:
        """Whether all three measures are within the tolerance."""
        return self.ssim >= tolerance.ssim and self.mae <= tolerance.mae and self.spot <= tolerance.spot

    def __str__(self) -> str:
        return f"SSIM {self.ssim:.4f}, mean difference {self.mae:.2f} levels, worst spot {self.spot:.2f}"


@dataclass(frozen=True)
class Tolerance:
    """The least `ssim` and the largest `mae` and `spot` that still count as the same picture."""

    ssim: float = 0.99
    mae: float = 1.0
    spot: float = 2.0

    def but(self, change: dict[str, Any]) -> "Tolerance":
        """The same with some measures changed, as a notebook's or a cell's metadata may ask.

        Raises:
            BadValue: an unknown measure or a value that is no number.
        """
        known = {field.name for field in fields(self)}
        for name, value in change.items():
            if name not in known or isinstance(value, bool) or not isinstance(value, int | float):
                raise BadValue(
                    "metadata sdlab.picture", {name: value}, f"numbers for {', '.join(sorted(known))}"
                )
        return Tolerance(**(asdict(self) | change))

    def __str__(self) -> str:
        return f"SSIM at least {self.ssim:g}, mean at most {self.mae:g}, worst spot at most {self.spot:g}"


SAME = Tolerance()
NEAR = Tolerance(ssim=0.998, mae=0.2, spot=1.0)


def decode(text: str | list[str]) -> Levels:
    """The levels [row, column, 3] of a base64 picture, transparency laid on white."""
    data = base64.b64decode("".join(text))
    with Image.open(io.BytesIO(data)) as picture:
        seen = picture.convert("RGBA")
    paper = Image.new("RGBA", seen.size, "white")
    return np.asarray(Image.alpha_composite(paper, seen).convert("RGB"), np.float64)


def measure(reference: Levels, actual: Levels) -> Likeness:
    """The likeness of two pictures [row, column, 3] of one size."""
    difference = np.abs(reference - actual).mean(axis=2)
    return Likeness(ssim=_ssim(reference, actual), mae=float(difference.mean()), spot=_worst_spot(difference))


def _ssim(reference: Levels, actual: Levels) -> float:
    from skimage.metrics import structural_similarity

    window = min(7, *reference.shape[:2])
    luma = np.array([0.299, 0.587, 0.114])
    if window < 3:
        return float(np.array_equal(reference, actual))
    window -= 1 - window % 2
    return float(structural_similarity(reference @ luma, actual @ luma, data_range=255, win_size=window))


def _worst_spot(difference: Levels) -> float:
    rows, columns = (-(-side // SPOT) for side in difference.shape)
    padded = np.full((rows * SPOT, columns * SPOT), np.nan)
    padded[: difference.shape[0], : difference.shape[1]] = difference
    return float(np.nanmean(padded.reshape(rows, SPOT, columns, SPOT), axis=(1, 3)).max())
