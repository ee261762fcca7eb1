"""A recipe survives being written down."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from sdlab.errors import BadValue, DamagedFile
from sdlab.recipe import (
    Adapter,
    Blend,
    Branch,
    Control,
    Hole,
    Margin,
    Plate,
    Recipe,
    Start,
    from_json,
    plates_of,
    to_json,
)  # fmt: skip

PICTURE = Plate.of(Image.new("RGB", (8, 8), "red"))
MASK = Plate.of(Image.new("L", (8, 8), 255))
FULL = Recipe(
    task="inpaint", prompt='ä "cat", [x]: 1\nline', negative_prompt="blur", seed=2**63 - 1,
    num_inference_steps=3, guidance_scale=0.5, scheduler="euler_a", width=64, height=72,
    start=Start(picture=PICTURE, strength=0.25), hole=Hole(mask=MASK, grow=-2, feather=3, padding=16),
    margin=Margin(left=8), factor=2, control=Control(condition=PICTURE, weight=0.5),
    adapters=(Adapter(name="ink", sha256="ab", weight=0.5),), blend=Blend(share=0.5, seed=3),
    branch=Branch(step=4, prompt="before"), model="sd15", model_sha256="cd", versions=(("torch", "2.13.0"),),
    note="latent blending",
)  # fmt: skip


def test_every_field_comes_back():
    assert from_json(to_json(FULL), plates_of(FULL)) == FULL


def test_defaults_are_left_out():
    assert json.loads(to_json(Recipe(prompt="a cat"))) == {
        "sdlab": 1,
        "task": "text_to_image",
        "prompt": "a cat",
    }


@settings(max_examples=50, deadline=None)
@given(
    prompt=st.text(st.characters(exclude_categories=["Cs"]), max_size=200),
    seed=st.integers(0, 2**63 - 1),
    guidance=st.floats(0, 50),
)
def test_any_recipe_comes_back(prompt, seed, guidance):
    recipe = Recipe(prompt=prompt, seed=seed, guidance_scale=guidance)
    assert from_json(to_json(recipe), {}) == recipe


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("not json", "no sdlab recipe"),
        ("[1]", "lacks the field"),
        ('{"prompt": "a cat"}', "lacks the field"),
        ('{"sdlab": 99}', "newer sdlab"),
        ('{"sdlab": 1, "colour": "red"}', "wrong kind"),
        ('{"sdlab": 1, "task": "image_to_image", "start": 7}', "wrong kind"),
        ('{"sdlab": 1, "adapters": 7}', "wrong kind"),
    ],
)
def test_what_is_no_recipe_is_refused_in_words(text, words):
    with pytest.raises(DamagedFile, match=words):
        from_json(text, {})


def test_a_value_out_of_range_is_refused_when_read():
    with pytest.raises(BadValue, match="num_inference_steps"):
        from_json('{"sdlab": 1, "num_inference_steps": 0}', {})


def test_what_a_picture_took_makes_no_difference():
    assert Recipe(seconds=3.0) == Recipe()
    assert to_json(Recipe(seconds=3.0)) == to_json(Recipe())


def test_a_recipe_without_its_picture_is_refused():
    with pytest.raises(DamagedFile, match="input picture"):
        from_json(to_json(FULL), {})


def test_a_swapped_picture_is_refused():
    swapped = dict.fromkeys(plates_of(FULL), Plate.of(Image.new("RGB", (8, 8), "blue")))
    with pytest.raises(DamagedFile, match="input picture"):
        from_json(to_json(FULL), swapped)


def test_a_plate_keeps_every_pixel_and_drops_the_metadata():
    picture = Image.effect_noise((16, 16), 80).convert("RGB")
    picture.info["parameters"] = "secret"
    plate = Plate.of(picture)
    assert plate.picture.tobytes() == picture.tobytes()
    assert "parameters" not in plate.picture.info


def test_a_plate_that_is_no_picture_says_so():
    with pytest.raises(DamagedFile, match="input picture"):
        _ = Plate(b"hello").picture
