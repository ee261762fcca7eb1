"""A recipe as JSON and back.

Input pictures are named by fingerprint; whoever stores the text stores their bytes beside it.
"""

import json
from dataclasses import fields, is_dataclass
from typing import Any

from sdlab.errors import DamagedFile, SdlabError
from sdlab.recipe.part import Adapter, Blend, Branch, Control, Hole, Margin, Start
from sdlab.recipe.plate import Plate
from sdlab.recipe.recipe import Recipe

FORMAT = 1
_PARTS = {
    "start": Start,
    "hole": Hole,
    "margin": Margin,
    "control": Control,
    "blend": Blend,
    "branch": Branch,
}


def to_json(recipe: Recipe) -> str:
    """The recipe as one line of JSON, defaults left out, pictures as {"sha256": …}."""
    return json.dumps({"sdlab": FORMAT} | _plain(recipe), ensure_ascii=False, sort_keys=True)


def plates_of(recipe: Recipe) -> dict[str, Plate]:
    """The input pictures a recipe needs, by sha256."""
    held: list[Plate] = []
    if recipe.start:
        held.append(recipe.start.picture)
    if recipe.hole:
        held.append(recipe.hole.mask)
    if recipe.control:
        held.append(recipe.control.condition)
    return {plate.sha256: plate for plate in held}


def from_json(text: str, plates: dict[str, Plate]) -> Recipe:
    """The recipe that `to_json` wrote, its pictures taken from `plates`.

    Raises:
        DamagedFile: the text is no recipe, comes from a newer sdlab, or a picture is missing or changed.
        BadValue: a value in it is out of range.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DamagedFile(f"this is no sdlab recipe: {error}") from error
    if not isinstance(data, dict) or not isinstance(data.get("sdlab"), int):
        raise DamagedFile('this is no sdlab recipe: it lacks the field "sdlab"')
    if data.pop("sdlab") > FORMAT:
        raise DamagedFile("this recipe was written by a newer sdlab. Upgrade: pip install --upgrade sdlab")
    try:
        return _recipe(data, plates)
    except SdlabError:
        raise
    except (TypeError, AttributeError, ValueError) as error:
        raise DamagedFile(f"this recipe has a field of the wrong kind: {error}") from error


def _recipe(data: dict[str, Any], plates: dict[str, Plate]) -> Recipe:
    values: dict[str, Any] = dict(data)
    for name, part in _PARTS.items():
        if values.get(name) is not None:
            values[name] = part(**{key: _value(item, plates) for key, item in values[name].items()})
    values["adapters"] = tuple(Adapter(**item) for item in values.get("adapters", ()))
    values["versions"] = tuple((str(name), str(version)) for name, version in values.get("versions", ()))
    return Recipe(**values)


def _value(item: object, plates: dict[str, Plate]) -> Any:  # noqa: ANN401 - whatever the part wants
    if not isinstance(item, dict):
        return item
    plate = plates.get(item.get("sha256", ""))
    if plate is None or plate.sha256 != item["sha256"]:
        raise DamagedFile(
            "an input picture of this recipe is missing or was changed. Run the task again with it."
        )
    return plate


def _plain(value: object) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, Plate):
        return {"sha256": value.sha256}
    if is_dataclass(value) and not isinstance(value, type):
        pairs = [(f, getattr(value, f.name)) for f in fields(value) if f.compare]
        return {f.name: _plain(item) for f, item in pairs if item != f.default or f.name == "task"}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
