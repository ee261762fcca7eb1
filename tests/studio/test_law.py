"""The studio's laws: a recipe gives the same picture, alone or in company, here or in plain diffusers."""

import asyncio
from pathlib import Path

import numpy as np
import pytest
import torch

import sdlab

QUICK = {"num_inference_steps": 3}


def difference(one, other):
    """The mean difference of two pictures in levels of 0..255."""
    return np.abs(np.asarray(one, np.int16) - np.asarray(other, np.int16)).mean()


@pytest.fixture(scope="module")
def apple(studio):
    return studio.text_to_image("a red apple", seed=7, **QUICK)


def test_a_run_says_everything_it_depends_on(studio, apple):
    recipe = apple.recipe
    assert (recipe.task, recipe.prompt, recipe.seed) == ("text_to_image", "a red apple", 7)
    assert (recipe.num_inference_steps, recipe.model) == (3, "tiny")
    assert recipe.guidance_scale == studio.facts.guidance_scale
    assert (recipe.width, recipe.height) == apple.picture.size == (studio.facts.width, studio.facts.height)
    assert len(recipe.model_sha256) == 64
    assert {name for name, _ in recipe.versions} == {"diffusers", "sdlab", "torch", "transformers"}
    assert apple.recipe.seconds == apple.seconds > 0


def test_replay_from_the_png_gives_the_picture_again(studio, apple, tmp_path):
    again = sdlab.open_recipe(apple.save(tmp_path / "apple.png")).replay(studio)
    assert difference(again.picture, apple.picture) == 0
    assert again.recipe == apple.recipe


def test_a_recipe_from_other_weights_is_noted(studio, apple):
    assert apple.recipe.note == ""
    assert "other weights" in studio.run(apple.recipe.but(model_sha256="0" * 64)).recipe.note


def test_another_seed_gives_another_picture(studio, apple):
    other = studio.run(apple.recipe.but(seed=8))
    assert difference(other.picture, apple.picture) > 0.5


def test_the_third_of_a_batch_equals_the_same_seed_alone(studio):
    several = studio.text_to_image("a red apple", seed=5, count=3, **QUICK)
    assert [run.recipe.seed for run in several] == [5, 6, 7]
    alone = studio.text_to_image("a red apple", seed=7, **QUICK)
    assert difference(several[2].picture, alone.picture) < 0.05
    assert difference(several[1].picture, alone.picture) > 0.5


def test_a_stochastic_scheduler_keeps_that_law(studio):
    several = studio.text_to_image("a red apple", seed=6, count=2, scheduler="euler_a", **QUICK)
    alone = studio.text_to_image("a red apple", seed=7, scheduler="euler_a", **QUICK)
    assert difference(several[1].picture, alone.picture) < 0.05


def test_each_prompt_of_a_list_equals_the_same_prompt_alone(studio, apple):
    runs = studio.text_to_image(["a dog", "a red apple"], seed=7, **QUICK)
    assert [run.recipe.prompt for run in runs] == ["a dog", "a red apple"]
    assert difference(runs[1].picture, apple.picture) < 0.05


def test_prompts_and_count_multiply_prompt_by_prompt(studio):
    recipes = studio.spread(studio.recipe("text_to_image"), ["a", "b"], 3, 2)
    assert [(recipe.prompt, recipe.seed) for recipe in recipes] == [("a", 3), ("a", 4), ("b", 3), ("b", 4)]


def test_run_arun_and_submit_are_the_same_job(studio, apple):
    submitted = studio.submit([apple.recipe]).wait()[0]
    awaited = asyncio.run(studio.arun(apple.recipe))
    assert difference(submitted.picture, apple.picture) == difference(awaited.picture, apple.picture) == 0


def test_run_takes_one_recipe_or_several(studio, apple):
    assert isinstance(studio.run([apple.recipe]), list)
    assert studio.run(apple.recipe).recipe == apple.recipe
    assert isinstance(asyncio.run(studio.arun([apple.recipe])), list)


def test_without_a_seed_each_run_has_its_own(studio):
    seeds = {studio.text_to_image("a cat", num_inference_steps=1).recipe.seed for _ in range(3)}
    assert len(seeds) == 3


def test_plain_diffusers_gives_the_same_picture(studio, apple):
    from diffusers import StableDiffusionPipeline

    pipeline = StableDiffusionPipeline.from_pretrained(
        Path(sdlab.__file__).parent / "models" / "bundled" / "tiny", use_safetensors=True
    )
    pipeline.set_progress_bar_config(disable=True)
    plain = pipeline(
        "a red apple",
        num_inference_steps=3,
        guidance_scale=apple.recipe.guidance_scale,
        generator=torch.Generator("cpu").manual_seed(7),
    ).images[0]
    assert difference(plain, apple.picture) < 0.05


def test_unconditional_pictures_need_no_prompt(studio):
    one = studio.unconditional(seed=1, **QUICK)
    several = studio.unconditional(2, seed=1, **QUICK)
    assert (one.recipe.task, one.recipe.prompt, one.recipe.guidance_scale) == ("unconditional", "", 1.0)
    assert difference(several[0].picture, one.picture) < 0.05
    assert [run.recipe.seed for run in several] == [1, 2]


def test_a_negative_prompt_changes_the_picture_and_nothing_without_guidance(studio, apple):
    assert difference(studio.run(apple.recipe.but(negative_prompt="red")).picture, apple.picture) > 0.1
    free = apple.recipe.but(guidance_scale=1.0)
    assert difference(studio.run(free.but(negative_prompt="red")).picture, studio.run(free).picture) == 0


@pytest.mark.parametrize("size", [(64, 64), (72, 136), (192, 64)])
def test_any_legal_size_is_painted(studio, size):
    run = studio.text_to_image("a cat", width=size[0], height=size[1], num_inference_steps=1, seed=1)
    assert run.picture.size == size


# diffusers' DEIS hands torch tensors to numpy
@pytest.mark.filterwarnings("ignore:__array_wrap__:DeprecationWarning")
def test_every_scheduler_on_offer_paints(studio):
    plain = {}
    for family in studio.facts.schedulers.values():
        for name in family:
            plain[name] = studio.text_to_image("a cat", seed=1, scheduler=name, **QUICK)
    assert len(plain) == 17
    for name, run in plain.items():
        assert run.recipe.scheduler == name
        assert all(np.isfinite(frame.clean).all() and np.isfinite(frame.noisy).all() for frame in run.film), (
            name
        )
        assert np.asarray(run.picture).std() > 1, name
