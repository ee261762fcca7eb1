"""The whole exam, seconds long."""

import json

from sdlab.train.sampling import Sampling
from sdlab.train.score.evaluate import Effort
from sdlab.train.score.exam import examined
from sdlab.train.workshop import Workshop


def test_an_exam_leaves_scores_between_floor_and_ceiling_for_the_card(trained: Workshop) -> None:
    effort = Effort(count=4, sampling=Sampling(steps=2))
    found = json.loads(examined(trained, effort, judge_minutes=5, judge_samples=64))
    assert found == json.loads((trained.folder / "scores.json").read_text())
    assert set(found) == {
        "vae",
        "seen",
        "held-out cells",
        "held-out compositions",
        "colours",
        "scenes",
        "image to image",
        "likeness",
        "effort",
    }
    assert found["seen"]["r@1"]["n"] == 4
    for kind in ("seen", "colours", "scenes"):
        for numbers in found[kind].values():
            assert 0 <= numbers["low"] <= numbers["value"] <= numbers["high"] <= 1
    assert (trained.folder / "judge.pt").exists()


def test_a_second_exam_has_the_same_judge(trained: Workshop, lines: list[str]) -> None:
    effort = Effort(count=2, sampling=Sampling(steps=1))
    examined(trained, effort, judge_minutes=5, judge_samples=64)
    kept = (trained.folder / "judge.pt").read_bytes()
    examined(trained, effort, judge_minutes=5, judge_samples=64)
    assert (trained.folder / "judge.pt").read_bytes() == kept
