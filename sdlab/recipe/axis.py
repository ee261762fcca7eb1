"""One parameter and the values it takes: what grids are laid out along."""

import re
from dataclasses import dataclass, replace
from typing import Any, cast

from sdlab.errors import BadValue, UnknownName
from sdlab.recipe.part import Adapter
from sdlab.recipe.recipe import Change, Recipe

Value = str | int | float

# parameter → what its values are
_KINDS: dict[str, type] = {
    "seed": int,
    "prompt": str,
    "negative_prompt": str,
    "num_inference_steps": int,
    "guidance_scale": float,
    "scheduler": str,
    "width": int,
    "height": int,
    "adapter_weight": float,
    "strength": float,
    "kind": str,
    "weight": float,
    "start": float,
    "end": float,
    "grow": int,
    "feather": int,
    "padding": int,
    "left": int,
    "right": int,
    "top": int,
    "bottom": int,
    "overlap": int,
    "factor": int,
    "share": float,
    "step": int,
}
# parameter → the part of the recipe that has it
_PARTS = {
    "strength": "start",
    "kind": "control",
    "weight": "control",
    "start": "control",
    "end": "control",
    "grow": "hole",
    "feather": "hole",
    "padding": "hole",
    "left": "margin",
    "right": "margin",
    "top": "margin",
    "bottom": "margin",
    "overlap": "margin",
    "share": "blend",
    "step": "branch",
}
PARAMETERS = tuple(_KINDS)
MOST_VALUES = 24


@dataclass(frozen=True, kw_only=True)
class Axis:
    """A parameter of a recipe and the values it takes one after another.

    For `prompt` and `negative_prompt` the first value is a piece of the text, which each of the others takes
    the place of: ("red", "green", "blue") makes three pictures of "a red apple".

    Raises:
        UnknownName: no such parameter.
        BadValue: no values, more than MOST_VALUES, or values of the wrong kind.
    """

    parameter: str
    values: tuple[Value, ...]

    def __post_init__(self) -> None:
        if self.parameter not in _KINDS:
            raise UnknownName("parameter of a grid", self.parameter, PARAMETERS)
        if not 1 <= len(self.values) <= MOST_VALUES:
            raise BadValue(self.parameter, f"{len(self.values)} values", f"1 to {MOST_VALUES} values")
        kind = _KINDS[self.parameter]
        for value in self.values:
            if isinstance(value, bool) or not isinstance(value, (int, float) if kind is float else kind):
                raise BadValue(
                    self.parameter, value, {str: "a text", int: "a whole number"}.get(kind, "a number")
                )

    @classmethod
    def parsed(cls, parameter: str, text: str) -> "Axis":
        """The axis of values as a person writes them: "1, 2, 5" or "1..4"; "|" may part texts.

        Raises:
            UnknownName: no such parameter.
            BadValue: something that is no value of it.
        """
        if parameter not in _KINDS:
            raise UnknownName("parameter of a grid", parameter, PARAMETERS)
        pieces = [piece.strip() for piece in re.split(r"[|\n]" if re.search(r"[|\n]", text) else ",", text)]
        values: list[Value] = []
        for piece in filter(None, pieces):
            values += _read(parameter, piece)
        return cls(parameter=parameter, values=tuple(values[: MOST_VALUES + 1]))

    def recipe(self, base: Recipe, value: Value) -> Recipe:
        """The recipe with this axis's parameter at `value`, checked anew.

        Raises:
            BadValue: a value out of range, a text without the piece to replace, or a recipe without the part.
        """
        part = _PARTS.get(self.parameter)
        if part is not None:
            return base.but(**cast("Change", {part: self._changed_part(base, part, value)}))
        if self.parameter == "adapter_weight":
            return base.but(adapters=(self._weighed_adapter(base, cast("float", value)),))
        if _KINDS[self.parameter] is str and self.parameter != "scheduler":
            value = self._replaced(getattr(base, self.parameter), str(value))
        return base.but(**cast("Change", {self.parameter: value}))

    def label(self, value: Value) -> str:
        """What a grid writes beside a row or column."""
        return f"{value:g}" if isinstance(value, float) else str(value)

    @property
    def words(self) -> str:
        """All values in a line."""
        return ", ".join(self.label(value) for value in self.values)

    def _changed_part(self, base: Recipe, part: str, value: Value) -> Any:  # noqa: ANN401 - any of the parts
        held = getattr(base, part)
        if held is None:
            raise BadValue(self.parameter, value, f"varied in a recipe that has a {part}, not in {base.task}")
        return replace(held, **{self.parameter: value})

    def _weighed_adapter(self, base: Recipe, weight: float) -> Adapter:
        if len(base.adapters) != 1:
            allowed = f"varied in a recipe that has one adapter, not {len(base.adapters)}"
            raise BadValue(self.parameter, weight, allowed)
        return replace(base.adapters[0], weight=weight)

    def _replaced(self, text: str, value: str) -> str:
        sought = str(self.values[0])
        if sought not in text:
            raise BadValue(
                self.parameter,
                sought,
                f"a piece of the text {text[:60]!r}",
                "The first value is what is replaced.",
            )
        return text.replace(sought, value)


def cells(recipe: Recipe, across: Axis, down: Axis | None = None) -> list[Recipe]:
    """The recipe of each cell, row by row.

    Raises:
        BadValue: one parameter on both axes, or a value out of range.
    """
    if down is None:
        return [across.recipe(recipe, value) for value in across.values]
    if down.parameter == across.parameter:
        raise BadValue("down", down.parameter, "another parameter than across")
    rows = [down.recipe(recipe, value) for value in down.values]
    return [across.recipe(row, value) for row in rows for value in across.values]


def first_of(recipe: Recipe, count: int, across: Axis, down: Axis | None = None) -> Recipe:
    """The recipe of a grid's first cell, noted to be that: what a sheet of `count` cells carries."""
    axes = "; ".join(f"{axis.parameter} {axis.words}" for axis in (across, down) if axis)
    return recipe.but(note="; ".join(filter(None, (f"first of a grid of {count}: {axes}", recipe.note))))


def _read(parameter: str, piece: str) -> list[Value]:
    kind = _KINDS[parameter]
    span = re.fullmatch(r"(\d{1,19})\s*\.\.\s*(\d{1,19})", piece)
    if span and kind is not str:
        first, last = int(span[1]), int(span[2])
        return [kind(number) for number in range(first, min(last, first + MOST_VALUES) + 1)]
    try:
        return [kind(piece)]
    except ValueError:
        allowed = "whole numbers" if kind is int else "numbers"
        raise BadValue(parameter, piece, f"{allowed} parted by commas, or a span like 1..4") from None
