"""Bars: what clears them, and that the scores hold what they ask for."""

import pytest

from sdlab.train.family import FAMILY, member_of
from sdlab.train.score.bar import BARS, Bar

BAR = Bar("x", ("a", "b"), low=0.6)


@pytest.mark.parametrize(
    ("bar", "asked", "clears", "misses"),
    [
        (BAR, "≥ 0.6", 0.6, 0.59),
        (Bar("x", (), high=0.2), "≤ 0.2", 0.2, 0.21),
        (Bar("x", (), low=0.8, high=1.25), "0.8-1.25", 1.25, 1.3),
        (Bar("x", (), low=0.0, high=0.0), "0", 0, 1),
        (Bar("x", (), low=0.0, over=True), "> 0", 0.001, 0.0),
    ],
)
def test_a_value_clears_a_bar_or_misses_it(bar: Bar, asked: str, clears: float, misses: float) -> None:
    assert bar.asked == asked
    assert bar.met(clears)
    assert not bar.met(misses)


def test_a_score_is_found_where_it_stands_with_or_without_an_interval() -> None:
    whole = {"value": 0.5, "low": 0.4, "high": 0.6, "n": 9}
    assert BAR.found({"a": {"b": whole}}) == whole
    assert BAR.found({"a": {"b": 0.5}}) == {"value": 0.5}


@pytest.mark.parametrize("scores", [{}, {"a": 1.0}, {"a": {}}, {"a": {"b": {"c": 1.0}}}])
def test_what_was_not_measured_is_not_found(scores: dict) -> None:
    assert BAR.found(scores) is None


def test_every_member_has_bars() -> None:
    assert set(BARS) == {"tiny", *map(member_of, FAMILY)}
