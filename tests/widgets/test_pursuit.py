"""Pictures that follow a hand: never a queue, never a stale last word."""

import itertools
import time

from fake import FakeEngine

from sdlab.errors import Busy
from sdlab.job import ENDED
from sdlab.recipe import Recipe
from sdlab.widgets.pursuit import Pursuit

BASE = Recipe(prompt="a", num_inference_steps=4, model="fake")


class Watcher:
    """A pursuit and all it said."""

    def __init__(self, engine, **times):
        self.shown, self.glimpsed, self.rested, self.faults = [], [], [], []
        self.pursuit = Pursuit(
            engine,
            show=self.shown.append,
            glimpse=lambda job, frame: self.glimpsed.append((job.recipes[0].seed, frame.step)),
            rest=self.rested.append,
            fail=self.faults.append,
            **times,
        )

    def ask(self, *seeds):
        for seed in seeds:
            self.pursuit.follow(BASE.but(seed=seed))

    def seeds(self):
        return [run.recipe.seed for run in self.shown]


def test_a_burst_makes_a_glimpse_of_the_picture_under_way_and_the_last_picture(fake_engine, eventually):
    watcher = Watcher(fake_engine)
    fake_engine.gate.clear()
    watcher.ask(*range(30))
    fake_engine.gate.set()
    eventually(lambda: watcher.seeds()[-1:] == [29], "the last picture")
    assert watcher.seeds() == [29]
    assert watcher.glimpsed == [(0, 1)]
    eventually(lambda: [job.state for job in fake_engine.jobs] == ["cancelled", "done"], "the end of both")


def test_a_hand_that_never_rests_sees_something_all_the_time(eventually):
    engine = FakeEngine(pace=0.005)
    watcher = Watcher(engine, patience=0.05)
    until = time.monotonic() + 0.5
    for seed in itertools.count():
        watcher.ask(seed)
        time.sleep(0.002)
        if time.monotonic() > until:
            break
    assert len(watcher.glimpsed) > 2
    assert [seed for seed, _ in watcher.glimpsed] == sorted(seed for seed, _ in watcher.glimpsed)
    eventually(lambda: watcher.seeds() == [seed], "the last picture")


def test_a_picture_whose_last_step_is_done_is_not_thrown_away(fake_engine, eventually):
    watcher = Watcher(fake_engine, patience=0)
    fake_engine.darkroom.clear()
    watcher.ask(1)
    eventually(lambda: fake_engine.jobs[0].state == "decoding", "the first picture to be decoded")
    watcher.ask(2)
    fake_engine.darkroom.set()
    eventually(lambda: watcher.seeds() == [1, 2], "both pictures")
    assert watcher.glimpsed == []


def test_a_newer_request_stops_the_picture_under_way_once_pictures_flow(fake_engine, eventually):
    watcher = Watcher(fake_engine, patience=1000)
    watcher.ask(1)
    eventually(lambda: watcher.shown and not watcher.pursuit.is_busy, "the first picture")
    fake_engine.gate.clear()
    watcher.ask(2, 3)
    eventually(lambda: fake_engine.jobs[1].state == "cancelled", "the stale job to stop")
    fake_engine.gate.set()
    eventually(lambda: watcher.seeds() == [1, 3], "the newest picture")


def test_never_more_than_one_job_is_on_its_way(eventually):
    engine = FakeEngine(pace=0.001)
    watcher = Watcher(engine, patience=0.02)
    most = 0
    for seed in range(200):
        watcher.ask(seed)
        most = max(most, sum(job.state not in ENDED for job in engine.jobs))
    eventually(lambda: watcher.seeds()[-1:] == [199], "the last picture")
    assert most == 1
    assert watcher.seeds() == sorted(watcher.seeds())


def test_the_last_picture_is_kept_once_when_the_hand_rests(fake_engine, eventually):
    watcher = Watcher(fake_engine, pause=0.05)
    watcher.ask(1, 2, 3)
    eventually(lambda: watcher.rested, "the hand to rest")
    assert [run.recipe.seed for run in watcher.rested] == [3]
    assert watcher.pursuit.seconds > 0


def test_nothing_is_shown_or_kept_after_the_end(fake_engine, eventually):
    watcher = Watcher(fake_engine, pause=0)
    fake_engine.gate.clear()
    watcher.ask(1, 2)
    watcher.pursuit.end()
    eventually(lambda: fake_engine.jobs[0].state in ENDED, "the job to end")
    fake_engine.gate.set()
    assert len(fake_engine.jobs) == 1
    assert watcher.shown == watcher.rested == []


def test_a_fault_is_told_and_the_next_request_works(fake_engine, eventually):
    watcher = Watcher(fake_engine)
    fake_engine.fault = RuntimeError("no luck")
    watcher.ask(1)
    eventually(lambda: watcher.faults, "the fault")
    watcher.ask(2)
    eventually(lambda: watcher.seeds() == [2], "a picture")


def test_an_engine_that_refuses_is_heard_and_may_be_asked_again(fake_engine, eventually, monkeypatch):
    watcher = Watcher(fake_engine)

    def refuse(recipes, **how):
        raise Busy("closed")

    with monkeypatch.context() as patch:
        patch.setattr(fake_engine, "submit", refuse)
        watcher.ask(1)
    assert [str(fault) for fault in watcher.faults] == ["closed"]
    watcher.ask(2)
    eventually(lambda: watcher.seeds() == [2], "a picture")
