"""Filling a hole in a picture that has the size the model works at: what inpaint and outpaint share."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sdlab.mask import cell_mask
from sdlab.models import Model
from sdlab.recipe import Recipe
from sdlab.run import Run
from sdlab.studio.sampling import sample
from sdlab.studio.variation import varied
from sdlab.studio.watch import Watch

REACH = 12.0  # pixels over which a colour shift found at the rim fades into the hole
_MIXED = 2  # pixels inside the rim that are mixed with the original
_BAND = 2  # pixels outside the rim whose colours are compared
_SPREADS = (1.0, 4.0)  # pixels; what lies near is smoothed little, what lies far much


def fill(
    model: Model,
    recipes: Sequence[Recipe],
    watch: Watch,
    pictures: Sequence[Image.Image],
    mask: Image.Image,
    strength: float,
) -> list[Run]:
    """One run for each recipe: its picture with the hole filled, everything else roughly as it was.

    Args:
        model: the one asked, whose companion fills holes if it has one.
        recipes: alike but for prompt and seed.
        watch: the job's.
        pictures: one for each recipe, of the recipes' width and height.
        mask: of that size, 128 and more is the hole.
        strength: how far the hole may stray from what is in it; 1 forgets it.
    """
    server = model.server("inpaint")
    pipeline = server.pipeline("inpaint")
    inputs: dict[str, Any] = {
        "image": list(pictures),
        "mask_image": [cell_mask(mask)]
        * len(pictures),  # as many as pictures: each is encoded with its own generator
        "width": recipes[0].width,
        "height": recipes[0].height,
        "strength": strength,
    }
    runs = sample(server, pipeline, recipes, watch, inputs | varied(server, pipeline, recipes))
    return [
        replace(run, picture=heal(run.picture, picture, mask))
        for run, picture in zip(runs, pictures, strict=True)
    ]


def manner(model: Model) -> str:
    """How the model fills holes, in words for the recipe's note."""
    made_for_it = model.server("inpaint").components["unet"].config.in_channels > 4
    return "inpainting U-Net" if made_for_it else "latent blending"


def extended(picture: Image.Image, empty: Image.Image) -> Image.Image:
    """The picture with its empty part (128 and more) filled by the nearest pixel that is there.

    The encoder looks past the rim: a black void there would darken the latents it makes of the rim itself.
    """
    from scipy.ndimage import distance_transform_edt

    void = np.asarray(empty) >= 128
    if void.all() or not void.any():
        return picture
    nearest = distance_transform_edt(void, return_distances=False, return_indices=True)
    return Image.fromarray(np.asarray(picture)[tuple(nearest)])


def heal(painted: Image.Image, original: Image.Image, mask: Image.Image) -> Image.Image:
    """The painted picture, its colours changed near the rim of the mask so that they meet the original's.

    The difference between the two in a band outside the rim, where they should be one, is carried into the
    hole and fades away there: what the autoencoder changed everywhere and what the paint missed by little no
    longer show as a seam (in the spirit of Pérez et al. 2003, Poisson image editing, but near the rim only).
    The outermost pixels of the hole are mixed with what the original has there.
    """
    from scipy.ndimage import distance_transform_edt

    hole = np.asarray(mask) >= 128
    if hole.all() or not hole.any():
        return painted
    before, after = (np.asarray(each, dtype=np.float32) for each in (original, painted))
    band = ~hole & (distance_transform_edt(~hole) <= _BAND)
    depth = distance_transform_edt(hole)[..., None]
    shifted = after + _spread(before - after, band) * np.exp(-depth / REACH)
    own = np.where(hole[..., None], (depth / (_MIXED + 1)).clip(0, 1), 1)
    healed = own * shifted + (1 - own) * before
    return Image.fromarray(healed.round().clip(0, 255).astype(np.uint8))


def _spread(values: NDArray[np.float32], where: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The `values` [row, column, channel] that count, carried to every pixel as a mean of those around it."""
    from scipy.ndimage import gaussian_filter

    weight = where.astype(np.float32)[..., None]
    total, weights = np.zeros_like(values), np.zeros_like(weight)
    for spread in _SPREADS:  # each kernel has the sum 1, so the narrow ones rule near the band
        total += gaussian_filter(values * weight, (spread, spread, 0))
        weights += gaussian_filter(weight, (spread, spread, 0))
    return np.asarray(total / np.maximum(weights, 1e-6))
