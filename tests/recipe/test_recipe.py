"""A recipe is a value: frozen, hashable, checked when it is made."""

import dataclasses
import math

import pytest
from PIL import Image

from sdlab.errors import BadValue, NotOffered, SdlabError, UnknownName
from sdlab.recipe import Adapter, Blend, Control, Hole, Margin, Plate, Recipe, Start

PLATE = Plate.of(Image.new("RGB", (8, 8), "red"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"prompt": "x" * 10_000}, "at most 2000 characters"),
        ({"prompt": None}, "must be a text"),
        ({"negative_prompt": "x" * 10_000}, "negative_prompt"),
        ({"seed": -1}, "seed must be a whole number from 0"),
        ({"seed": 2**63}, "seed must be a whole number from 0"),
        ({"seed": 1.5}, "seed must be a whole number"),
        ({"seed": True}, "seed must be a whole number"),
        ({"num_inference_steps": 0}, "from 1 to 1000"),
        ({"num_inference_steps": 10**6}, "from 1 to 1000"),
        ({"guidance_scale": math.nan}, "guidance_scale must be from 0 to 50"),
        ({"guidance_scale": math.inf}, "guidance_scale must be from 0 to 50"),
        ({"guidance_scale": -1}, "guidance_scale must be from 0 to 50"),
        ({"width": 101}, "The nearest is 104"),
        ({"height": 12_800}, "The nearest is 4096"),
        ({"width": 0}, "The nearest is 64"),
        ({"width": "wide"}, "a multiple of 8"),
        ({"width": math.nan}, "a multiple of 8"),
        ({"factor": 3}, "factor must be 2 or 4"),
        ({"task": None}, "task must be the name of a task"),
        ({"adapters": None}, "a tuple of Adapters"),
        ({"seconds": "long"}, "seconds must be from 0"),
    ],
)
def test_a_value_out_of_range_is_refused_with_the_range(change, words):
    with pytest.raises(BadValue, match=words):
        Recipe(**change)


@pytest.mark.parametrize("task", ["image_to_image", "inpaint", "outpaint", "upscale", "control"])
def test_a_task_without_what_it_needs_is_refused(task):
    with pytest.raises(BadValue):
        Recipe(task=task)


def test_an_unknown_task_is_answered_with_the_nearest():
    with pytest.raises(UnknownName, match="text_to_image"):
        Recipe(task="txt_to_image")


@pytest.mark.parametrize(
    "make",
    [
        lambda: Start(picture=PLATE, strength=1.5),
        lambda: Start(picture=PLATE, strength=math.nan),
        lambda: Hole(mask=PLATE, grow=1000),
        lambda: Hole(mask=PLATE, feather=-1),
        lambda: Hole(mask=PLATE, padding=2000),
        Margin,
        lambda: Margin(left=-8),
        lambda: Control(condition=PLATE, weight=3.0),
        lambda: Control(condition=PLATE, start=0.8, end=0.2),
        lambda: Control(condition=PLATE, kind="sketchy"),
        lambda: Adapter(name="style", sha256="", weight=9.0),
        lambda: Blend(share=0.5),
        lambda: Blend(share=2.0, seed=1),
    ],
)
def test_a_part_out_of_range_is_refused(make):
    with pytest.raises(SdlabError):
        make()


def test_equal_recipes_are_one_key():
    one, other = (Recipe(prompt="a cat", start=Start(picture=Plate.of(PLATE.picture))) for _ in range(2))
    assert {one: "found"}[other] == "found"
    assert one != one.but(seed=1)


def test_a_plate_is_encoded_only_when_its_bytes_are_wanted(monkeypatch):
    picture = Image.new("RGB", (8, 8), "red")
    encoded = []
    save = Image.Image.save
    monkeypatch.setattr(Image.Image, "save", lambda *given, **more: (encoded.append(1), save(*given, **more)))
    plate = Plate.of(picture)
    picture.paste("blue", (0, 0, 8, 8))
    assert plate.picture.getpixel((0, 0)) == (255, 0, 0)
    plate.picture.paste("blue", (0, 0, 8, 8))
    assert plate == Plate.of(plate.picture) != Plate.of(picture)
    assert not encoded
    assert plate == Plate(plate.png) == PLATE
    assert len({plate, Plate(plate.png), PLATE}) == 1


def test_a_recipe_cannot_be_changed_in_place():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Recipe().seed = 1


def test_but_checks_the_change():
    with pytest.raises(BadValue, match="num_inference_steps"):
        Recipe().but(num_inference_steps=0)


def test_replay_asks_for_the_recipe_and_nothing_else(fake_engine):
    recipe = Recipe(prompt="a cat", seed=5, model="fake")
    assert recipe.replay(fake_engine).recipe == recipe
    assert [job.recipes for job in fake_engine.jobs] == [(recipe,)]


@pytest.mark.parametrize("none", ["tiny", None])
def test_replay_without_a_studio_says_how_to_make_one(none):
    with pytest.raises(BadValue, match=r'sdlab.load\("tiny"\)'):
        Recipe(prompt="a cat").replay(none)


def test_replay_with_another_model_is_refused_by_name(fake_engine):
    with pytest.raises(NotOffered, match=r'sdlab.load\("sd15"\)'):
        Recipe(prompt="a cat", model="sd15").replay(fake_engine)
