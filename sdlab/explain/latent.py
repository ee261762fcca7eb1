"""Latents: what the model really paints, a small array of 4 channels for a picture."""

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from sdlab.errors import BadValue


def channel_pictures(latents: torch.Tensor | NDArray[np.floating], enlarge: int = 8) -> list[Image.Image]:
    """Each channel of latents [channel, row, column] as a grey picture, pixels `enlarge` times as large.

    All share one scale: mid-grey is 0, black and white lie at the largest absolute value of any channel.
    """
    values = np.asarray(torch.as_tensor(latents).detach().float().cpu())
    if values.ndim != 3:
        raise BadValue(
            "latents", values.shape, "of shape [channel, row, column]", "Pass one picture's latents."
        )
    reach = float(np.abs(values).max()) or 1.0
    levels = ((values / reach + 1) * 127.5).round().astype(np.uint8)
    size = (values.shape[2] * enlarge, values.shape[1] * enlarge)
    return [Image.fromarray(level).resize(size, Image.Resampling.NEAREST) for level in levels]


def slerp(start: torch.Tensor, end: torch.Tensor, share: float) -> torch.Tensor:
    """The point `share` (0 to 1) of the way from start to end along the arc between them; shape of `start`.

    Noise lies on a sphere, for its length hardly varies; the straight line between two noises passes through
    its inside, where no noise the model knows lies (Shoemake 1985). The ends come back exactly. Tensors whose
    directions nearly agree or oppose each other are mixed along the line.

    Raises:
        BadValue: a share outside 0 to 1, or tensors of two shapes.
    """
    if not 0 <= share <= 1:
        raise BadValue("share", share, "from 0 to 1", "0 is the start, 1 the end.")
    if start.shape != end.shape:
        raise BadValue("end", tuple(end.shape), f"of the start's shape, {tuple(start.shape)}")
    if share in (0, 1):
        return (start if share == 0 else end).clone()
    one, other = start.double().flatten(), end.double().flatten()
    cosine = torch.nn.functional.cosine_similarity(one, other, dim=0).clamp(-1, 1)
    if cosine.abs() > 0.9995:
        mixed = one + share * (other - one)
    else:
        angle = torch.acos(cosine)
        mixed = (torch.sin((1 - share) * angle) * one + torch.sin(share * angle) * other) / torch.sin(angle)
    return mixed.reshape(start.shape).to(start.dtype)
