"""How sure a number is: questions are resampled, not pictures."""

import pytest
import torch

from sdlab.errors import BadValue
from sdlab.train.score.interval import decibels, middle, ratio, share

THREE_QUARTERS = torch.tensor([1, 1, 1, 0] * 25)


def test_a_share_has_an_interval_around_it() -> None:
    found = share(THREE_QUARTERS)
    assert found.value == 0.75
    assert 0.6 < found.low < 0.75 < found.high < 0.9
    assert found.as_dict() == {
        "value": 0.75, "low": round(found.low, 3), "high": round(found.high, 3), "n": 100,
    }  # fmt: skip


def test_five_equal_answers_to_a_question_make_nothing_surer() -> None:
    once, often = share(THREE_QUARTERS), share(THREE_QUARTERS.expand(5, -1))
    assert (often.value, often.low, often.high) == (once.value, once.low, once.high)
    assert (often.count, often.seeds) == (100, 5)
    assert often.as_dict()["seeds"] == 5


def test_answers_that_differ_by_seed_alone_do_make_it_surer() -> None:
    dice = torch.Generator().manual_seed(0)
    answers = (torch.rand(5, 100, generator=dice) < 0.5).float()
    once, often = share(answers[0]), share(answers)
    assert often.high - often.low < 0.6 * (once.high - once.low)


def test_a_ratio_is_resampled_over_both_sides_together() -> None:
    above = torch.rand(2, 50, generator=torch.Generator().manual_seed(1)) + 0.1
    same = ratio(above, above)
    assert (same.value, same.low, same.high) == pytest.approx((1.0, 1.0, 1.0))
    assert ratio(2 * above, above).value == pytest.approx(2.0)
    assert ratio(THREE_QUARTERS, torch.ones(100)).value == pytest.approx(0.75)


def test_a_median_leaves_out_what_is_infinite() -> None:
    found = middle(torch.tensor([1.0, 2.0, 3.0, float("inf")]))
    assert found.value == 2.0
    assert found.count == 3
    assert 1.0 <= found.low <= found.high <= 3.0


def test_decibels_are_those_of_the_mean_error() -> None:
    found = decibels(torch.tensor([0.001, 0.003]))
    assert found.value == pytest.approx(26.99, abs=0.01)
    assert found.low == pytest.approx(25.23, abs=0.01)
    assert found.high == pytest.approx(30.0, abs=0.01)


@pytest.mark.parametrize("measure", [share, middle, decibels])
def test_no_answers_are_refused(measure) -> None:
    with pytest.raises(BadValue):
        measure(torch.tensor([]))
