"""A job is driven by one thread and watched by others: its states, its stops, its waiting."""

import asyncio
import logging
from types import SimpleNamespace

import pytest
from PIL import Image

from sdlab.errors import BadValue, Cancelled
from sdlab.job import Job
from sdlab.recipe import Recipe
from sdlab.run import Run


def job_of(count=1):
    return Job([Recipe(prompt="a cat", seed=seed) for seed in range(count)])


def run_of(recipe):
    return Run(picture=Image.new("RGB", (64, 64)), recipe=recipe)


def test_the_states_are_heard_in_order():
    job, heard = job_of(), []
    job.listen(lambda news: heard.append((news.progress.state, news.progress.step)))
    job.begin()
    job.begin_picture(1, 2)
    job.advance(1)
    job.advance(2)
    job.decode()
    job.deliver(run_of(job.recipes[0]))
    job.end()
    assert [state for state, _ in heard] == [
        "queued", "running", "running", "running", "running", "decoding", "decoding", "done",
    ]  # fmt: skip
    assert [step for _, step in heard] == [0, 0, 0, 1, 2, 2, 2, 2]
    assert [run.recipe for run in job.wait()] == list(job.recipes)


def test_a_late_listener_hears_where_the_job_stands():
    job, heard = job_of(), []
    job.begin()
    job.listen(lambda news: heard.append(news.progress.state))
    assert heard == ["running"]


def test_a_job_stopped_while_queued_is_cancelled_at_once():
    job = job_of()
    job.stop()
    assert job.state == "cancelled"
    assert not job.begin()
    with pytest.raises(Cancelled):
        job.wait()


def test_a_stop_says_at_which_step():
    job = job_of()
    job.begin()
    job.begin_picture(1, 20)
    job.advance(7)
    job.stop()
    job.end()
    assert job.progress.message == "Stopped at step 7 of 20"
    with pytest.raises(Cancelled, match="step 7 of 20"):
        job.wait()


def test_a_stopped_job_gives_the_pictures_it_has():
    job = job_of(3)
    job.begin()
    job.deliver(run_of(job.recipes[0]))
    job.stop()
    job.end()
    assert job.state == "cancelled"
    assert len(job.wait()) == 1


def test_finish_lets_the_picture_under_way_be_done():
    job = job_of(3)
    job.begin()
    job.begin_picture(1, 20)
    job.finish()
    assert not job.is_interrupted
    assert not job.goes_on
    job.deliver(run_of(job.recipes[0]))
    job.end()
    assert job.state == "done"


def test_skip_drops_one_picture_only():
    job = job_of(2)
    job.begin()
    job.begin_picture(1, 20)
    job.skip()
    assert job.is_interrupted
    assert job.goes_on
    job.drop()
    job.begin_picture(2, 20)
    assert not job.is_interrupted


@pytest.mark.parametrize("verb", ["stop", "finish", "skip"])
def test_an_ended_job_stays_as_it_ended(verb):
    job = job_of()
    job.begin()
    job.deliver(run_of(job.recipes[0]))
    job.end()
    getattr(job, verb)()
    assert job.state == "done"
    assert len(job.wait()) == 1


def test_a_failure_is_told_and_raised():
    job, heard = job_of(), []
    job.listen(lambda news: heard.append(news.error))
    job.begin()
    job.fail(ValueError("no such thing"))
    assert job.progress.message == "ValueError: no such thing"
    assert isinstance(heard[-1], ValueError)
    with pytest.raises(ValueError, match="no such thing"):
        job.wait()


def test_an_error_of_ours_needs_no_class_name():
    job = job_of()
    job.begin()
    job.fail(BadValue("seed", -1, "above 0"))
    assert job.progress.message == "seed must be above 0, got -1."


def test_waiting_ends_after_the_given_time():
    with pytest.raises(TimeoutError, match=r"still queued after 0\.01 s"):
        job_of().wait(0.01)


def test_an_interrupt_while_waiting_stops_the_job(monkeypatch):
    def interrupted(futures, seconds):
        raise KeyboardInterrupt

    job = job_of()
    job.begin()
    monkeypatch.setattr("sdlab.job.futures_wait", interrupted)
    with pytest.raises(KeyboardInterrupt):
        job.wait()
    assert job.is_stopping


def test_await_gives_what_wait_gives(fake_engine):
    async def both():
        job = fake_engine.submit([Recipe(prompt="a cat")])
        return await job, job.wait()

    awaited, waited = asyncio.run(both())
    assert awaited == waited


def test_cancelling_the_awaiting_task_stops_the_job(fake_engine):
    async def cancelled():
        fake_engine.gate.clear()
        job = fake_engine.submit([Recipe(prompt="a cat")])
        task = asyncio.ensure_future(_awaited(job))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return job

    job = asyncio.run(cancelled())
    assert job.is_stopping
    with pytest.raises(Cancelled):
        job.wait(30)


async def _awaited(job):
    return await job


def test_a_faulty_listener_is_dropped_and_logged_and_the_job_goes_on(caplog):
    job, heard = job_of(), []

    def faulty(news):
        if news.progress.state == "running":
            raise RuntimeError("broken widget")

    job.listen(faulty)
    job.listen(lambda news: heard.append(news.progress.state))
    with caplog.at_level(logging.ERROR):
        job.begin()
        job.begin_picture(1, 2)
    assert heard == ["queued", "running", "running"]
    assert [record.exc_info[0] for record in caplog.records] == [RuntimeError]


def test_the_time_left_comes_from_the_pace_after_the_first_step(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("sdlab.job.time", SimpleNamespace(monotonic=lambda: now[0]))
    job = job_of()
    job.begin()
    job.begin_picture(1, 5)
    now[0] = 9.0
    job.advance(1)
    assert job.progress.seconds_left is None
    now[0] = 11.0
    job.advance(2)
    assert job.progress.seconds == 11.0
    assert job.progress.steps_per_second == 0.5
    assert job.progress.seconds_left == 6.0
