"""Grids whose cells are runs and arrive one by one."""

import pytest
from fake import FakeEngine
from front_end import FrontEnd

from sdlab.errors import BadValue, UnknownName
from sdlab.recipe import Axis, Recipe
from sdlab.widgets import GridPlot

BASE = Recipe(prompt="a red apple", num_inference_steps=2)
SEEDS = Axis(parameter="seed", values=(1, 2, 3))
COLOURS = Axis(parameter="prompt", values=("red", "green"))


@pytest.fixture
def plot(fake_engine):
    return GridPlot(fake_engine, BASE, SEEDS, COLOURS)


def test_every_cell_is_a_run_of_its_own(plot):
    plot.make()
    plot.wait(20)
    made = [(run.recipe.prompt, run.recipe.seed) for run in plot.runs]
    assert made == [(f"a {colour} apple", seed) for colour in ("red", "green") for seed in (1, 2, 3)]
    assert plot.status == {"state": "done", "done": 6, "cells": 6}
    assert (plot.across, plot.down) == (["1", "2", "3"], ["red", "green"])


def test_cells_arrive_while_the_rest_is_made(plot, fake_engine):
    page = FrontEnd(plot)
    plot.transport = "foreground"
    page.post("make")
    cells = [content["number"] for content, _ in page.heard if content["kind"] == "cell"]
    assert cells == [0, 1, 2, 3, 4, 5]
    assert page.heard[-1][1][0].startswith(b"RIFF")


def test_a_stopped_grid_keeps_its_cells_and_goes_on_with_the_missing_ones():
    engine = FakeEngine()
    plot = GridPlot(engine, BASE, SEEDS)
    plot.make()
    plot.wait(20)
    plot.x_values = "2, 3, 4"
    assert [run is not None for run in plot.runs] == [True, True, False]
    plot.make()
    plot.wait(20)
    assert [len(job.recipes) for job in engine.jobs] == [3, 1]


def test_stop_ends_within_a_step_and_says_so(plot, fake_engine):
    fake_engine.gate.clear()
    jobs = plot.make()
    plot.stop()
    for job in jobs:
        with pytest.raises(Exception, match="stopped"):
            job.wait(20)
    assert plot.status["state"] == "cancelled"


def test_stop_in_the_foreground_stops_every_size(monkeypatch):
    engine = FakeEngine(pace=0.02)
    plot = GridPlot(engine, BASE.but(num_inference_steps=200), Axis(parameter="width", values=(64, 128)))
    plot.transport = "foreground"
    monkeypatch.setattr("sdlab.widgets.foreground.asked_to_stop", iter(["now", "", ""]).__next__)
    FrontEnd(plot).post("make")
    assert {job.state for job in engine.jobs} == {"cancelled"}
    assert plot.status["state"] == "cancelled"
    assert not any(plot.runs)


def test_a_failure_is_shown_and_the_grid_usable_afterwards(plot, fake_engine):
    fake_engine.fault = RuntimeError("no luck")
    (job,) = plot.make()
    with pytest.raises(RuntimeError):
        job.wait(20)
    assert "no luck" in plot.trouble
    plot.make()
    plot.wait(20)
    assert plot.status["done"] == 6


def test_sizes_make_jobs_of_their_own(fake_engine):
    plot = GridPlot(fake_engine, BASE, Axis(parameter="width", values=(64, 128)))
    assert len(plot.make()) == 2
    plot.wait(20)
    assert [run.picture.width for run in plot.runs] == [64, 128]
    assert plot.down == [""]


def test_a_click_shows_a_cells_recipe_and_it_can_be_used(plot):
    used = []
    plot.on_reuse(used.append)
    plot.make()
    plot.wait(20)
    plot.transport = "foreground"
    page = FrontEnd(plot)
    page.write(chosen=4)
    page.post("reuse")
    assert "seed 2" in plot.detail["caption"]
    # the last cell may still have been on its way
    assert [kind for kind in page.kinds() if kind != "cell"] == ["large"]
    assert used == [plot.runs[4]]


def test_the_size_of_the_sheet_is_said_before_it_is_made(plot):
    plot.vary(Axis(parameter="width", values=(64, 128)), COLOURS)
    said = plot.extent
    plot.make()
    plot.wait(20)
    width, height = plot.sheet().size
    assert said == f"4 pictures on a sheet of {width} × {height} pixels"
    plot.vary(SEEDS)
    assert plot.extent.startswith("3 pictures")
    assert plot.down == [""]


def test_a_grid_is_not_made_of_axes_that_do_not_fit(plot, fake_engine):
    with pytest.raises(BadValue, match="piece of the text"):
        plot.base = BASE.but(prompt="a pear")
    with pytest.raises(BadValue, match="piece of the text"):
        plot.make()
    assert fake_engine.jobs == []


def test_the_page_lays_out_other_axes(plot):
    page = FrontEnd(plot)
    page.write(x_parameter="num_inference_steps", x_values="1..3", y_parameter="—")
    assert [recipe.num_inference_steps for recipe in plot.recipes] == [1, 2, 3]
    page.write(x_values="1, nonsense")
    assert "parted by commas" in plot.trouble
    assert len(plot.recipes) == 3


def test_the_sheet_has_all_cells_and_needs_one(plot):
    with pytest.raises(BadValue, match="finished"):
        plot.sheet()
    plot.make()
    plot.wait(20)
    assert plot.sheet().width > 3 * 128


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"x_parameter": "prompts"}, UnknownName),
        ({"x_values": "1..30"}, BadValue),
        ({"y_parameter": "seed", "y_values": "1"}, BadValue),
        ({"x_parameter": "strength", "x_values": "0.5"}, BadValue),
    ],
)
def test_a_grid_that_cannot_be_is_refused(plot, change, error):
    with pytest.raises(error):
        plot.set_state(change)


def test_values_with_commas_survive():
    plot = GridPlot(FakeEngine(), BASE, Axis(parameter="prompt", values=("red", "green, ripe")))
    assert [recipe.prompt for recipe in plot.recipes] == ["a red apple", "a green, ripe apple"]
