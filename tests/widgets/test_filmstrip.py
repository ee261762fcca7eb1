import io

import pytest
from fake import FakeEngine
from front_end import FrontEnd
from PIL import Image

from sdlab.recipe import Recipe
from sdlab.widgets import Filmstrip


@pytest.fixture(scope="module")
def run():
    return FakeEngine().submit([Recipe(prompt="a red apple", num_inference_steps=4)]).wait()[0]


@pytest.mark.parametrize("kept", [False, True])
def test_a_run_shows_its_picture_and_a_place_for_every_step(run, kept):
    strip = Filmstrip(run, kept=kept)
    assert [step["step"] for step in strip.shown["steps"]] == [1, 2, 3, 4]
    assert strip.position == 4
    assert strip.shown["alt"] == "a red apple"
    front = FrontEnd(strip)
    front.post("want_picture")
    [(content, [picture])] = front.heard
    assert content["number"] == strip.shown["number"]
    assert strip.shown["picture"] == (b"" if kept else picture), "a plain copy is there already"
    shown = Image.open(io.BytesIO(picture)).convert("RGB").getpixel((5, 5))
    wanted = run.picture.getpixel((5, 5))
    assert max(abs(a - b) for a, b in zip(shown, wanted, strict=True)) <= 4


def test_a_still_is_sent_when_it_is_asked_for_and_the_looks_differ(run, eventually):
    strip = Filmstrip(run)
    front = FrontEnd(strip)
    for look in ("clean", "noisy"):
        front.post("want", index=0, look=look)
    eventually(lambda: front.kinds().count("still") == 2, "two stills")
    (clean, [clean_bytes]), (noisy, [noisy_bytes]) = front.heard
    assert (clean["look"], noisy["look"]) == ("clean", "noisy")
    assert clean_bytes != noisy_bytes


def test_a_picture_that_is_no_state_follows_each_run_that_is_shown(run):
    strip = Filmstrip(kept=True)
    front = FrontEnd(strip)
    front.post("want_picture")
    assert front.heard == []
    for _ in range(2):
        strip.show(run)
        assert front.last("picture")["number"] == strip.shown["number"]
    assert front.kinds() == ["picture", "picture"]


@pytest.mark.parametrize("index", [-1, 4, 10**9])
def test_a_still_that_does_not_exist_is_not_sent(run, index):
    strip = Filmstrip(run)
    strip.transport = "foreground"  # answers at once
    front = FrontEnd(strip)
    front.post("want", index=index, look="clean")
    assert front.heard == []
    assert strip.trouble == ""


def test_live_steps_arrive_and_none_of_them_comes_after_the_finished_picture(eventually):
    engine = FakeEngine(pace=0.03)
    strip = Filmstrip()
    front = FrontEnd(strip)
    job = engine.submit([Recipe(prompt="a", num_inference_steps=20)])
    job.listen(lambda news: strip.hear_news(job, news))
    job.wait()
    eventually(lambda: strip.run is job.runs[0], "the picture")
    lives = [content["step"] for content, _ in front.heard if content["kind"] == "live"]
    assert 1 <= len(lives) <= 12, "at most five a second"
    assert lives == sorted(lives)
    count = len(front.heard)
    strip._live.flush()
    strip.later(lambda: strip.tell("mark"))
    eventually(lambda: "mark" in front.kinds(), "the mark")
    assert len(front.heard) == count + 1


def test_a_stopped_job_gives_the_picture_before_it_back(run, eventually):
    engine = FakeEngine()
    engine.gate.clear()
    strip = Filmstrip(run)
    front = FrontEnd(strip)
    job = engine.submit([Recipe(prompt="b")])
    job.listen(lambda news: strip.hear_news(job, news))
    job.stop()
    eventually(lambda: "ended" in front.kinds(), "the end")
    assert strip.run is run


def test_a_reader_without_widgets_finds_the_picture_and_nothing_that_changes_from_time_to_time(run):
    data, metadata = Filmstrip(run)._repr_mimebundle_()
    assert metadata["image/png"]["alt"] == "a red apple"
    assert data["text/plain"] == run.caption
    assert "application/vnd.jupyter.widget-view+json" in data
    assert Filmstrip()._repr_mimebundle_()[0]["text/plain"] == "<Filmstrip>"


def test_branching_says_from_which_step(run):
    strip, steps = Filmstrip(run), []
    assert not strip.branches
    strip.on_branch(steps.append)
    FrontEnd(strip).post("branch", step=3)
    assert strip.branches
    assert steps == [3]
