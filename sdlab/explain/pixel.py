"""Pictures of 0..255 to tensors in [-1, 1] and back: the only place in sdlab that does either.

Rounding and clipping are those of diffusers' VaeImageProcessor, so that a picture passed through here is the
one the pipeline would have seen.
"""

from collections.abc import Sequence

import numpy as np
import torch
from PIL import Image

from sdlab.errors import BadValue


def to_tensor(pictures: Image.Image | Sequence[Image.Image]) -> torch.Tensor:
    """Pictures of one size as float32 [batch, 3, row, column] in [-1, 1].

    Raises:
        BadValue: no picture, or pictures of different sizes.
    """
    several = [pictures] if isinstance(pictures, Image.Image) else list(pictures)
    sizes = sorted({picture.size for picture in several})
    if len(sizes) != 1:
        raise BadValue("pictures", sizes, "one or more pictures of one size", "Fit them to one size first.")
    array = np.stack([np.asarray(picture.convert("RGB"), dtype=np.float32) for picture in several])
    return torch.from_numpy(array / 255).permute(0, 3, 1, 2).contiguous() * 2 - 1


def to_pictures(tensor: torch.Tensor) -> list[Image.Image]:
    """Tensors [batch, 3, row, column] in [-1, 1] as RGB pictures; values outside are clipped.

    Raises:
        BadValue: another shape, or a value that is not a number.
    """
    if tensor.ndim != 4 or tensor.shape[1] != 3:
        raise BadValue("tensor", tuple(tensor.shape), "of shape [batch, 3, row, column]")
    unit = (tensor.detach().float().cpu() * 0.5 + 0.5).clamp(0, 1)
    if not torch.isfinite(unit).all():
        raise BadValue(
            "tensor", "not a number", "finite", "In half precision the decoder overflowed: use float32."
        )
    levels = (unit.permute(0, 2, 3, 1).numpy() * 255).round().astype(np.uint8)
    return [Image.fromarray(level, "RGB") for level in levels]


def to_share(mask: Image.Image) -> torch.Tensor:
    """A mask as float32 [1, 1, row, column] in [0, 1]: how much each pixel may change."""
    array = np.asarray(mask.convert("L"), dtype=np.float32) / 255
    return torch.from_numpy(array)[None, None]
