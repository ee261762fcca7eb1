"""A grid's axis turns one recipe into several, each checked."""

from dataclasses import fields

import pytest
from PIL import Image

from sdlab.errors import BadValue, UnknownName
from sdlab.recipe import Adapter, Axis, Blend, Branch, Control, Hole, Margin, Plate, Recipe, Start
from sdlab.recipe.axis import _KINDS, PARAMETERS, cells

BASE = Recipe(prompt="a red apple on a red table", seed=3)


@pytest.mark.parametrize(
    ("parameter", "text", "values"),
    [
        ("seed", "1, 2,5", (1, 2, 5)),
        ("seed", "7..9", (7, 8, 9)),
        ("guidance_scale", "1, 7.5, 12", (1.0, 7.5, 12.0)),
        ("scheduler", "ddim, unipc", ("ddim", "unipc")),
        ("prompt", "red | green, ripe", ("red", "green, ripe")),
    ],
)
def test_values_are_read_as_a_person_writes_them(parameter, text, values):
    assert Axis.parsed(parameter, text).values == values


def test_a_prompts_first_value_is_what_the_others_replace():
    axis = Axis(parameter="prompt", values=("red", "green"))
    prompts = [axis.recipe(BASE, value).prompt for value in axis.values]
    assert prompts == ["a red apple on a red table", "a green apple on a green table"]


def test_a_part_of_a_recipe_is_varied_inside_it():
    start = Start(picture=Plate.of(Image.new("RGB", (64, 64))), strength=0.6)
    recipe = Axis(parameter="strength", values=(0.2,)).recipe(BASE.but(start=start), 0.2)
    assert recipe.start.strength == 0.2
    assert recipe.start.picture is start.picture


def test_every_setting_of_a_task_is_a_parameter():
    picture = Plate.of(Image.new("RGB", (64, 64), "white"))
    recipe = Recipe(
        prompt="a cat",
        negative_prompt="a cat",
        start=Start(picture=picture),
        hole=Hole(mask=picture),
        margin=Margin(right=8),
        control=Control(condition=picture),
        factor=4,
        adapters=(Adapter(name="mascot", sha256="0" * 64),),
        blend=Blend(share=0.1, seed=1),
        branch=Branch(step=1, prompt="a dog"),
    )
    sample = {str: "a cat", int: 64, float: 0.5}
    odd = {"scheduler": "unipc", "factor": 2, "kind": "canny"}
    for parameter in PARAMETERS:
        axis = Axis.parsed(parameter, str(odd.get(parameter, sample[_KINDS[parameter]])))
        varied = axis.recipe(recipe, axis.values[0])
        assert varied != recipe or parameter in ("prompt", "negative_prompt")
    parts = (recipe.start, recipe.hole, recipe.margin, recipe.control, recipe.blend, recipe.branch)
    plain = {
        f.name for part in parts for f in fields(part) if type(getattr(part, f.name)) in (int, float, str)
    }
    assert plain <= set(PARAMETERS)


def test_the_weight_of_an_adapter_is_varied_where_there_is_one():
    mascot = Adapter(name="mascot", sha256="0" * 64, weight=0.5)
    axis = Axis(parameter="adapter_weight", values=(0, 1.5))
    weights = [axis.recipe(BASE.but(adapters=(mascot,)), value).adapters[0].weight for value in axis.values]
    assert weights == [0, 1.5]
    for adapters in ((), (mascot, mascot)):
        with pytest.raises(BadValue, match="one adapter"):
            axis.recipe(BASE.but(adapters=adapters), 1)


@pytest.mark.parametrize(
    ("parameter", "text", "words"),
    [
        ("seed", "1, x", "parted by commas"),
        ("seed", "", "0 values"),
        ("seed", "1..9999", "25 values"),
        ("num_inference_steps", "2.5", "whole numbers"),
    ],
)
def test_what_is_no_value_is_refused(parameter, text, words):
    with pytest.raises(BadValue, match=words):
        Axis.parsed(parameter, text)


@pytest.mark.parametrize(
    ("parameter", "value", "words"),
    [
        ("prompt", "blue", "is replaced"),
        ("strength", 0.5, "has a start"),
        ("width", 100, "The nearest is 96|nearest is 104"),
    ],
)
def test_a_value_that_does_not_fit_the_recipe_is_refused(parameter, value, words):
    with pytest.raises(BadValue, match=words):
        Axis(parameter=parameter, values=(value,)).recipe(BASE, value)


def test_an_unknown_parameter_names_the_nearest():
    with pytest.raises(UnknownName, match="guidance_scale"):
        Axis(parameter="guidance", values=(1,))


def test_two_axes_make_a_cell_for_every_pair_row_by_row():
    seeds, steps = Axis(parameter="seed", values=(1, 2)), Axis(parameter="num_inference_steps", values=(5, 9))
    pairs = [(recipe.num_inference_steps, recipe.seed) for recipe in cells(BASE, seeds, steps)]
    assert pairs == [(5, 1), (5, 2), (9, 1), (9, 2)]


def test_one_parameter_cannot_lie_on_both_axes():
    seeds = Axis(parameter="seed", values=(1, 2))
    with pytest.raises(BadValue, match="another parameter"):
        cells(BASE, seeds, seeds)
