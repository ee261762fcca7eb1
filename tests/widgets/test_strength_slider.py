"""Strength in steps that really run."""

import pytest
from fake import FakeEngine
from front_end import FrontEnd
from PIL import Image

import sdlab.widgets
from sdlab.errors import BadValue
from sdlab.widgets import StrengthSlider
from sdlab.widgets.strength_slider import stops_of


def picture():
    return Image.new("RGB", (128, 128), "teal")


@pytest.fixture
def slider(fake_engine):
    slider = StrengthSlider(fake_engine, num_inference_steps=30)
    slider.transport = "foreground"  # so that what is done later is done at once
    return slider


@pytest.mark.parametrize("steps", [1, 3, 7, 20, 30, 50, 100, 999, 1000])
def test_there_is_a_stop_for_every_number_of_steps_that_can_run(fake_engine, steps):
    stops = stops_of(fake_engine, steps)
    assert [fake_engine.steps_run(steps, stop) for stop in stops] == list(range(steps + 1))
    assert stops[0] == 0
    assert stops[-1] == 1


def test_it_snaps_to_the_nearest_stop_and_says_what_runs(slider):
    slider.strength = 0.61
    assert slider.steps_run == 18
    assert slider.words == "runs 18 of 30 steps"
    assert slider.strength == 0.6


def test_with_a_picture_it_says_where_the_run_starts_and_shows_it(slider):
    slider.picture = picture()
    slider.strength = 0.6
    assert slider.words == "runs 18 of 30 steps, starts at t = 599"
    assert slider.noised.startswith(b"RIFF")
    before = slider.noised
    slider.seed = 5
    assert slider.noised != before
    slider.picture = None
    assert slider.noised == b""


def test_strength_0_gives_the_picture_back(slider):
    slider.strength = 0
    assert slider.words == "runs none of 30 steps: gives the picture back"


@pytest.mark.parametrize(
    ("strength", "zone"), [(0.35, "touch-up"), (0.4, "rework"), (0.7, "rework"), (0.9, "reinvent")]
)
def test_each_strength_lies_in_a_zone(fake_engine, strength, zone):
    assert StrengthSlider(fake_engine, strength=strength).zone == zone


def test_other_steps_give_other_stops_near_the_same_strength(slider):
    slider.strength = 0.6
    slider.num_inference_steps = 4
    assert slider.steps_run == 2
    assert len(slider.stops) == 5


def test_only_the_newest_request_is_shown():
    engine = FakeEngine()
    slider = StrengthSlider(engine, picture())
    waiting = []
    slider.later = waiting.append
    slider.strength = 0.2
    slider.strength = 0.9
    asked = []
    plain = engine.noised
    engine.noised = lambda *given: asked.append(given[1]) or plain(*given)
    for work in waiting:
        work()
    assert asked == [slider.strength]
    assert "t = 899" in slider.words


def test_the_page_sets_it_and_python_hears_of_it(slider):
    heard = []
    slider.observe(lambda change: heard.append(change["new"]), "strength")
    FrontEnd(slider).write(strength=0.5)
    assert heard == [0.5]


@pytest.mark.parametrize("strength", [-0.1, 1.2, float("nan")])
def test_a_strength_out_of_range_is_refused(slider, strength):
    with pytest.raises(BadValue, match="from 0 to 1"):
        slider.strength = strength


def test_a_lying_page_is_told_in_words(slider):
    FrontEnd(slider).write(strength=7)
    assert "from 0 to 1" in slider.trouble
    assert slider.strength == 0.6


def test_it_says_the_timestep_at_which_the_studio_really_starts(studio):
    slider = StrengthSlider(studio, picture(), strength=0.6, num_inference_steps=10)
    slider.transport = "foreground"
    slider.seed = 1
    run = studio.image_to_image(picture(), "a pond", strength=0.6, num_inference_steps=10, scheduler="ddim")
    assert slider.words == f"runs {len(run.film)} of 10 steps, starts at t = {run.film[0].timestep}"


def test_in_a_panel_it_counts_in_the_panels_own_steps(fake_engine):
    panel = sdlab.widgets.panel(fake_engine, "image_to_image", picture())
    panel.settings.num_inference_steps = 40
    assert "of 40 steps" in panel.intake.slider.words
    panel.recipe = panel.recipe.but(num_inference_steps=10, prompt="a pond")
    assert "of 10 steps" in panel.intake.slider.words
    assert panel.recipe.start.strength == panel.intake.slider.strength
