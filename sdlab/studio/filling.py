"""Filling a hole in a picture that has the size the model works at: what inpaint and outpaint share."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from sdlab.mask import cell_mask
from sdlab.models import Model
from sdlab.recipe import Recipe
from sdlab.run import Run
from sdlab.studio.sampling import sample
from sdlab.studio.variation import Switch, varied
from sdlab.studio.watch import Watch

if TYPE_CHECKING:
    from diffusers import DiffusionPipeline

LOOSE = 0.3  # the share of the steps, the last ones, in which the cells beside the hole may change too
REACH = 12.0  # pixels over which a colour shift found at the rim fades into the hole
_SPREADS = (0.5, 1.0, 2.0, 4.0)  # pixels; what lies near is smoothed little, what lies far much
_OWN = 3  # how much a pixel at the rim weighs against each of its neighbours outside
_BESIDE = ((0, 1, 0), (1, 0, 1), (0, 1, 0))


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
    inputs |= varied(server, pipeline, recipes)
    if not _sees_mask(server):
        inputs["callback_on_step_end"] = _then_loosened(inputs.get("callback_on_step_end"))
        inputs["callback_on_step_end_tensor_inputs"] = ["latents", "mask"]
    runs = sample(server, pipeline, recipes, watch, inputs)
    return [
        replace(run, picture=heal(run.picture, picture, mask))
        for run, picture in zip(runs, pictures, strict=True)
    ]


def manner(model: Model) -> str:
    """How the model fills holes, in words for the recipe's note."""
    return "inpainting U-Net" if _sees_mask(model.server("inpaint")) else "latent blending"


def _sees_mask(model: Model) -> bool:
    return bool(model.components["unet"].config.in_channels > 4)


def loosened(
    pipeline: "DiffusionPipeline", index: int, timestep: object, held: dict[str, torch.Tensor]
) -> dict[str, torch.Tensor]:
    """A pipeline's `callback_on_step_end`: for the last steps the hole is wider by one cell of latents.

    Until then everything outside the hole is put back after each step. With the noise nearly gone, the model
    may move what lies beside the hole a little as well, so that both sides come to meet; the pixels outside
    are put back in the end. Wants "mask" among the pipeline's `callback_on_step_end_tensor_inputs`.
    """
    del timestep
    if index + 1 != round((1 - LOOSE) * pipeline.num_timesteps):
        return {}
    return {"mask": torch.nn.functional.max_pool2d(held["mask"], 3, stride=1, padding=1)}


def _then_loosened(first: Switch | None) -> Switch:
    """The callback that does what `first` does and then `loosened`."""
    if first is None:
        return loosened

    def both(
        pipeline: "DiffusionPipeline", index: int, timestep: object, held: dict[str, torch.Tensor]
    ) -> dict[str, torch.Tensor]:
        return first(pipeline, index, timestep, held) | loosened(pipeline, index, timestep, held)

    return both


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

    The difference between the two just outside the rim, where they should be one, is carried into the hole
    and fades away there: what the autoencoder changed everywhere and what the paint missed by little no
    longer show as a seam (in the spirit of Pérez et al. 2003, Poisson image editing, but near the rim only).
    The outermost pixels of the hole are averaged a little with the neighbours outside that they touch.
    """
    from scipy.ndimage import convolve, distance_transform_edt

    hole = np.asarray(mask) >= 128
    if hole.all() or not hole.any():
        return painted
    before, after = (np.asarray(each, dtype=np.float32) for each in (original, painted))
    band = ~hole & (distance_transform_edt(~hole) <= 1)
    depth = distance_transform_edt(hole)[..., None]  # 1 for a pixel at the rim
    shifted = after + _spread(before - after, band) * np.exp(-(depth - 1).clip(0) / REACH)
    outside, kernel = (~hole)[..., None].astype(np.float32), np.array(_BESIDE, np.float32)[..., None]
    near, number = (convolve(each, kernel, mode="constant") for each in (before * outside, outside))
    healed = np.where(hole[..., None], (_OWN * shifted + near) / (_OWN + number), shifted)
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
