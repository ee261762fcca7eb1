"""The lines that fill a hole in a picture, or paint it on beyond its sides."""

from sdlab.echo.literal import Name, call
from sdlab.echo.script import OPEN, SEED, Script, called, steps_of, strength_of, with_pictures
from sdlab.echo.source import sees_mask
from sdlab.recipe import Margin, Recipe


def in_hole(recipe: Recipe, is_long: bool) -> Script:
    """The script that paints inside a mask."""
    hole = recipe.hole
    assert hole is not None, "a recipe to inpaint has a hole"  # noqa: S101
    size = (recipe.width, recipe.height)
    before = [OPEN, 'mask = Image.open("mask.png").convert("L")  # 255 where the picture may change']
    imports = {"from sdlab.mask import cell_mask"}
    if hole.grow or hole.feather:
        before.append(f"mask = reshape(mask, grow={hole.grow}, feather={hole.feather})")
        imports = {"from sdlab.mask import cell_mask, reshape"}
    if steps_of(recipe) == 0:
        made = Script(None, [OPEN], ["result = picture  # no step runs at so low a strength"])
        return with_pictures(made)
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
    made = _filled(recipe, seen, is_long)
    made.before.extend(before)
    made.imports.update(imports)
    made.after.extend([
        f"painted = heal(painted, {seen}, {'area' if box else 'mask'})  # sdlab's: colours meet at the rim",
        "result = picture.copy()  # paste back: outside the mask nothing changes",
        *_pasted(box),
    ])  # fmt: skip
    return with_pictures(made)


def _pasted(box: str | None) -> list[str]:
    if box is None:
        return ["result.paste(painted, mask=mask)"]
    return [
        "painted = painted.resize((box[2] - box[0], box[3] - box[1]), Image.Resampling.LANCZOS)",
        "result.paste(painted, box, mask.crop(box))",
    ]


def beyond(recipe: Recipe, is_long: bool) -> Script:
    """The script that paints a picture on beyond its sides."""
    margin = recipe.margin
    assert margin is not None, "a recipe to outpaint has a margin"  # noqa: S101
    size = (recipe.width, recipe.height)
    made = _filled(recipe, "seen", is_long, seed=f"{SEED}({recipe.seed} + number)")
    passing = [line for block in made.after for line in block.split("\n")]
    made.before.extend([
        OPEN,
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
        "from sdlab.studio.frontier import Frontier",
        "from sdlab.studio.outpaint import Canvas, needed",
    })  # fmt: skip
    return with_pictures(made)


def _filled(recipe: Recipe, seen: str, is_long: bool, seed: str = "") -> Script:
    """The call that fills the variable `hole` of the picture in the variable `seen`, and its import."""
    given: dict[str, object] = {
        "image": Name(seen), "mask_image": Name("hole"), "width": recipe.width, "height": recipe.height,
        "strength": strength_of(recipe),
    }  # fmt: skip
    if sees_mask(recipe):
        made = called(recipe, "hole", given, is_long, result="painted", seed=seed)
        made.imports.add("from sdlab.picture import heal")
        return made
    given["callback_on_step_end"] = Name("loosened")
    given["callback_on_step_end_tensor_inputs"] = ["latents", "mask"]
    made = called(recipe, "hole", given, is_long, result="painted", seed=seed)
    made.imports.update(("from sdlab.picture import heal", "from sdlab.studio.filling import loosened"))
    made.after.insert(0, "# loosened is sdlab's: near the end the cells beside the hole may change too")
    return made


def _margin(margin: Margin) -> str:
    sides = {
        name: getattr(margin, name) for name in ("left", "right", "top", "bottom") if getattr(margin, name)
    }
    return call("Margin", sides | {"overlap": margin.overlap})
