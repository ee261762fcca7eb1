import io

import numpy as np
import pytest
from PIL import Image
from standin import save_lcm, save_sdxl

import sdlab
from sdlab.errors import BadValue, UnknownName
from sdlab.recipe import Branch
from sdlab.recipe.axis import Axis, cells
from sdlab.studio.grid import Grid

SMALL = {"num_inference_steps": 4, "width": 64, "height": 64}


def difference(one, other):
    return np.abs(np.asarray(one, np.int16) - np.asarray(other, np.int16)).max()


@pytest.fixture(scope="module")
def parent(studio):
    return studio.text_to_image("a red apple", seed=3, **SMALL)


@pytest.fixture(scope="module")
def fresh(studio):
    return studio.text_to_image("a blue house", seed=3, **SMALL)


# --- grids


def test_a_cell_equals_the_same_run_alone(studio, parent):
    grid = studio.grid(parent, ("seed", [3, 4]), ("prompt", ["red", "blue"]))
    assert [[(run.recipe.prompt, run.recipe.seed) for run in row] for row in grid.rows] == [
        [("a red apple", 3), ("a red apple", 4)],
        [("a blue apple", 3), ("a blue apple", 4)],
    ]
    assert difference(grid.runs[0].picture, parent.picture) <= 1
    alone = studio.text_to_image("a blue apple", seed=4, **SMALL)
    assert difference(grid.runs[3].picture, alone.picture) <= 1


def test_a_grid_varies_the_parts_of_a_recipe_too(studio, scene):
    start = studio.image_to_image(scene, "a cat", strength=0, seed=1, **SMALL)
    grid = studio.grid(start, ("strength", [0.0, 0.5]))
    assert grid.runs[0].picture.tobytes() == scene.tobytes()
    assert [run.recipe.note for run in grid.runs] == ["0 of 4 steps", "2 of 4 steps"]


def test_the_sheet_shows_every_cell_and_what_varies(parent):
    axis = Axis(parameter="seed", values=(1, 2, 3))
    grid = Grid((parent,) * 6, axis, Axis(parameter="scheduler", values=("ddim", "euler")))
    sheet = grid.sheet()
    assert sheet.width > 3 * 64
    assert sheet.height > 2 * 64
    at = (sheet.width - 4 - 64, sheet.height - 4 - 64)
    assert sheet.crop((*at, at[0] + 64, at[1] + 64)).tobytes() == parent.picture.tobytes()


def test_a_grids_own_picture_says_where_it_comes_from(parent, tmp_path):
    grid = Grid((parent,) * 2, Axis(parameter="scheduler", values=("ddim", "euler")))
    shown = Image.open(io.BytesIO(grid._repr_png_()))
    assert shown.tobytes() == grid.sheet().tobytes()
    assert shown.text.keys() >= {"parameters", "sdlab", "XML:com.adobe.xmp"}
    assert "trainedAlgorithmicMedia" in shown.text["XML:com.adobe.xmp"]
    recipe = sdlab.open_recipe(grid.save(tmp_path / "grid.png"))
    assert recipe.note == "first of a grid of 2: scheduler ddim, euler"
    assert recipe.but(note=parent.recipe.note) == parent.recipe


def test_a_prompt_alone_is_varied_from_the_models_own_settings(studio):
    recipes = cells(studio.recipe("text_to_image", prompt="a cat"), Axis(parameter="seed", values=(1, 2)))
    assert [recipe.num_inference_steps for recipe in recipes] == [studio.facts.num_inference_steps] * 2


def test_axes_that_cannot_be_are_refused(studio, parent):
    with pytest.raises(UnknownName, match="seed"):
        studio.grid(parent, ("sede", [1]))
    with pytest.raises(BadValue, match="another parameter"):
        studio.grid(parent, ("seed", [1]), ("seed", [2]))
    with pytest.raises(BadValue, match="piece of the text"):
        studio.grid(parent, ("prompt", ["green", "blue"]))


# --- in-betweens


def test_the_ends_of_an_interpolation_are_the_ends(studio, parent):
    runs = studio.interpolate(parent, to_prompt="a blue house", to_seed=9, count=3)
    far = studio.text_to_image("a blue house", seed=9, **SMALL)
    assert difference(runs[0].picture, parent.picture) <= 1
    assert difference(runs[2].picture, far.picture) <= 1
    assert min(difference(runs[1].picture, end.picture) for end in (parent, far)) > 1


def test_a_stochastic_scheduler_keeps_the_ends(studio):
    settings = SMALL | {"scheduler": "euler_a", "num_inference_steps": 2}
    near, far = (studio.text_to_image("a cat", seed=seed, **settings) for seed in (1, 2))
    runs = studio.interpolate(near, to_seed=2, count=2)
    assert difference(runs[0].picture, near.picture) <= 1
    assert difference(runs[1].picture, far.picture) <= 1


def test_long_and_short_prompts_can_be_mixed(studio, parent):
    long = "a red apple on a tree, " * 12
    runs = studio.interpolate(parent, to_prompt=long, count=2)
    assert runs[1].picture.size == (64, 64)


@pytest.mark.parametrize(
    ("settings", "words"),
    [({}, "at least one"), ({"to_seed": 1, "count": 1}, "count must be"), ({"to_seed": -1}, "seed")],
)
def test_an_interpolation_to_nowhere_is_refused(studio, parent, settings, words):
    with pytest.raises(BadValue, match=words):
        studio.interpolate(parent, **settings)


def test_only_pictures_from_words_are_interpolated(studio, scene):
    start = studio.image_to_image(scene, "a cat", strength=0)
    with pytest.raises(BadValue, match="text to image"):
        studio.interpolate(start, to_seed=1)


# --- branches


def test_a_branch_at_the_beginning_is_a_fresh_run(studio, parent, fresh):
    run = studio.branch(parent, 0, prompt="a blue house")
    assert difference(run.picture, fresh.picture) <= 1


def test_a_branch_at_the_last_step_is_its_parent(studio, parent):
    run = studio.branch(parent, 4, prompt="a blue house")
    assert difference(run.picture, parent.picture) <= 1


def test_a_branch_between_follows_its_parent_up_to_its_step(studio, parent, fresh):
    run = studio.branch(parent, 2, prompt="a blue house", guidance_scale=3.0)
    for step in (0, 1):
        assert np.allclose(run.film[step].noisy, parent.film[step].noisy, atol=2e-2)
    assert not np.allclose(run.film[2].clean, parent.film[2].clean, atol=2e-2)
    assert min(difference(run.picture, other.picture) for other in (parent, fresh)) > 1


@pytest.mark.parametrize("scheduler", ["dpmpp_2m", "euler_a"])
def test_solvers_with_a_memory_or_chance_branch_alike(studio, scheduler):
    settings = SMALL | {"scheduler": scheduler, "num_inference_steps": 3}
    parent = studio.text_to_image("a red apple", seed=5, **settings)
    assert difference(studio.branch(parent, 3, prompt="a house").picture, parent.picture) <= 1
    same = studio.branch(parent, 2)
    assert difference(same.picture, parent.picture) <= 1


def test_a_branch_replays_from_its_recipe(studio, parent):
    run = studio.branch(parent, 2, prompt="a blue house")
    assert difference(studio.run(run.recipe).picture, run.picture) == 0


def test_branches_that_cannot_be_are_refused(studio, parent):
    for step in (-1, 5):
        with pytest.raises(BadValue, match="from 0 to 4"):
            studio.branch(parent, step)
    with pytest.raises(BadValue, match="above 1, as the parent's"):
        studio.branch(parent, 2, guidance_scale=1.0)
    with pytest.raises(BadValue, match="Branch from its parent"):
        studio.branch(studio.branch(parent, 4), 1)


def test_a_picture_from_a_picture_branches_too(studio, scene):
    start = studio.image_to_image(scene, "a cat", strength=0.75, seed=2, **SMALL)
    run = studio.branch(start, 3, prompt="a dog")
    assert difference(run.picture, start.picture) <= 1
    assert isinstance(run.picture, Image.Image)


@pytest.fixture(scope="module")
def widened(studio, scene):
    """A run of two passes, of four steps each."""
    return studio.outpaint(scene, "a red apple", right=72, overlap=64, seed=2, num_inference_steps=4)


@pytest.mark.parametrize("step", [2, 6])
def test_a_branch_of_several_passes_follows_its_parent_up_to_its_step(studio, widened, step):
    run = studio.branch(widened, step, prompt="a blue house")
    assert len(widened.film) == len(run.film) == 8
    for one, other in list(zip(run.film, widened.film, strict=True))[:step]:
        assert np.allclose(one.noisy, other.noisy, atol=2e-2)
    assert not np.allclose(run.film[step].clean, widened.film[step].clean, atol=2e-2)
    assert difference(run.picture, widened.picture) > 1


def test_a_branch_of_several_passes_ends_as_the_fresh_run_and_the_parent(studio, widened):
    recipe = widened.recipe
    fresh = studio.run(recipe.but(prompt="a blue house"))
    first, last = (studio.branch(recipe, step, prompt="a blue house") for step in (0, 8))
    assert difference(first.picture, fresh.picture) <= 1
    assert difference(last.picture, widened.picture) <= 1
    with pytest.raises(BadValue, match="from 0 to 8"):
        studio.branch(recipe, 9)


@pytest.mark.parametrize("task", ["text_to_image", "outpaint"])
def test_a_recipe_that_branches_beyond_its_last_step_is_refused(studio, parent, widened, task):
    recipe, last = (parent.recipe, 4) if task == "text_to_image" else (widened.recipe, 8)
    with pytest.raises(BadValue, match=f"step must be a whole number from 0 to {last}"):
        studio.run(recipe.but(branch=Branch(step=last + 1, prompt="a dog")))


@pytest.mark.parametrize("scheduler", ["heun", "pndm", "ddim"])
def test_the_steps_to_branch_at_are_the_frames_of_the_film(studio, scene, scheduler):
    settings = SMALL | {"scheduler": scheduler}
    parent = studio.image_to_image(scene, "a cat", strength=0.5, seed=2, **settings)
    for given in (parent, parent.recipe):
        assert difference(studio.branch(given, len(parent.film), prompt="a dog").picture, parent.picture) <= 1
        with pytest.raises(BadValue, match=f"from 0 to {len(parent.film)}"):
            studio.branch(given, len(parent.film) + 1)


def test_a_model_with_two_text_encoders_blends_and_branches_too(tmp_path):
    with sdlab.load(save_sdxl(tmp_path), device="cpu") as large:
        settings = {"num_inference_steps": 2, "width": 64, "height": 64, "guidance_scale": 5.0}
        near = large.text_to_image("a cat", seed=1, **settings)
        far = large.text_to_image("a dog", seed=1, **settings)
        runs = large.interpolate(near, to_prompt="a dog", count=2)
        branches = [large.branch(near, step, prompt="a dog") for step in (0, 2)]
    for got, wanted in zip([*runs, *branches], [near, far, far, near], strict=True):
        assert difference(got.picture, wanted.picture) <= 1
    assert difference(near.picture, far.picture) > 1


def test_a_model_that_takes_guidance_in_with_the_time_branches_by_its_prompt_alone(tmp_path):
    with sdlab.load(save_lcm(tmp_path), device="cpu") as few:
        settings = {"seed": 1, "num_inference_steps": 3, "width": 64, "height": 64, "guidance_scale": 8.0}
        parent, fresh = few.text_to_image("a cat", **settings), few.text_to_image("a dog", **settings)
        ends = [few.branch(parent, step, prompt="a dog") for step in (0, 3)]
        between = few.branch(parent, 1, prompt="a dog")
        with pytest.raises(BadValue, match="must be 8, as the parent's"):
            few.branch(parent, 1, guidance_scale=5.0)
    for got, wanted in zip(ends, [fresh, parent], strict=True):
        assert difference(got.picture, wanted.picture) <= 1
    assert between.picture.tobytes() not in (parent.picture.tobytes(), fresh.picture.tobytes())
