"""The script of each task."""

from collections.abc import Callable

from sdlab.echo.filling import beyond, in_hole
from sdlab.echo.literal import Name
from sdlab.echo.script import OPEN, SEED, Script, called, fitted, steps_of, strength_of, with_pictures
from sdlab.recipe import Recipe, Task


def script(recipe: Recipe, *, is_long: bool) -> Script:
    """What a recipe's task does, as lines of code.

    Args:
        recipe: without blend or branch.
        is_long: the prompts are weighted or longer than the model's window, so sdlab embeds them.
    """
    return _TASKS[recipe.task](recipe, is_long)


def _from_words(recipe: Recipe, is_long: bool) -> Script:
    size = {"width": recipe.width, "height": recipe.height}
    return called(recipe, "text", size, is_long)


def _from_picture(recipe: Recipe, is_long: bool) -> Script:
    strength = strength_of(recipe)
    if steps_of(recipe) == 0:
        made = Script(
            None, [OPEN, *fitted(recipe)], ["result = picture  # no step runs at so low a strength"]
        )
    elif strength == 1:
        made = _from_words(recipe, is_long)
        made.after.insert(0, "# strength 1 forgets the picture: it starts from pure noise")
        return made
    else:
        made = called(recipe, "picture", {"image": Name("picture"), "strength": strength}, is_long)
        made.before.extend([OPEN, *fitted(recipe)])
    return with_pictures(made)


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
        made = called(recipe, "text", {"image": Name("drawing"), **size, **how}, is_long)
        made.before.append(drawing)
    else:
        given = {"image": Name("picture"), "control_image": Name("drawing"), "strength": strength_of(recipe)}
        made = called(recipe, "picture", given | how, is_long)
        made.before.extend([OPEN, *fitted(recipe), drawing])
    made.imports.add("from PIL import Image")
    return made


def _larger(recipe: Recipe, is_long: bool) -> Script:
    tile = {"image": Name("padded.crop(box)"), "latents": Name("latents"), "noise_level": 20}
    made = called(recipe, "upscale", tile, is_long, result="tile")
    passing = [line for block in made.after for line in block.split("\n")]
    made.before.append(OPEN)
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
    return with_pictures(made)


_TASKS: dict[Task, Callable[[Recipe, bool], Script]] = {
    "text_to_image": _from_words,
    "unconditional": _from_words,
    "image_to_image": _from_picture,
    "inpaint": in_hole,
    "outpaint": beyond,
    "upscale": _larger,
    "control": _following,
}
