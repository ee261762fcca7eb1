"""Filling a hole in a picture that has the size the model works at: what inpaint and outpaint share."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from PIL import Image

from sdlab.mask import cell_mask
from sdlab.models import Model
from sdlab.picture import heal
from sdlab.recipe import Recipe
from sdlab.run import Run
from sdlab.studio.sampling import sample
from sdlab.studio.variation import Switch, varied
from sdlab.studio.watch import Watch

if TYPE_CHECKING:
    from diffusers import DiffusionPipeline

LOOSE = 0.3  # the share of the steps, the last ones, in which the cells beside the hole may change too


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
    return "inpainting model" if _sees_mask(model.server("inpaint")) else "latent blending"


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
