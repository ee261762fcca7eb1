"""What a task needs beyond words: its own controls, and its share of the recipe."""

from collections.abc import Callable
from typing import Protocol

import ipywidgets
from PIL import Image

from sdlab.errors import BadValue
from sdlab.recipe import Change, Plate, Recipe


class Intake(Protocol):
    """The input of a task.

    `parts` are its controls; `picture` is the picture it works on, None for none yet.
    """

    parts: list[ipywidgets.DOMWidget]
    picture: Image.Image | None

    def change(self) -> Change:
        """The fields of the recipe that this input fills.

        Raises:
            BadValue: something is missing, such as a picture.
        """
        ...

    def move(self, recipe: Recipe) -> None:
        """Set the controls to what a recipe says."""
        ...

    def listen(self, act: Callable[[], None]) -> None:
        """Call `act` whenever `change` would give something else."""
        ...


class NoIntake:
    """For tasks that need words only."""

    def __init__(self) -> None:
        self.parts: list[ipywidgets.DOMWidget] = []
        self.picture: Image.Image | None = None

    def change(self) -> Change:
        """Nothing."""
        return {}

    def move(self, recipe: Recipe) -> None:
        """Nothing to move."""

    def listen(self, act: Callable[[], None]) -> None:
        """Nothing to hear."""


class Plates:
    """The plate of a picture, made once as long as the picture stays the same."""

    def __init__(self) -> None:
        self._last: tuple[Image.Image, Plate] | None = None

    def of(self, picture: Image.Image) -> Plate:
        """The picture's plate."""
        if self._last is None or self._last[0] is not picture:
            self._last = (picture, Plate.of(picture))
        return self._last[1]


def wanted(picture: Image.Image | None) -> Image.Image:
    """The picture, or the words that one is needed."""
    if picture is None:
        raise BadValue("picture", None, "given", "Set panel.picture, or send one from another panel.")
    return picture
