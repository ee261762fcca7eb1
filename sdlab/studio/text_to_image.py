"""Pictures from words, or from none."""

from collections.abc import Sequence

from sdlab.models import Model
from sdlab.recipe import Recipe
from sdlab.run import Run
from sdlab.studio.sampling import generators, sample, start_noise
from sdlab.studio.watch import Watch


def make(model: Model, recipes: Sequence[Recipe], watch: Watch) -> list[Run]:
    """One picture for each recipe, out of pure noise."""
    first = recipes[0]
    seeded = generators(recipes)
    inputs = {
        "width": first.width,
        "height": first.height,
        "latents": start_noise(model, recipes, seeded),
        "generator": seeded,
    }
    return sample(model, model.pipeline(first.task), recipes, watch, inputs)
