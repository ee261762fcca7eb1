"""Inputs that are a picture and one number."""

from collections.abc import Callable

from PIL import Image

from sdlab.engine import Engine
from sdlab.picture import fit
from sdlab.recipe import Change, Recipe, Start
from sdlab.widgets.factor_choice import FactorChoice
from sdlab.widgets.intake.base import Plates, wanted
from sdlab.widgets.picture_well import PictureWell
from sdlab.widgets.strength_slider import StrengthSlider


class ReworkIntake:
    """Image to image: a picture and how far to stray from it."""

    def __init__(self, engine: Engine, picture: Image.Image | None) -> None:
        self._native, self._plates = engine.facts.native, Plates()
        self.well = PictureWell(label="Start from")
        self.slider = StrengthSlider(engine)
        self.parts = [self.well, self.slider]
        self.well.observe(lambda _: self._fit(), "picture")
        self.picture = picture

    @property
    def picture(self) -> Image.Image | None:
        """The picture a run starts from, at a size the model paints."""
        return self.slider.picture

    @picture.setter
    def picture(self, picture: Image.Image | None) -> None:
        self.well.picture = picture

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
        """Hear the slider and the picture."""
        self.well.observe(lambda _: act(), "picture")
        self.slider.observe(lambda _: act(), "strength")

    def _fit(self) -> None:
        picture = self.well.picture
        self.slider.picture = None if picture is None else fit(picture, native=self._native)


class EnlargeIntake:
    """Upscaling: a picture and a factor."""

    def __init__(self, picture: Image.Image | None) -> None:
        self._plates = Plates()
        self.well = PictureWell(label="Enlarge")
        self.choice = FactorChoice()
        self.parts = [self.well, self.choice]
        self.well.observe(lambda _: self._measure(), "picture")
        self.picture = picture

    @property
    def picture(self) -> Image.Image | None:
        """The picture to enlarge."""
        picture: Image.Image | None = self.well.picture
        return picture

    @picture.setter
    def picture(self, picture: Image.Image | None) -> None:
        self.well.picture = picture

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
        """Hear the factor and the picture."""
        self.well.observe(lambda _: act(), "picture")
        self.choice.observe(lambda _: act(), "factor")

    def _measure(self) -> None:
        self.choice.size = self.picture.size if self.picture else None
