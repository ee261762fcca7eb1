"""A picture that follows a drawing, out of noise or out of another picture."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sdlab.models import Model
from sdlab.picture import fit, open_picture
from sdlab.recipe import Control, Recipe
from sdlab.run import Run
from sdlab.studio.image_to_image import noting_steps
from sdlab.studio.sampling import sample, steps_run
from sdlab.studio.variation import varied
from sdlab.studio.watch import Watch


def make(model: Model, recipes: Sequence[Recipe], watch: Watch) -> list[Run]:
    """One picture for each recipe, following the drawing; with a start, out of that picture.

    A start whose strength is too low for a single step is given back as it is.
    """
    first, control = recipes[0], control_of(recipes[0])
    size = (first.width, first.height)
    drawing = fit(open_picture(control.condition.picture), *size)
    inputs: dict[str, Any] = {
        "controlnet_conditioning_scale": float(control.weight),
        "control_guidance_start": control.start,
        "control_guidance_end": control.end,
    }
    if first.start is None or first.start.strength == 1:
        pipeline, noted = model.pipeline("text_to_image", control=control.kind), list(recipes)
        inputs |= {"image": drawing, "width": size[0], "height": size[1]}
    else:
        picture = fit(open_picture(first.start.picture.picture), *size)
        steps = steps_run(first.num_inference_steps, first.start.strength)
        noted = noting_steps(model, recipes, first.start.strength)
        if steps == 0:
            return [Run(picture=picture.copy(), recipe=recipe, condition=drawing) for recipe in noted]
        pipeline = model.pipeline("image_to_image", control=control.kind)
        several = [picture] * len(recipes)
        inputs |= {"image": several, "control_image": drawing, "strength": first.start.strength}
    runs = sample(model, pipeline, noted, watch, inputs | varied(model, pipeline, recipes))
    return [replace(run, condition=drawing) for run in runs]


def control_of(recipe: Recipe) -> Control:
    """The recipe's control, which the recipe itself has made sure of."""
    assert recipe.control is not None, "a recipe to control has a drawing"  # noqa: S101
    return recipe.control
