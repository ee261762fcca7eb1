"""The lines of each task: what comes before the pipeline's call, the call, and what comes after."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sdlab.echo.literal import Name, call
from sdlab.echo.source import Shape
from sdlab.recipe import Margin, Recipe, Task

SEED = 'torch.Generator("cpu").manual_seed'
_OPEN = 'picture = Image.open("picture.png").convert("RGB")'
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


def script(recipe: Recipe, *, is_long: bool) -> Script:
    """What a recipe's task does, as lines of code.

    Args:
        recipe: without blend or branch.
        is_long: the prompts are weighted or longer than the model's window, so sdlab embeds them.
    """
    return _TASKS[recipe.task](recipe, is_long)


def _from_words(recipe: Recipe, is_long: bool) -> Script:
    size = {"width": recipe.width, "height": recipe.height}
    return _called(recipe, "text", size, is_long)


def _from_picture(recipe: Recipe, is_long: bool) -> Script:
    strength = _strength(recipe)
    if _steps(recipe) == 0:
        made = Script(None, [_OPEN, *_fit(recipe)], ["result = picture  # no step runs at so low a strength"])
    elif strength == 1:
        made = _from_words(recipe, is_long)
        made.after.insert(0, "# strength 1 forgets the picture: it starts from pure noise")
        return made
    else:
        made = _called(recipe, "picture", {"image": Name("picture"), "strength": strength}, is_long)
        made.before.extend([_OPEN, *_fit(recipe)])
    return _with_pictures(made)


def _following(recipe: Recipe, is_long: bool) -> Script:
    control = recipe.control
    assert control is not None, "a recipe to control has a drawing"  # noqa: S101
    how = {
        "controlnet_conditioning_scale": float(control.weight),
        "control_guidance_start": control.start,
        "control_guidance_end": control.end,
    }
    drawing = 'drawing = Image.open("drawing.png").convert("RGB")'
    if recipe.start is None or recipe.start.strength == 1:
        size = {"width": recipe.width, "height": recipe.height}
        made = _called(recipe, "text", {"image": Name("drawing"), **size, **how}, is_long)
        made.before.append(drawing)
    else:
        given = {"image": Name("picture"), "control_image": Name("drawing"), "strength": _strength(recipe)}
        made = _called(recipe, "picture", given | how, is_long)
        made.before.extend([_OPEN, *_fit(recipe), drawing])
    made.imports.add("from PIL import Image")
    return made


def _in_hole(recipe: Recipe, is_long: bool) -> Script:
    hole = recipe.hole
    assert hole is not None, "a recipe to inpaint has a hole"  # noqa: S101
    size = (recipe.width, recipe.height)
    before = [_OPEN, 'mask = Image.open("mask.png").convert("L")  # 255 where the picture may change']
    imports = {"from sdlab.mask import cell_mask", "from sdlab.studio.filling import heal"}
    if hole.grow or hole.feather:
        before.append(f"mask = reshape(mask, grow={hole.grow}, feather={hole.feather})")
        imports = {"from sdlab.mask import cell_mask, reshape", "from sdlab.studio.filling import heal"}
    if _steps(recipe) == 0:
        made = Script(None, [_OPEN], ["result = picture  # no step runs at so low a strength"])
        return _with_pictures(made)
    is_whole = hole.padding is None and recipe.start is not None and recipe.start.picture.picture.size == size
    seen, box = ("picture", None) if is_whole else ("seen", "box")
    if box:
        imports |= {"from sdlab.studio.inpaint import working_box"}
        before += [
            f"box = working_box(mask, {hole.padding}, {size})  # the part of the picture to work on",
            f"seen = picture.crop(box).resize({size}, Image.Resampling.LANCZOS)",
            "area = mask.crop(box).point(lambda level: 255 if level >= 128 else 0)",
            f"area = area.resize({size}, Image.Resampling.BOX).point(lambda level: 255 if level else 0)",
        ]
    before.append(
        f"hole = cell_mask({'area' if box else 'mask'})  # the model works on cells of 8 × 8 pixels"
    )
    given = {"image": Name(seen), "mask_image": Name("hole"), "width": size[0], "height": size[1],
             "strength": _strength(recipe)}  # fmt: skip
    made = _called(recipe, "hole", given, is_long, result="painted")
    made.before.extend(before)
    made.imports.update(imports)
    made.after.extend([
        f"painted = heal(painted, {seen}, {'area' if box else 'mask'})  # sdlab's: colours meet at the rim",
        "result = picture.copy()  # paste back: outside the mask nothing changes",
        *_pasted(box),
    ])  # fmt: skip
    return _with_pictures(made)


def _pasted(box: str | None) -> list[str]:
    if box is None:
        return ["result.paste(painted, mask=mask)"]
    return [
        "painted = painted.resize((box[2] - box[0], box[3] - box[1]), Image.Resampling.LANCZOS)",
        "result.paste(painted, box, mask.crop(box))",
    ]


def _beyond(recipe: Recipe, is_long: bool) -> Script:
    margin = recipe.margin
    assert margin is not None, "a recipe to outpaint has a margin"  # noqa: S101
    size = (recipe.width, recipe.height)
    given = {"image": Name("seen"), "mask_image": Name("hole"), "width": size[0], "height": size[1],
             "strength": 1.0}  # fmt: skip
    made = _called(recipe, "hole", given, is_long, result="painted", seed=f"{SEED}({recipe.seed} + number)")
    passing = [line for block in made.after for line in block.split("\n")]
    made.before.extend([
        _OPEN,
        f"margin = {_margin(margin)}",
        f"frontier = Frontier.of(picture.size, margin, {size})",
        "canvas = Canvas(picture, frontier)",
    ])  # fmt: skip
    made.after[:] = [
        "# one pass after another, each seeing what is there already",
        "for number, window in enumerate(needed(frontier)):",
        "    seen, empty = canvas.view(window)",
        "    hole = cell_mask(empty)  # the model works on cells of 8 × 8 pixels",
        *(f"    {line}" for line in passing),
        "    painted = heal(painted, seen, empty)  # sdlab's: colours meet at the rim",
        "    canvas.picture.paste(painted, window, canvas.empty.crop(window))",
        "    canvas.empty.paste(0, window)",
        "result = canvas.picture.crop(frontier.wanted)",
    ]
    made.imports.update({
        "from sdlab.mask import cell_mask", "from sdlab.recipe import Margin",
        "from sdlab.studio.filling import heal", "from sdlab.studio.frontier import Frontier",
        "from sdlab.studio.outpaint import Canvas, needed",
    })  # fmt: skip
    return _with_pictures(made)


def _larger(recipe: Recipe, is_long: bool) -> Script:
    tile = {"image": Name("padded.crop(box)"), "latents": Name("latents"), "noise_level": 20}
    made = _called(recipe, "upscale", tile, is_long, result="tile")
    passing = [line for block in made.after for line in block.split("\n")]
    made.before.append(_OPEN)
    made.after[:] = [
        "side = tile_side(pipeline)",
        "padded = pad(picture, side)  # at least a tile",
        "channels = pipeline.vae.config.latent_channels",
        f"noise = torch.randn(1, channels, padded.height, padded.width, generator={SEED}({recipe.seed}))",
        "noise = noise.to(pipeline.unet.device, pipeline.unet.dtype)",
        'result = Image.new("RGB", (padded.width * 4, padded.height * 4))',
        "# tile by tile, each out of its part of one noise, faded into its neighbours",
        "for box in tiles(padded.size, side):",
        "    latents = noise[:, :, box[1] : box[3], box[0] : box[2]]",
        *(f"    {line}" for line in passing),
        "    corner = (box[0] * 4, box[1] * 4)",
        "    result.paste(tile, corner, fading(corner, tile.size))",
        "result = result.crop((0, 0, picture.width * 4, picture.height * 4))",
    ]
    if recipe.factor != 4:
        half = "(result.width // 2, result.height // 2)"
        made.after.append(f"result = result.resize({half}, Image.Resampling.LANCZOS)")
    made.imports.add("from sdlab.studio.upscale import fading, pad, tile_side, tiles")
    return _with_pictures(made)


_TASKS: dict[Task, Callable[[Recipe, bool], Script]] = {
    "text_to_image": _from_words,
    "unconditional": _from_words,
    "image_to_image": _from_picture,
    "inpaint": _in_hole,
    "outpaint": _beyond,
    "upscale": _larger,
    "control": _following,
}


def _called(
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


def _with_pictures(made: Script) -> Script:
    made.imports.add("from PIL import Image")
    if any("fit(" in line for line in made.before):
        made.imports.add("from sdlab.picture import fit")
    return made


def _fit(recipe: Recipe) -> list[str]:
    """The line that brings the start picture to the recipe's size, where it has another."""
    size = (recipe.width, recipe.height)
    if recipe.start is None or recipe.start.picture.picture.size == size:
        return []
    return [_FITTED.format(width=size[0], height=size[1])]


def _margin(margin: Margin) -> str:
    sides = {
        name: getattr(margin, name) for name in ("left", "right", "top", "bottom") if getattr(margin, name)
    }
    return call("Margin", sides | {"overlap": margin.overlap})


def _strength(recipe: Recipe) -> float:
    return recipe.start.strength if recipe.start else 1.0


def _steps(recipe: Recipe) -> int:
    return int(recipe.num_inference_steps * _strength(recipe))
