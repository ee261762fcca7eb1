"""A panel whose picture follows the controls."""

from dataclasses import replace

import pytest
from fake import FACTS, FakeEngine, colour_of
from front_end import FrontEnd
from PIL import Image

from sdlab.errors import NotOffered
from sdlab.widgets import panel

FEW = replace(FACTS, num_inference_steps=4, guidance_scale=1.0, scheduler="lcm")


@pytest.fixture
def engine():
    return FakeEngine(facts=FEW)


def shown(words):
    run = words.film.run
    return run and run.recipe


def test_a_burst_of_thirty_inputs_makes_two_jobs_and_shows_the_last(engine, eventually):
    words = panel(engine, live=True)
    page = FrontEnd(words.prompt)
    engine.gate.clear()
    for length in range(1, 31):
        page.write(prompt="a red apple on a tree by a house"[:length])
    engine.gate.set()
    eventually(lambda: shown(words) == words.recipe, "the last input's picture")
    assert len(engine.jobs) == 2
    assert words.film.run.picture.getpixel((0, 0)) == colour_of(words.recipe)
    assert words.recipe.prompt == "a red apple on a tree by a hou"


def hurried(engine):
    """A live panel that is asked for a newer picture in the first step of one, and the page of its film."""
    words = panel(engine, live=True)
    engine.gate.clear()
    words.prompt.prompt = "a"
    words.prompt.prompt = "a cat"
    return words, FrontEnd(words.film)


def test_the_page_gets_a_glimpse_under_a_moving_hand_and_the_last_picture_over_it(engine, eventually):
    words, page = hurried(engine)
    engine.darkroom.clear()
    engine.gate.set()
    eventually(lambda: "live" in page.kinds(), "the glimpse")
    engine.darkroom.set()
    eventually(lambda: shown(words) == words.recipe, "the picture")
    assert [content["step"] for content, _ in page.heard if content["kind"] == "live"] == [1]


@pytest.mark.parametrize("end", [{"live": False}, {"prompt": ""}])
def test_a_glimpse_without_a_picture_gives_way_to_the_one_before(engine, eventually, end):
    words, page = hurried(engine)
    for name, value in end.items():
        setattr(words if name == "live" else words.prompt, name, value)
    eventually(lambda: "ended" in page.kinds(), "the end")
    engine.gate.set()
    assert words.film.run is None


def test_a_picture_is_kept_when_the_hand_rests_and_not_at_every_key(engine, eventually):
    words = panel(engine, live=True)
    kept = []
    words.keepsake.show = kept.append
    engine.gate.clear()
    for text in ("a", "a c", "a cat"):
        FrontEnd(words.prompt).write(prompt=text)
    engine.gate.set()
    eventually(lambda: "from the last change" in words.bar.live_words, "the hand to rest")
    eventually(lambda: kept, "the keepsake")
    assert [run.recipe.prompt for run in kept] == ["a cat"]
    assert words.runs == words.results.runs == tuple(kept)


def test_the_film_holds_no_steps_while_live_and_has_them_again_afterwards(engine, eventually):
    words = panel(engine, live=True)
    words.prompt.prompt = "a cat"
    eventually(lambda: shown(words), "a picture")
    assert words.film.shown["steps"] == []
    FrontEnd(words.bar).post("live", on=False)
    eventually(lambda: len(words.film.shown["steps"]) == 4, "the steps")
    assert words.runs == (words.film.run,)
    made = len(engine.jobs)
    words.prompt.prompt = "a dog"
    assert len(engine.jobs) == made


def test_the_seed_stays_while_live(engine, eventually):
    words = panel(engine)
    words.seed.keep = False
    words.seed.seed = 7
    words.prompt.prompt = "a cat"
    FrontEnd(words.bar).post("live", on=True)
    eventually(lambda: shown(words), "a picture")
    words.prompt.prompt = "a dog"
    eventually(lambda: shown(words).prompt == "a dog", "the next picture")
    assert {job.recipes[0].seed for job in engine.jobs} == {7}


def test_an_incomplete_recipe_drops_what_is_under_way(engine, eventually):
    words = panel(engine, live=True)
    engine.gate.clear()
    words.prompt.prompt = "a cat"
    words.prompt.prompt = " "
    eventually(lambda: engine.jobs[0].state == "cancelled", "the job to stop")
    assert words.bar.trouble == ""


def test_a_model_of_many_steps_says_why_not_and_fewer_steps_make_it_live():
    engine = FakeEngine()
    with pytest.raises(NotOffered, match="at most 8 steps"):
        panel(engine, live=True)
    words = panel(engine)
    page = FrontEnd(words.bar)
    page.post("live", on=True)
    assert not words.live
    assert "at most 8 steps" in words.bar.trouble
    words.settings.num_inference_steps = 6
    assert words.bar.live_refusal == ""
    words.live = True
    assert words.bar.live
    words.settings.num_inference_steps = 20
    assert not words.live
    assert "this is set to 20" in words.bar.live_refusal
    words.settings.num_inference_steps = 5
    assert words.live


def test_a_page_that_paints_inside_clicks_only_is_told_so(engine, eventually):
    words = panel(engine, live=True)
    words.prompt.prompt = "a cat"
    eventually(lambda: shown(words), "a picture")
    words.bar.transport = "foreground"
    assert not words.live
    assert "inside a click" in words.bar.live_refusal
    words.bar.transport = "threads"  # its answer came late
    assert words.live
    assert len(engine.jobs) == 1, "what is there is not made again"


def test_strokes_and_sliders_are_followed_too(engine, eventually):
    rework = panel(engine, "image_to_image", Image.new("RGB", (128, 128), "red"), live=True)
    rework.prompt.prompt = "at night"
    FrontEnd(rework.intake.slider).write(strength=0.25)
    eventually(lambda: shown(rework) == rework.recipe, "the slider's picture")
    assert shown(rework).start.strength == 0.25
    assert rework.intake.slider.eager
    hole = panel(engine, "inpaint", Image.new("RGB", (128, 128)), live=True)
    hole.prompt.prompt = "a cat"
    mask = Image.new("L", (128, 128))
    mask.paste(255, (20, 20, 60, 60))
    hole.mask = mask
    eventually(lambda: shown(hole) == hole.recipe and hole.recipe, "the stroke's picture")


def test_a_fault_is_said_once_and_live_goes_on(engine, eventually):
    words = panel(engine, live=True)
    engine.fault = RuntimeError("no luck")
    words.prompt.prompt = "a cat"
    eventually(lambda: "no luck" in words.bar.trouble, "the fault")
    words.prompt.prompt = "a dog"
    eventually(lambda: shown(words) == words.recipe, "a picture")


def test_two_live_panels_do_not_drop_each_others_work(engine, eventually):
    one, two = panel(engine, live=True), panel(engine, live=True)
    engine.gate.clear()
    one.prompt.prompt, two.prompt.prompt = "one", "two"
    engine.gate.set()
    eventually(lambda: shown(one) == one.recipe and shown(two) == two.recipe, "both pictures")
