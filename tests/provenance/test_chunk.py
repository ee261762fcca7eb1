"""Every picture says what made it, to us and to others."""

import io

import pytest
from PIL import Image
from sd_parsers import ParserManager

from sdlab.provenance import encode_copy, encode_png, open_recipe, parameters
from sdlab.recipe import Hole, Plate, Recipe, Start

PICTURE = Image.effect_noise((64, 72), 90).convert("RGB")
RECIPE = Recipe(
    prompt="a red apple, on a tree", negative_prompt="blur, text", seed=42, num_inference_steps=12,
    guidance_scale=6.5, scheduler="euler_a", model="tiny", model_sha256="0123456789abcdef",
    versions=(("sdlab", "0.1.0"),),
)  # fmt: skip


def test_the_recipe_comes_back_from_the_bytes():
    assert open_recipe(encode_png(PICTURE, RECIPE)) == RECIPE


def test_the_picture_is_kept_to_the_pixel():
    assert Image.open(io.BytesIO(encode_png(PICTURE, RECIPE))).tobytes() == PICTURE.tobytes()


def test_equal_runs_give_equal_bytes():
    assert encode_png(PICTURE, RECIPE) == encode_png(PICTURE.copy(), RECIPE.but())


def test_a_reduced_copy_says_so_and_at_which_size_it_was_made():
    copy = encode_copy(PICTURE.resize((32, 36)), RECIPE, PICTURE.size)
    assert open_recipe(copy) == RECIPE.but(note="this is a copy reduced from 64 × 72 pixels")
    assert "Size: 64x72" in Image.open(io.BytesIO(copy)).info["parameters"]
    assert encode_copy(PICTURE, RECIPE, PICTURE.size) == encode_png(PICTURE, RECIPE)


def test_the_input_pictures_travel_inside():
    start = Start(picture=Plate.of(PICTURE), strength=0.5)
    hole = Hole(mask=Plate.of(PICTURE.convert("L")))
    recipe = RECIPE.but(task="inpaint", start=start, hole=hole)
    found = open_recipe(encode_png(PICTURE, recipe))
    assert found == recipe
    assert found.hole.mask.picture.tobytes() == PICTURE.convert("L").tobytes()


def test_a_third_party_reads_the_settings():
    info = ParserManager().parse(io.BytesIO(encode_png(PICTURE, RECIPE)))
    sampler = info.samplers[0]
    assert [prompt.value for prompt in sampler.prompts] == ["a red apple, on a tree"]
    assert [prompt.value for prompt in sampler.negative_prompts] == ["blur, text"]
    assert sampler.name == "Euler a"
    assert sampler.model.name == "tiny"
    assert sampler.model.hash == "0123456789"
    assert {key: sampler.parameters[key] for key in ("seed", "steps", "cfg_scale")} == {
        "seed": "42", "steps": "12", "cfg_scale": "6.5",
    }  # fmt: skip


def test_a_third_party_reads_a_picture_without_a_prompt():
    recipe = Recipe(task="unconditional", guidance_scale=1.0, seed=3)
    sampler = ParserManager().parse(io.BytesIO(encode_png(PICTURE, recipe))).samplers[0]
    assert sampler.parameters["seed"] == "3"
    assert not sampler.prompts


def test_the_settings_name_the_generators_device():
    # without it, readers take the seed for one of a graphics processor
    assert "RNG: CPU" in parameters(RECIPE, 64, 72)


def test_a_value_with_a_comma_is_quoted():
    assert 'Model: "a,b"' in parameters(RECIPE.but(model="a,b"), 64, 72)


@pytest.mark.parametrize(
    ("recipe", "mark"),
    [
        (RECIPE, "/trainedAlgorithmicMedia"),
        (
            RECIPE.but(task="image_to_image", start=Start(picture=Plate.of(PICTURE))),
            "/compositeWithTrainedAlgorithmicMedia",
        ),
    ],
)
def test_the_picture_is_marked_as_made_by_a_model(recipe, mark):
    xmp = Image.open(io.BytesIO(encode_png(PICTURE, recipe))).info["xmp"].decode()
    assert mark in xmp
