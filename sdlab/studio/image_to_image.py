"""A picture out of a picture: noised part of the way, then taken back under another prompt."""

from collections.abc import Sequence

from sdlab.models import Model
from sdlab.picture import fit, open_picture
from sdlab.recipe import Recipe, Start
from sdlab.run import Run
from sdlab.studio.sampling import looks, sample, steps_run
from sdlab.studio.text_to_image import from_noise
from sdlab.studio.variation import varied
from sdlab.studio.watch import Watch


def make(model: Model, recipes: Sequence[Recipe], watch: Watch) -> list[Run]:
    """One picture for each recipe, from its start picture fitted to the recipe's size.

    A strength too low for a single step gives that picture back as it is. Strength 1 is text to image from
    pure noise: a schedule that leaves some signal at its end would otherwise let the picture shine through.
    """
    first, start = recipes[0], start_of(recipes[0])
    steps = steps_run(first.num_inference_steps, start.strength)
    noted = noting_steps(model, recipes, start.strength)
    picture = fit(open_picture(start.picture.picture), first.width, first.height)
    if steps == 0:
        return [Run(picture=picture.copy(), recipe=recipe) for recipe in noted]
    if start.strength == 1:
        return from_noise(model, noted, watch)
    pipeline = model.pipeline("image_to_image")
    inputs = {"image": [picture] * len(recipes), "strength": start.strength}
    return sample(model, pipeline, noted, watch, inputs | varied(model, pipeline, recipes))


def start_of(recipe: Recipe) -> Start:
    """The recipe's start, which the recipe itself has made sure of for the tasks that need one."""
    assert recipe.start is not None, "a recipe of this task has a start"  # noqa: S101
    return recipe.start


def noting_steps(model: Model, recipes: Sequence[Recipe], strength: float, how: str = "") -> list[Recipe]:
    """The recipes with a note that tells how many of their steps run, in how many looks, and how.

    The looks are left out where there is one a step.
    """
    first = recipes[0]
    steps, seen = steps_run(first.num_inference_steps, strength), looks(model, first, strength)
    words = f"{steps} of {first.num_inference_steps} steps"
    if seen != steps:
        words += f" in {seen} looks"
    return [recipe.but(note=f"{how}, {words}" if how else words) for recipe in recipes]
