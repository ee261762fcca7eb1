"""What a task needs beyond words: the control for it, and its share of the recipe."""

import math
from collections.abc import Callable
from typing import Protocol

import ipywidgets
from PIL import Image

from sdlab.engine import Engine, Facts
from sdlab.errors import BadValue
from sdlab.mask import check_painted
from sdlab.picture import fit, open_picture
from sdlab.picture.fitting import fitted_size
from sdlab.recipe import Change, Hole, Plate, Recipe, Start, Task
from sdlab.widgets.mask_painter import MaskPainter
from sdlab.widgets.strength_slider import StrengthSlider


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


def wanted(picture: Image.Image | None) -> Image.Image:
    """The picture, or the words that one is needed."""
    if picture is None:
        raise BadValue("picture", None, "given", "Set panel.picture, or send one from another panel.")
    return picture


class Plates:
    """The plate of a picture, made once as long as the picture stays the same."""

    def __init__(self) -> None:
        self._last: tuple[Image.Image, Plate] | None = None

    def of(self, picture: Image.Image) -> Plate:
        """The picture's plate."""
        if self._last is None or self._last[0] is not picture:
            self._last = (picture, Plate.of(picture))
        return self._last[1]


def native(facts: Facts) -> int:
    """The side of the square with as many pixels as the model's own size."""
    return round(math.sqrt(facts.width * facts.height))


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


class ReworkIntake:
    """Image to image: a picture and how far to stray from it."""

    def __init__(self, engine: Engine, picture: Image.Image | None) -> None:
        self._native, self._plates = native(engine.facts), Plates()
        self.slider = StrengthSlider(engine)
        self.parts = [self.slider]
        self._acts: list[Callable[[], None]] = []
        if picture is not None:
            self.picture = picture

    @property
    def picture(self) -> Image.Image | None:
        """The picture a run starts from, at a size the model paints."""
        return self.slider.picture

    @picture.setter
    def picture(self, picture: Image.Image | None) -> None:
        self.slider.picture = None if picture is None else fit(open_picture(picture), native=self._native)
        for act in self._acts:
            act()

    def change(self) -> Change:
        """The start, and the picture's size."""
        picture = wanted(self.picture)
        start = Start(picture=self._plates.of(picture), strength=self.slider.strength)
        return {"start": start, "width": picture.width, "height": picture.height}

    def move(self, recipe: Recipe) -> None:
        """Take the recipe's picture, strength and steps."""
        if recipe.start is not None:
            self.picture = recipe.start.picture.picture
            self.slider.strength = recipe.start.strength

    def listen(self, act: Callable[[], None]) -> None:
        """Hear the slider, and a picture set from Python."""
        self._acts.append(act)
        self.slider.observe(lambda _: act(), "strength")


class HoleIntake:
    """Inpainting: a picture and a mask painted on it."""

    def __init__(self, engine: Engine, picture: Image.Image | None) -> None:
        facts = engine.facts
        self._native, self._plates = native(facts), Plates()
        self.painter = MaskPainter(picture, width=facts.width, height=facts.height)
        self.parts = [self.painter]

    @property
    def picture(self) -> Image.Image | None:
        """The picture to paint in."""
        picture: Image.Image | None = self.painter.picture
        return picture

    @picture.setter
    def picture(self, picture: Image.Image | None) -> None:
        self.painter.picture = picture

    def change(self) -> Change:
        """The picture, the mask and how its rim is treated; sizes the model paints."""
        picture, painter = wanted(self.picture), self.painter
        hole = Hole(mask=Plate.of(check_painted(painter.mask)), grow=painter.grow, feather=painter.feather)
        width, height = fitted_size(picture.size, self._native)
        start = Start(picture=self._plates.of(picture), strength=1.0)
        return {"start": start, "hole": hole, "width": width, "height": height}

    def move(self, recipe: Recipe) -> None:
        """Take the recipe's picture and mask."""
        if recipe.start is not None and recipe.hole is not None:
            self.painter.picture = recipe.start.picture.picture
            self.painter.mask = recipe.hole.mask.picture
            self.painter.grow, self.painter.feather = recipe.hole.grow, recipe.hole.feather

    def listen(self, act: Callable[[], None]) -> None:
        """Hear strokes and pictures."""
        self.painter.observe(lambda _: act(), ["picture", "mask", "grow", "feather"])


class EnlargeIntake:
    """Upscaling: a picture and a factor."""

    def __init__(self, picture: Image.Image | None) -> None:
        self.factor = ipywidgets.ToggleButtons(
            options=[("× 2", 2), ("× 4", 4)], value=4, description="Factor"
        )
        self.parts = [self.factor]
        self._picture, self._plates = picture, Plates()
        self._acts: list[Callable[[], None]] = []

    @property
    def picture(self) -> Image.Image | None:
        """The picture to enlarge."""
        return self._picture

    @picture.setter
    def picture(self, picture: Image.Image | None) -> None:
        self._picture = None if picture is None else open_picture(picture)
        for act in self._acts:
            act()

    def change(self) -> Change:
        """The picture and the factor."""
        start = Start(picture=self._plates.of(wanted(self.picture)), strength=1.0)
        return {"start": start, "factor": int(self.factor.value)}

    def move(self, recipe: Recipe) -> None:
        """Take the recipe's picture and factor."""
        if recipe.start is not None and recipe.factor is not None:
            self.picture = recipe.start.picture.picture
            self.factor.value = recipe.factor

    def listen(self, act: Callable[[], None]) -> None:
        """Hear the factor, and a picture set from Python."""
        self._acts.append(act)
        self.factor.observe(lambda _: act(), "value")


def intake_for(task: Task, engine: Engine, picture: Image.Image | None) -> Intake:
    """The input that a task needs."""
    if task == "image_to_image":
        return ReworkIntake(engine, picture)
    if task == "inpaint":
        return HoleIntake(engine, picture)
    if task == "upscale":
        return EnlargeIntake(picture)
    return NoIntake()
