"""What a person asks for, as plain frozen values: no torch, no widgets, safe to log."""

from sdlab.recipe.axis import Axis
from sdlab.recipe.part import Adapter, Blend, Branch, Control, ControlKind, Hole, Margin, Start
from sdlab.recipe.plate import Plate
from sdlab.recipe.recipe import Change, Recipe, Task
from sdlab.recipe.text import from_json, plates_of, to_json

__all__ = [
    "Adapter",
    "Axis",
    "Blend",
    "Branch",
    "Change",
    "Control",
    "ControlKind",
    "Hole",
    "Margin",
    "Plate",
    "Recipe",
    "Start",
    "Task",
    "from_json",
    "plates_of",
    "to_json",
]
