"""Inputs that are a picture and one number."""

from collections.abc import Callable

from PIL import Image

from sdlab.engine import Engine
from sdlab.picture import fit, open_picture
from sdlab.recipe import Change, Recipe, Start
from sdlab.widgets.factor_choice import FactorChoice
from sdlab.widgets.intake.base import Plates, native, wanted
from sdlab.widgets.strength_slider import StrengthSlider


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


class EnlargeIntake:
    """Upscaling: a picture and a factor."""

    def __init__(self, picture: Image.Image | None) -> None:
        self.choice = FactorChoice()
        self.parts = [self.choice]
        self._picture: Image.Image | None = None
        self._plates = Plates()
        self._acts: list[Callable[[], None]] = []
        self.picture = picture

    @property
    def picture(self) -> Image.Image | None:
        """The picture to enlarge."""
        return self._picture

    @picture.setter
    def picture(self, picture: Image.Image | None) -> None:
        self._picture = None if picture is None else open_picture(picture)
        self.choice.size = self._picture.size if self._picture else None
        for act in self._acts:
            act()

    def change(self) -> Change:
        """The picture and the factor."""
        start = Start(picture=self._plates.of(wanted(self.picture)), strength=1.0)
        return {"start": start, "factor": int(self.choice.factor)}

    def move(self, recipe: Recipe) -> None:
        """Take the recipe's picture and factor."""
        if recipe.start is not None and recipe.factor is not None:
            self.picture = recipe.start.picture.picture
            self.choice.factor = recipe.factor

    def listen(self, act: Callable[[], None]) -> None:
        """Hear the factor, and a picture set from Python."""
        self._acts.append(act)
        self.choice.observe(lambda _: act(), "factor")
