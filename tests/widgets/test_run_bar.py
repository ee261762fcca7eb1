import threading

import pytest
from fake import FakeEngine
from front_end import FrontEnd

from sdlab.errors import BadValue, OutOfMemory
from sdlab.job import ENDED
from sdlab.recipe import Recipe
from sdlab.widgets import RunBar


@pytest.fixture
def engine():
    return FakeEngine()


@pytest.fixture
def bar(engine):
    return RunBar(lambda: engine.submit([Recipe(prompt="a", seed=n) for n in range(bar_count(engine))]))


def bar_count(engine):
    return getattr(engine, "pictures", 1)


def ended(bar):
    return lambda: bar.status["state"] in ENDED


def test_a_click_begins_a_job_and_shows_it_to_its_end(bar, engine, eventually):
    front = FrontEnd(bar)
    front.post("generate")
    eventually(ended(bar), "the end")
    assert bar.status["state"] == "done"
    assert front.kinds()[0] == "ack"
    assert bar.jobs == []
    assert engine.jobs[0].runs


def test_stop_is_acknowledged_at_once_and_says_at_which_step(bar, engine, eventually):
    engine.gate.clear()
    front = FrontEnd(bar)
    front.post("generate")
    eventually(lambda: engine.jobs and engine.jobs[0].progress.picture == 1, "the picture")
    front.heard.clear()
    front.post("stop", how="now")
    assert front.kinds()[0] == "ack"
    eventually(ended(bar), "the end")
    assert bar.status["message"] == "Stopped at step 0 of 20"


def test_after_this_picture_keeps_it_and_makes_no_other(bar, engine, eventually):
    engine.pictures = 3
    engine.gate.clear()
    front = FrontEnd(bar)
    front.post("generate")
    eventually(lambda: engine.jobs and engine.jobs[0].progress.picture == 1, "the first picture")
    front.post("stop", how="after")
    engine.gate.set()
    eventually(ended(bar), "the end")
    assert len(engine.jobs[0].runs) == 1


def test_skip_drops_one_picture_and_goes_on(bar, engine, eventually):
    engine.pictures = 3
    engine.gate.clear()
    front = FrontEnd(bar)
    front.post("generate")
    eventually(lambda: engine.jobs and engine.jobs[0].progress.picture == 1, "the first picture")
    front.post("stop", how="skip")
    eventually(lambda: engine.jobs[0].progress.picture == 2, "the second picture")
    engine.gate.set()
    eventually(ended(bar), "the end")
    assert [run.recipe.seed for run in engine.jobs[0].runs] == [1, 2]


def test_stop_ends_waiting_jobs_too_and_none_of_them_begins(bar, engine, eventually):
    engine.gate.clear()
    front = FrontEnd(bar)
    for _ in range(3):
        front.post("generate")
    eventually(lambda: bar.status["waiting"] == 3, "the queue")
    front.post("stop")
    eventually(lambda: bar.jobs == [], "the end")
    assert [job.state for job in engine.jobs] == ["cancelled"] * 3


def test_a_failed_job_is_said_in_the_widget_and_the_next_click_works(bar, engine, eventually):
    engine.fault = OutOfMemory("the device is full. Try 128 × 128.")
    front = FrontEnd(bar)
    front.post("generate")
    eventually(ended(bar), "the end")
    assert bar.status["state"] == "failed"
    assert bar.trouble == "the device is full. Try 128 × 128."
    front.post("generate")
    eventually(lambda: bar.status["state"] == "done", "the second job")
    assert bar.trouble == ""


def test_a_start_that_refuses_is_said_in_the_widget():
    def refuse():
        raise BadValue("prompt", "", "a few words", "Type some.")

    bar = RunBar(refuse)
    FrontEnd(bar).post("generate")
    assert "Type some." in bar.trouble


def test_a_callback_only_enqueues(bar, engine):
    engine.gate.clear()
    FrontEnd(bar).post("generate")
    assert engine.jobs[0].state in ("queued", "running")
    bar.stop()


def test_in_the_foreground_the_click_stays_until_the_end_and_all_is_sent_from_its_thread(bar, engine):
    bar.transport = "foreground"
    front = FrontEnd(bar)
    threads = set()
    heard = bar.send
    bar.send = lambda *given: (threads.add(threading.current_thread()), heard(*given))
    front.post("generate")
    assert bar.status["state"] == "done"
    assert threads == {threading.current_thread()}


def test_in_the_foreground_the_notebooks_interrupt_stops_the_job(bar, engine, monkeypatch):
    import queue

    class Interrupted(queue.SimpleQueue):
        pressed = False

        def get(self, timeout):
            if not Interrupted.pressed:
                Interrupted.pressed = True
                raise KeyboardInterrupt
            return super().get(timeout=timeout)

    monkeypatch.setattr("sdlab.widgets.foreground.queue.SimpleQueue", Interrupted)
    engine.gate.clear()
    bar.transport = "foreground"
    FrontEnd(bar).post("generate")
    assert bar.status["state"] == "cancelled"


@pytest.mark.parametrize("count", [0, 65])
def test_a_count_out_of_range_is_refused(bar, count):
    with pytest.raises(BadValue, match="from 1 to 64"):
        bar.count = count
