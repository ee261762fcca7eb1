"""The table of tasks: what does the work a recipe asks for, and which recipes it can do side by side."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from sdlab.models import Model
from sdlab.recipe import Recipe, Task
from sdlab.run import Run
from sdlab.studio import control, image_to_image, inpaint, outpaint, text_to_image, upscale
from sdlab.studio.watch import Watch

Maker = Callable[[Model, Sequence[Recipe], Watch], list[Run]]

TASKS: dict[Task, Maker] = {
    "text_to_image": text_to_image.make,
    "unconditional": text_to_image.make,
    "image_to_image": image_to_image.make,
    "inpaint": inpaint.make,
    "outpaint": outpaint.make,
    "upscale": upscale.make,
    "control": control.make,
}

_ROOM = {"cpu": 8 * 128 * 128, "cuda": 4 * 512 * 512, "mps": 2 * 512 * 512}  # pixels made side by side
_MOST = 8


def batches(recipes: Sequence[Recipe], size: int) -> Iterator[tuple[Recipe, ...]]:
    """The recipes in their order, in groups of at most `size` that one call can make."""
    for _, group in groupby(recipes, key=_alike):
        several = tuple(group)
        for start in range(0, len(several), size):
            yield several[start : start + size]


def comfortable(recipe: Recipe, device: str) -> int:
    """How many pictures of the recipe's size a device makes side by side without strain."""
    room = _ROOM.get(device.partition(":")[0], _ROOM["cpu"])
    return min(max(room // (recipe.width * recipe.height), 1), _MOST)


def _alike(recipe: Recipe) -> Recipe:
    return recipe.but(prompt="", negative_prompt="", seed=0, blend=None, note="")
