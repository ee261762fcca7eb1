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
_BAND = 4  # pixels outside the rim whose colours are compared


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
    cells = cell_mask(mask)
    inputs: dict[str, Any] = {
        "image": list(pictures),
        "mask_image": [cells] * len(pictures),  # as many as pictures: each is encoded with its own generator
        "width": recipes[0].width,
        "height": recipes[0].height,
        "strength": strength,
    }
    runs = sample(server, pipeline, recipes, watch, inputs | varied(server, pipeline, recipes))
    return [
        replace(run, picture=heal(run.picture, picture, cells))
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
    """The painted picture, its colours shifted near the rim of the mask so that they meet the original's.

    What lies outside the mask has been through the autoencoder in `painted` and not in `original`: the
    difference between the two, seen in a band along the rim, fades away into the hole.
    """
    from scipy.ndimage import distance_transform_edt

    hole = np.asarray(mask) >= 128
    if hole.all() or not hole.any():
        return painted
    before, after = (np.asarray(each, dtype=np.float32) for each in (original, painted))
    distance, nearest = distance_transform_edt(hole, return_indices=True)
    shift = _smoothed(before - after, ~hole & (distance_transform_edt(~hole) <= _BAND))
    shift = shift[tuple(nearest)] * np.exp(-distance / REACH)[..., None]
    return Image.fromarray((after + shift).round().clip(0, 255).astype(np.uint8))


def _smoothed(values: NDArray[np.float32], where: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The mean of nearby `values` [row, column, channel] over the pixels that count, at every pixel."""
    from scipy.ndimage import gaussian_filter

    weight = where.astype(np.float32)[..., None]
    spread = (_BAND / 2, _BAND / 2, 0)
    total = gaussian_filter(values * weight, spread)
    return np.asarray(total / np.maximum(gaussian_filter(weight, spread), 1e-6))
