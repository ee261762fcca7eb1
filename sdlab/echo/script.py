"""What the scripts of all tasks share: their parts, and the call of the pipeline itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sdlab.echo.literal import Name, call
from sdlab.echo.source import Shape
from sdlab.recipe import Recipe

SEED = 'torch.Generator("cpu").manual_seed'
OPEN = 'picture = Image.open("picture.png").convert("RGB")'
_FITTED = "picture = fit(picture, {width}, {height})  # scaled to cover that size, the rest cut off"


@dataclass(frozen=True)
class Script:
    """The lines of a task; `shape` is that of the pipeline's input, None where no model is needed.

    `before` stands before the model is loaded, `after` ends with the picture in `result`.
    """

    shape: Shape | None
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    imports: set[str] = field(default_factory=set)


def called(
    recipe: Recipe,
    shape: Shape,
    given: Mapping[str, object],
    is_long: bool,
    result: str = "result",
    seed: str = "",
) -> Script:
    """The call of the pipeline itself, its result in the variable `result`."""
    texts: dict[str, object] = {"prompt": recipe.prompt}
    if recipe.guidance_scale > 1:
        texts["negative_prompt"] = recipe.negative_prompt
    made = Script(shape)
    first = ""
    if is_long:
        values = texts | {"guidance_scale": recipe.guidance_scale}
        made.after.append("# sdlab reads weights and prompts beyond the model's window; diffusers does not")
        made.after.append(f"embeds = prompt_embeds(pipeline, [{call('Recipe', values)}])")
        made.imports.update(
            {"from sdlab.recipe import Recipe", "from sdlab.studio.text import prompt_embeds"}
        )
        texts, first = {}, "**embeds"
    values = {
        **texts,
        **given,
        "num_inference_steps": recipe.num_inference_steps,
        "guidance_scale": recipe.guidance_scale,
        "generator": Name(seed or f"{SEED}({recipe.seed})"),
    }
    made.after.append(f"{result} = {call('pipeline', values, first)}.images[0]")
    return made


def with_pictures(made: Script) -> Script:
    """The script, with the imports that lines with pictures need."""
    made.imports.add("from PIL import Image")
    if any("fit(" in line for line in made.before):
        made.imports.add("from sdlab.picture import fit")
    return made


def fitted(recipe: Recipe) -> list[str]:
    """The line that brings the start picture to the recipe's size, where it has another."""
    size = (recipe.width, recipe.height)
    if recipe.start is None or recipe.start.picture.picture.size == size:
        return []
    return [_FITTED.format(width=size[0], height=size[1])]


def strength_of(recipe: Recipe) -> float:
    """How far the recipe may stray from its start picture; 1 without one."""
    return recipe.start.strength if recipe.start else 1.0


def steps_of(recipe: Recipe) -> int:
    """How many of the recipe's steps run at its strength."""
    return int(recipe.num_inference_steps * strength_of(recipe))
