"""The whole script of a recipe: imports, model, call, save."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sdlab.echo.literal import literal
from sdlab.echo.script import Script
from sdlab.echo.source import loading
from sdlab.echo.task import script
from sdlab.recipe import Recipe
from sdlab.recipe.emphasis import is_plain

RESULT = "result.png"
_MANY = 50  # words; windows hold 75 tokens, and few words take more than one and a half
_VERSION = re.compile(r"[A-Za-z0-9.+!_-]{1,40}")


@dataclass(frozen=True)
class Echo:
    """The code of a recipe, and the files it opens: name → PNG bytes. It saves `result.png`."""

    code: str
    files: dict[str, bytes]


def echo(recipe: Recipe, *, device: str = "cpu", is_long: bool | None = None) -> Echo:
    """The diffusers code that makes a recipe's picture.

    Args:
        recipe: of a finished run, which knows what the studio decided by itself.
        device: where the model runs; off the processor it runs in 16 bits and differs by a few levels.
        is_long: whether a prompt is longer than the model's window; guessed from its words if left out.

    Raises:
        UnknownName: the recipe's scheduler is none of ours.
    """
    if recipe.blend or recipe.branch:
        return _replayed(recipe)
    made = script(recipe, is_long=_is_special(recipe) if is_long is None else is_long or _is_weighted(recipe))
    imports, classes, lines = set(made.imports), set[str](), list[str]()
    if made.shape is not None:
        loaded = loading(recipe, made.shape, device)
        imports |= loaded.imports | {"import torch"}
        classes, lines = loaded.classes, loaded.lines
    head = _imports(imports, classes)
    body = [*made.before, "", *lines, "", *made.after, f"result.save({literal(RESULT)})"]
    text = "\n".join([*_needs(recipe, made), *head, "", *body])
    return Echo(re.sub(r"\n{3,}", "\n\n", text).strip() + "\n", _files(recipe))


def _is_special(recipe: Recipe) -> bool:
    words = max(len(text.split()) for text in (recipe.prompt, recipe.negative_prompt))
    return _is_weighted(recipe) or words > _MANY


def _is_weighted(recipe: Recipe) -> bool:
    return not all(is_plain(text) for text in (recipe.prompt, recipe.negative_prompt))


def _needs(recipe: Recipe, made: Script) -> list[str]:
    """A comment with the versions that made the picture; whatever is no version is left out."""
    pairs = [
        (name, version) for name, version in recipe.versions if _is_version(name) and _is_version(version)
    ]
    if not pairs or made.shape is None:
        return []
    return [f"# made with {', '.join(f'{name} {version}' for name, version in pairs)}"]


def _is_version(text: str) -> bool:
    return _VERSION.fullmatch(text) is not None


def _imports(imports: Iterable[str], classes: set[str]) -> list[str]:
    lines = set(imports)
    if classes:
        lines.add(f"from diffusers import {', '.join(sorted(classes))}")
    standard = sorted(line for line in lines if "importlib" in line)
    rest = sorted((line for line in lines if "importlib" not in line), key=_order)
    return [*standard, *([""] if standard else []), *rest]


def _order(line: str) -> tuple[bool, str]:
    """As import sorters have it: `import x` before `from x import y`, then by name."""
    return line.startswith("from"), line.lower()


def _files(recipe: Recipe) -> dict[str, bytes]:
    files = {}
    if recipe.start and not (recipe.task in ("image_to_image", "control") and recipe.start.strength == 1):
        files["picture.png"] = recipe.start.picture.png
    if recipe.hole:
        files["mask.png"] = recipe.hole.mask.png
    if recipe.control:
        files["drawing.png"] = recipe.control.condition.png
    return files


def _replayed(recipe: Recipe) -> Echo:
    what = "A blend of seeds or prompts" if recipe.blend else "A branch off another run"
    lines = [
        f"# {what} is sdlab's own: diffusers has no argument for it.",
        "# Save the picture's PNG as picture.png: its recipe travels inside.",
        "import sdlab",
        "",
        f"studio = sdlab.load({literal(recipe.model)})",
        'run = sdlab.open_recipe("picture.png").replay(studio)',
        f"run.picture.save({literal(RESULT)})",
    ]
    return Echo("\n".join(lines) + "\n", {})
