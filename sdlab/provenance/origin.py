"""How a picture was made, whoever made it: the settings inside a PNG in diffusers' words."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from sdlab.errors import BadValue, DamagedFile, SdlabError
from sdlab.provenance.chunk import KEYWORD, PLATE
from sdlab.provenance.foreign import a1111, comfyui, fooocus, invokeai, swarmui
from sdlab.provenance.sampler import scheduler_of
from sdlab.provenance.text import Texts, read_texts
from sdlab.recipe import Change, Plate, Recipe, from_json
from sdlab.recipe.check import (
    MAX_SEED,
    MAX_STEPS,
    check_guidance,
    check_kind,
    check_prompt,
    check_side,
    check_whole,
)

MOST_VALUE = 4000  # characters of a value that are shown
MOST_SETTINGS = 200


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One setting as a file has it.

    `name` and `value` are the file's own words, untrusted text. `key` is the recipe's field it can go into
    and `meaning` the checked value for it; where it cannot, `key` is "" and `note` says why.
    """

    name: str
    value: str
    key: str = ""
    meaning: str | int | float | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a picture comes from: the program, its settings, and sdlab's own recipe where it has one."""

    program: str
    settings: tuple[Setting, ...]
    width: int = 0
    height: int = 0
    recipe: Recipe | None = None

    @property
    def change(self) -> Change:
        """All settings that a recipe has a place for: `recipe.but(**origin.change)`."""
        known = {setting.key: setting.meaning for setting in self.settings if setting.key}
        return cast("Change", known)


def read_origin(source: str | Path | bytes) -> Origin:
    """The settings inside a PNG that A1111's web UI, ComfyUI, InvokeAI, Fooocus, SwarmUI or sdlab wrote.

    Raises:
        BadValue: there is no such file.
        DamagedFile: no PNG, a damaged one, or one without settings that are known here.
    """
    check_kind("source", source, str | Path | bytes, "a path or the bytes of a PNG")
    try:
        data = source if isinstance(source, bytes) else Path(source).read_bytes()
    except OSError as error:
        raise BadValue("source", str(source), "a file that can be read", f"{error.strerror}.") from error
    held = read_texts(data, PLATE)
    if KEYWORD in held.texts:
        return _own(held)
    for reader in (comfyui.read, invokeai.read, swarmui.read, fooocus.read, a1111.read):
        found = reader(held.texts)
        if found is not None:
            settings = tuple(_settled(name, value, key) for name, value, key in found.pairs[:MOST_SETTINGS])
            return Origin(program=found.program, settings=settings, width=held.width, height=held.height)
    raise DamagedFile(_nothing(held.texts))


def _own(held: Texts) -> Origin:
    plates = [Plate(png) for png in held.private]
    recipe = from_json(held.texts[KEYWORD], {plate.sha256: plate for plate in plates})
    settings = [
        Setting(name=name, value=_cut(getattr(recipe, name)), key=name, meaning=getattr(recipe, name))
        for name in _CHECKS
    ]
    settings += [
        Setting(name=name, value=_cut(getattr(recipe, name)), note="kept as it is")
        for name in ("task", "model", "note")
        if getattr(recipe, name)
    ]
    return Origin(
        program="sdlab", settings=tuple(settings), width=held.width, height=held.height, recipe=recipe
    )


def _settled(name: str, value: object, key: str) -> Setting:
    """A file's setting, with its meaning where it has one here."""
    shown = _cut(value)
    if key not in _CHECKS:
        return Setting(name=_cut(name), value=shown, note=key or "has no place in a recipe")
    try:
        meaning, note = _CHECKS[key](value)
    except (SdlabError, ValueError, OverflowError) as error:
        return Setting(name=_cut(name), value=shown, note=str(error))
    return Setting(name=_cut(name), value=shown, key=key, meaning=meaning, note=note)


def _cut(value: object) -> str:
    text = str(value)
    return text if len(text) <= MOST_VALUE else f"{text[:MOST_VALUE]}… ({len(text)} characters)"


Meaning = tuple[str | int | float, str]


def _prompt(value: object) -> Meaning:
    check_prompt("prompt", str(value))
    return str(value), ""


def _whole(name: str, least: int, most: int) -> Callable[[object], Meaning]:
    def check(value: object) -> Meaning:
        number = int(float(str(value))) if re.fullmatch(r"\d{1,4}\.0+", str(value)) else int(str(value))
        check_whole(name, number, least, most)
        return number, ""

    return check


def _side(name: str) -> Callable[[object], Meaning]:
    def check(value: object) -> Meaning:
        check_side(name, int(str(value)))
        return int(str(value)), ""

    return check


def _guidance(value: object) -> Meaning:
    number = float(str(value))
    check_guidance(number)
    return number, ""


def _scheduler(value: object) -> Meaning:
    name, note = scheduler_of(str(value))
    return name, note


_CHECKS: dict[str, Callable[[object], Meaning]] = {
    "prompt": _prompt,
    "negative_prompt": _prompt,
    "seed": _whole("seed", 0, MAX_SEED),
    "num_inference_steps": _whole("num_inference_steps", 1, MAX_STEPS),
    "guidance_scale": _guidance,
    "scheduler": _scheduler,
    "width": _side("width"),
    "height": _side("height"),
}


def _nothing(texts: dict[str, str]) -> str:
    if not texts:
        return (
            "this PNG holds no settings. It was saved again, or sent through a program that strips them: "
            "take the original file."
        )
    names = ", ".join(repr(keyword[:40]) for keyword in list(texts)[:5])
    return f"this PNG holds no settings that sdlab knows, only other texts ({names})."
