"""The panel of a grid: what its cells share, what varies, and the sheet that stays."""

import io

import pytest
from front_end import FrontEnd
from PIL import Image

from sdlab.errors import BadValue
from sdlab.provenance import open_recipe
from sdlab.recipe import Axis
from sdlab.studio.grid import Grid
from sdlab.widgets import panel

SEEDS = Axis(parameter="seed", values=(1, 2))
COLOURS = Axis(parameter="prompt", values=("red", "green"))


@pytest.fixture
def grid(fake_engine):
    grid = panel(fake_engine, "grid")
    grid.prompt.prompt = "a red apple"
    grid.settings.num_inference_steps = 2
    grid.plot.vary(SEEDS, COLOURS)
    return grid


def test_run_makes_every_cell_of_the_recipe_and_gives_the_sheet(grid):
    assert grid.picture is None
    runs = grid.run()
    assert [(run.recipe.prompt, run.recipe.seed) for run in runs] == [
        ("a red apple", 1), ("a red apple", 2), ("a green apple", 1), ("a green apple", 2),
    ]  # fmt: skip
    assert {run.recipe.num_inference_steps for run in runs} == {2}
    assert grid.plot.extent == f"4 pictures on a sheet of {grid.picture.width} × {grid.picture.height} pixels"


def test_the_controls_and_the_recipe_follow_each_other(grid):
    FrontEnd(grid.settings).write(width=64, guidance_scale=3)
    assert {(recipe.width, recipe.guidance_scale) for recipe in grid.plot.recipes} == {(64, 3)}
    grid.recipe = grid.recipe.but(prompt="a red boat", scheduler="euler")
    assert (grid.prompt.prompt, grid.settings.scheduler) == ("a red boat", "euler")
    assert grid.plot.base == grid.recipe


def test_the_sheet_stays_in_the_notebook_with_its_words(grid, eventually):
    kept = []
    grid.keepsake.put = kept.append
    FrontEnd(grid.plot).post("make")
    eventually(lambda: kept, "the sheet")
    assert kept[0].size == grid.picture.size
    assert 'of "a red apple": seed 1, 2 across; prompt red, green down' in kept[0].caption


def test_the_sheet_that_stays_carries_what_the_studios_own_would(grid, eventually):
    kept = []
    grid.keepsake.put = kept.append
    grid.run()
    eventually(lambda: kept, "the sheet")
    assert open_recipe(kept[-1].png) == open_recipe(Grid(grid.runs, SEEDS, COLOURS).png)
    assert Image.open(io.BytesIO(kept[-1].png)).tobytes() == grid.picture.tobytes()


def test_a_large_sheet_that_stays_says_that_it_is_a_copy(grid, eventually):
    kept = []
    grid.keepsake.put = kept.append
    grid.plot.vary(Axis(parameter="seed", values=tuple(range(12))))
    runs = grid.run()
    eventually(lambda: kept, "the sheet")
    recipe = open_recipe(kept[-1].png)
    assert recipe.but(note="") == runs[0].recipe
    assert f"reduced from {grid.picture.width} × {grid.picture.height} pixels" in recipe.note


def test_a_cell_gives_its_recipe_to_another_panel(grid, fake_engine):
    words = panel(fake_engine)
    grid.send_to(words)
    runs = grid.run()
    FrontEnd(grid.plot).write(chosen=3)
    FrontEnd(grid.plot).post("reuse")
    assert words.recipe == runs[3].recipe
    assert (words.prompt.prompt, words.seed.seed) == ("a green apple", 2)


def test_a_run_of_another_panel_is_varied(grid, fake_engine, eventually):
    words = panel(fake_engine)
    words.send_to(grid)
    words.prompt.prompt = "a red boat"
    words.run()
    FrontEnd(words.results).post("send_to", target="grid")
    eventually(lambda: grid.recipe.prompt == "a red boat", "the recipe")
    assert grid.plot.recipes[2].prompt == "a green boat"


def test_words_without_the_piece_to_replace_are_said_in_the_grid_and_not_made(grid, fake_engine):
    FrontEnd(grid.prompt).write(prompt="a pear")
    assert "piece of the text" in grid.plot.trouble
    assert grid.prompt.trouble == ""
    with pytest.raises(BadValue, match="piece of the text"):
        grid.run()
    FrontEnd(grid.prompt).write(prompt="a red pear")
    assert grid.plot.trouble == ""
    grid.prompt.prompt = ""
    with pytest.raises(BadValue, match="a few words"):
        grid.run()
    assert fake_engine.jobs == []


def test_a_grid_takes_neither_picture_nor_live_mode(fake_engine):
    with pytest.raises(BadValue, match="left out for a grid"):
        panel(fake_engine, "grid", Image.new("RGB", (64, 64)))
    with pytest.raises(BadValue, match="left out for a grid"):
        panel(fake_engine, "grid", live=True)


def test_a_click_is_answered_at_once_and_without_words_nothing_is_made(grid, fake_engine):
    grid.prompt.prompt = " "
    grid.plot.vary(SEEDS)
    front = FrontEnd(grid.plot)
    front.post("make")
    assert front.kinds()[0] == "ack"
    assert "a few words" in grid.plot.trouble
    assert fake_engine.jobs == []
