"""Pictures from words, or from none."""

from collections.abc import Sequence

from sdlab.models import Model
from sdlab.recipe import Recipe
from sdlab.run import Run
from sdlab.studio.sampling import generators, sample, start_noise
from sdlab.studio.variation import varied
from sdlab.studio.watch import Watch


def make(model: Model, recipes: Sequence[Recipe], watch: Watch) -> list[Run]:
    """One picture for each recipe, out of pure noise."""
    return from_noise(model, recipes, watch)


def from_noise(model: Model, recipes: Sequence[Recipe], watch: Watch) -> list[Run]:
    """One picture for each recipe, whatever its task, out of pure noise and by its prompt alone."""
    first, pipeline = recipes[0], model.pipeline("text_to_image")
    seeded = generators(recipes)
    inputs = {
        "width": first.width,
        "height": first.height,
        "latents": start_noise(model, recipes, seeded),
        "generator": seeded,
    }
    return sample(model, pipeline, recipes, watch, inputs | varied(model, pipeline, recipes))
