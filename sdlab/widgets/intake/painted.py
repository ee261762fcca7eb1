"""Inputs that a person paints or drags: a mask, a frame, a drawing."""

from collections.abc import Callable
from typing import get_args

import ipywidgets
from PIL import Image

from sdlab.engine import Engine
from sdlab.errors import BadValue
from sdlab.mask import check_painted
from sdlab.picture import fit, fitted_size, open_picture
from sdlab.recipe import Change, Control, ControlKind, Hole, Plate, Recipe, Start
from sdlab.widgets.intake.base import Plates, native, wanted
from sdlab.widgets.mask_painter import MaskPainter
from sdlab.widgets.outpaint_frame import SIDES, OutpaintFrame
from sdlab.widgets.sketch_pad import SketchPad


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


class MarginIntake:
    """Outpainting: a picture in a frame that says how far to paint on."""

    def __init__(self, engine: Engine, picture: Image.Image | None) -> None:
        facts = engine.facts
        reach = (
            min(facts.width, facts.height) // 2
        )  # what a pass sees of the picture, as studio.outpaint does
        self.frame = OutpaintFrame(picture, right=reach, overlap=min(reach, 512))
        self.parts = [self.frame]
        self._plates = Plates()

    @property
    def picture(self) -> Image.Image | None:
        """The picture to paint on."""
        picture: Image.Image | None = self.frame.picture
        return picture

    @picture.setter
    def picture(self, picture: Image.Image | None) -> None:
        self.frame.picture = picture

    def change(self) -> Change:
        """The picture and its margin."""
        picture, margin = wanted(self.picture), self.frame.margin
        if margin is None:
            raise BadValue("margin", 0, "above 0 on at least one side", "Drag a side of the frame outwards.")
        return {"start": Start(picture=self._plates.of(picture), strength=1.0), "margin": margin}

    def move(self, recipe: Recipe) -> None:
        """Take the recipe's picture and margin."""
        if recipe.start is not None and recipe.margin is not None:
            self.frame.picture = recipe.start.picture.picture
            for name in (*SIDES, "overlap"):
                setattr(self.frame, name, getattr(recipe.margin, name))

    def listen(self, act: Callable[[], None]) -> None:
        """Hear the frame."""
        self.frame.observe(lambda _: act(), ["picture", "overlap", *SIDES])


class DrawingIntake:
    """Control: a drawing in white on black, of a kind, followed with a weight."""

    def __init__(self, engine: Engine, picture: Image.Image | None) -> None:
        facts = engine.facts
        self._native, self._plates = native(facts), Plates()
        self.pad = SketchPad(width=facts.width, height=facts.height, background="#000000")
        self.pad.colour = "#ffffff"
        self.kind = ipywidgets.Dropdown(options=get_args(ControlKind), description="Kind")
        self.weight = ipywidgets.FloatSlider(value=1.0, min=0.0, max=2.0, step=0.05, description="Weight")
        self.parts = [self.pad, ipywidgets.HBox([self.kind, self.weight])]
        if picture is not None:
            self.picture = picture

    @property
    def picture(self) -> Image.Image | None:
        """The drawing."""
        picture: Image.Image = self.pad.picture
        return picture

    @picture.setter
    def picture(self, picture: Image.Image | None) -> None:
        self.pad.picture = None if picture is None else fit(open_picture(picture), native=self._native)

    def change(self) -> Change:
        """The drawing, its kind and weight; the drawing's size."""
        drawing: Image.Image = self.pad.picture
        control = Control(condition=self._plates.of(drawing), kind=self.kind.value, weight=self.weight.value)
        return {"control": control, "width": drawing.width, "height": drawing.height}

    def move(self, recipe: Recipe) -> None:
        """Take the recipe's drawing, kind and weight."""
        if recipe.control is not None:
            self.pad.picture = recipe.control.condition.picture
            self.kind.value, self.weight.value = recipe.control.kind, recipe.control.weight

    def listen(self, act: Callable[[], None]) -> None:
        """Hear strokes, kind and weight."""
        self.pad.observe(lambda _: act(), "picture")
        for part in (self.kind, self.weight):
            part.observe(lambda _: act(), "value")
