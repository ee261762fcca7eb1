"""The whole exam, seconds long."""

import json

import torch

from sdlab.train.progress import Budget
from sdlab.train.sampling import Sampling
from sdlab.train.score.bar import BARS
from sdlab.train.score.evaluate import Effort
from sdlab.train.score.exam import examined, the_judge
from sdlab.train.score.neighbour import FILE
from sdlab.train.workshop import Workshop


def test_an_exam_leaves_scores_between_floor_and_ceiling_for_the_card(trained: Workshop) -> None:
    effort = Effort(count=4, seeds=2, sampling=Sampling(steps=1))
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
    assert (found["seen"]["r@1"]["n"], found["seen"]["r@1"]["seeds"]) == (4, 2)
    for kind in ("seen", "colours", "scenes"):
        for numbers in found[kind].values():
            assert 0 <= numbers["low"] <= numbers["value"] <= numbers["high"] <= 1
    assert (trained.folder / "judge.pt").exists()
    assert (trained.folder / FILE).exists()
    assert all(bar.found({**found, "size_mb": 1.0}) for bar in BARS["tiny"])


def test_a_second_exam_has_the_same_judge(trained: Workshop) -> None:
    first, second = (the_judge(trained, Budget(5, 64)) for _ in range(2))
    assert all(torch.equal(*pair) for pair in zip(first.parameters(), second.parameters(), strict=True))
