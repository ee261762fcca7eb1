"""The smaller settings of tasks: how a drawing is followed, how far to enlarge, what is looked at."""

import pytest
from fake import FakeEngine
from front_end import FrontEnd
from PIL import Image

from sdlab.errors import BadValue, UnknownName
from sdlab.recipe import Control, Hole, Plate
from sdlab.widgets import ControlSettings, FactorChoice, MaskedArea, panel


@pytest.mark.parametrize(
    ("part", "change", "words"),
    [
        (ControlSettings, {"weight": 2.5}, "from 0 to 2"),
        (ControlSettings, {"start": -0.1}, "from 0 to 1"),
        (ControlSettings, {"kind": "scrible"}, "scribble"),
        (FactorChoice, {"factor": 3}, "2 or 4"),
        (MaskedArea, {"area": "half"}, "whole"),
        (MaskedArea, {"margin": 2000}, "from 0 to 1024"),
    ],
)
def test_a_value_that_cannot_be_is_refused_from_python_and_from_the_page(part, change, words):
    knobs = part()
    ((name, value),) = change.items()
    before = getattr(knobs, name)
    with pytest.raises((BadValue, UnknownName), match=words):
        setattr(knobs, name, value)
    FrontEnd(knobs).write(**change)
    assert words in knobs.trouble
    assert getattr(knobs, name) == before


@pytest.mark.parametrize(
    ("moves", "left"),
    [
        ({"start": 0.4}, (0.4, 1.0)),
        ({"end": 0.5, "start": 0.7}, (0.7, 0.75)),
        ({"start": 0.5, "end": 0.2}, (0.15, 0.2)),
        ({"start": 1.0}, (0.95, 1.0)),
        ({"end": 0.0}, (0.0, 0.05)),
    ],
)
def test_a_drawing_is_always_followed_for_a_while(moves, left):
    settings = ControlSettings()
    page = FrontEnd(settings)
    for name, value in moves.items():
        page.write(**{name: value})
    assert (settings.start, settings.end) == left
    Control(condition=Plate.of(Image.new("L", (64, 64))), start=settings.start, end=settings.end)


def test_how_a_drawing_is_followed_ends_up_in_the_recipe():
    drawn = panel(FakeEngine(), "control")
    drawn.prompt.prompt = "a castle"
    FrontEnd(drawn.intake.control).write(kind="canny", weight=0.7, start=0.1, end=0.6)
    control = drawn.run().recipe.control
    assert (control.kind, control.weight, control.start, control.end) == ("canny", 0.7, 0.1, 0.6)
    other = panel(FakeEngine(), "control")
    other.recipe = drawn.recipe
    assert other.recipe == drawn.recipe


def test_only_the_masked_area_is_worked_on_at_the_models_size():
    hole = panel(FakeEngine(), "inpaint", Image.new("RGB", (256, 192)))
    hole.prompt.prompt = "a cat"
    hole.mask = Image.new("L", (256, 192))
    hole.mask = (40, 30, 80, 60)
    whole = hole.recipe
    assert whole.hole.padding is None
    FrontEnd(hole.intake.area).write(area="masked", margin=16)
    assert hole.recipe.hole == Hole(mask=whole.hole.mask, padding=16)
    assert (hole.recipe.width, hole.recipe.height) == (128, 128)
    assert hole.intake.area.words == {"area": "72 × 62 pixels, painted at 128 × 128"}
    other = panel(FakeEngine(), "inpaint")
    other.recipe = hole.recipe
    assert other.recipe == hole.recipe
    FrontEnd(hole.intake.area).write(area="whole")
    assert hole.recipe == whole


def test_the_size_of_the_enlarged_picture_is_said():
    larger = panel(FakeEngine(), "upscale")
    assert larger.intake.choice.words == {"factor": "no picture yet"}
    larger.picture = Image.new("RGB", (100, 60))
    assert "400 × 240" in larger.intake.choice.words["factor"]
    FrontEnd(larger.intake.choice).write(factor=2)
    assert "200 × 120" in larger.intake.choice.words["factor"]
    assert larger.recipe.factor == 2
