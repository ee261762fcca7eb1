"""Inputs that a person paints or drags: a mask, a frame, a drawing."""

from collections.abc import Callable

import traitlets
from PIL import Image

from sdlab.engine import Engine
from sdlab.errors import BadValue
from sdlab.mask import bounding_box, check_painted
from sdlab.picture import fit, fitted_size, open_picture
from sdlab.recipe import Change, Control, Hole, Recipe, Start
from sdlab.widgets.control_settings import ControlSettings
from sdlab.widgets.intake.base import Plates, wanted
from sdlab.widgets.mask_painter import MaskPainter
from sdlab.widgets.masked_area import MaskedArea
from sdlab.widgets.outpaint_frame import SIDES, OutpaintFrame
from sdlab.widgets.picture_well import PictureWell
from sdlab.widgets.sketch_pad import SketchPad

FOLLOWED = ("kind", "weight", "start", "end")


class HoleIntake:
    """Inpainting: a picture, a mask painted on it, and whether more than the masked area is looked at."""

    def __init__(self, engine: Engine, picture: Image.Image | None) -> None:
        facts = engine.facts
        self._own = (facts.width, facts.height)
        self._native, self._plates, self._masks = facts.native, Plates(), Plates()
        self.well = PictureWell(picture, label="Paint in", shows=False)
        self.painter = MaskPainter(picture, width=facts.width, height=facts.height)
        self.area = MaskedArea()
        self.parts = [self.well, self.painter, self.area]
        traitlets.link((self.painter, "picture"), (self.well, "picture"))

    @property
    def picture(self) -> Image.Image | None:
        """The picture to paint in."""
        picture: Image.Image | None = self.painter.picture
        return picture

    @picture.setter
    def picture(self, picture: Image.Image | None) -> None:
        self.painter.picture = picture

    def change(self) -> Change:
        """The picture, the mask, its rim and what is looked at; sizes the model paints."""
        picture, painter, padding = wanted(self.picture), self.painter, self.area.padding
        mask = self._masks.of(check_painted(painter.mask))
        hole = Hole(mask=mask, grow=painter.grow, feather=painter.feather, padding=padding)
        left, top, right, bottom = bounding_box(painter.mask, padding or 0)
        size = fitted_size(picture.size, self._native) if padding is None else self._own
        self.area.say(picture.size if padding is None else (right - left, bottom - top), size)
        painter.look_through(size, padding)
        start = Start(picture=self._plates.of(picture), strength=1.0)
        return {"start": start, "hole": hole, "width": size[0], "height": size[1]}

    def move(self, recipe: Recipe) -> None:
        """Take the recipe's picture and mask."""
        if recipe.start is not None and recipe.hole is not None:
            self.painter.picture = recipe.start.picture.picture
            self.painter.mask = recipe.hole.mask.picture
            self.painter.grow, self.painter.feather = recipe.hole.grow, recipe.hole.feather
            self.area.padding = recipe.hole.padding

    def listen(self, act: Callable[[], None]) -> None:
        """Hear strokes and pictures, and the area."""
        self.painter.observe(lambda _: act(), ["picture", "mask", "grow", "feather"])
        self.area.observe(lambda _: act(), ["area", "margin"])


class MarginIntake:
    """Outpainting: a picture in a frame that says how far to paint on."""

    def __init__(self, engine: Engine, picture: Image.Image | None) -> None:
        facts = engine.facts
        reach = (
            min(facts.width, facts.height) // 2
        )  # what a pass sees of the picture, as studio.outpaint does
        self.well = PictureWell(picture, label="Paint on from", shows=False)
        self.frame = OutpaintFrame(picture, right=reach, overlap=min(reach, 512))
        self.parts = [self.well, self.frame]
        traitlets.link((self.frame, "picture"), (self.well, "picture"))
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
        self._native, self._plates = facts.native, Plates()
        self.pad = SketchPad(width=facts.width, height=facts.height, background="#000000")
        self.pad.colour = "#ffffff"
        self.control = ControlSettings()
        self.parts = [self.pad, self.control]
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
        """The drawing and how it is followed; the drawing's size."""
        drawing: Image.Image = self.pad.picture
        how = {name: getattr(self.control, name) for name in FOLLOWED}
        control = Control(condition=self._plates.of(drawing), **how)
        return {"control": control, "width": drawing.width, "height": drawing.height}

    def move(self, recipe: Recipe) -> None:
        """Take the recipe's drawing and how it is followed."""
        if recipe.control is not None:
            self.pad.picture = recipe.control.condition.picture
            self.control.start, self.control.end = 0.0, 1.0  # neither in the way of the other
            for name in FOLLOWED:
                setattr(self.control, name, getattr(recipe.control, name))

    def listen(self, act: Callable[[], None]) -> None:
        """Hear strokes, and how they are followed."""
        self.pad.observe(lambda _: act(), "picture")
        self.control.observe(lambda _: act(), list(FOLLOWED))
