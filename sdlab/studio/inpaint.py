"""Part of a picture painted anew: nothing outside the mask changes by a single level."""

from collections.abc import Sequence
from dataclasses import replace

from PIL import Image

from sdlab.mask import Box, at_size, open_mask, reshape, working_box
from sdlab.models import Model
from sdlab.picture import open_picture
from sdlab.recipe import Hole, Recipe
from sdlab.run import Run
from sdlab.studio.filling import fill, manner
from sdlab.studio.image_to_image import noting_steps, start_of
from sdlab.studio.sampling import steps_run
from sdlab.studio.watch import Watch


def make(model: Model, recipes: Sequence[Recipe], watch: Watch) -> list[Run]:
    """The start picture of each recipe, at its own size, painted anew inside the mask.

    The whole picture, or with a padding the masked area alone, is brought to the recipe's size, painted there
    and pasted back through the mask.
    """
    first, start, hole = recipes[0], start_of(recipes[0]), hole_of(recipes[0])
    picture = open_picture(start.picture.picture)
    mask = reshape(open_mask(hole.mask.picture, picture.size), grow=hole.grow, feather=hole.feather)
    steps = steps_run(first.num_inference_steps, start.strength)
    noted = noting_steps(model.server("inpaint"), recipes, start.strength, manner(model))
    if steps == 0:
        return [Run(picture=picture.copy(), recipe=recipe) for recipe in noted]
    size = (first.width, first.height)
    box = working_box(mask, hole.padding, size)
    seen = picture.crop(box).resize(size, Image.Resampling.LANCZOS)
    runs = fill(model, noted, watch, [seen] * len(noted), at_size(mask.crop(box), size), start.strength)
    return [replace(run, picture=paste_back(picture, run.picture, mask, box)) for run in runs]


def hole_of(recipe: Recipe) -> Hole:
    """The recipe's hole, which the recipe itself has made sure of."""
    assert recipe.hole is not None, "a recipe to inpaint has a hole"  # noqa: S101
    return recipe.hole


def paste_back(picture: Image.Image, painted: Image.Image, mask: Image.Image, box: Box) -> Image.Image:
    """A copy of the picture with `painted` laid through the mask, which is 0 where nothing changes."""
    whole = picture.copy()
    size = (box[2] - box[0], box[3] - box[1])
    whole.paste(painted.resize(size, Image.Resampling.LANCZOS), box, mask.crop(box))
    return whole
