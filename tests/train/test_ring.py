"""A ring: used as often as asked, never larger than asked, the oldest go first."""

from itertools import count

import pytest

from sdlab.train.ring import Ring


def numbered(size: int, reuse: int, lot: int = 8, at_first: int | None = None) -> Ring[int]:
    numbers = count()
    return Ring(lambda: [next(numbers) for _ in range(lot)], size, reuse, at_first)


@pytest.mark.parametrize("reuse", [2, 6])
def test_a_piece_is_taken_as_often_as_asked(reuse: int) -> None:
    ring, taken = numbered(64, reuse), 0
    for _ in range(400):
        taken += len(ring.taken(8))
    replaced = ring._pieces[-1] + 1 - 64
    assert taken / replaced == pytest.approx(reuse, rel=0.1)


def test_a_ring_is_full_before_the_first_is_taken_and_never_larger() -> None:
    ring = numbered(64, 2)
    assert len(ring) == 0
    assert len(ring.taken(5)) == 5
    assert len(ring) == 64
    for _ in range(100):
        ring.taken(8)
    assert len(ring) == 64


def test_a_ring_may_begin_smaller_and_grows_as_it_is_used() -> None:
    ring = numbered(64, 1, at_first=16)
    ring.taken(1)
    assert 16 <= len(ring) < 32
    for _ in range(20):
        ring.taken(8)
    assert len(ring) == 64


def test_the_oldest_go_first() -> None:
    ring = numbered(16, 1)
    for _ in range(20):
        ring.taken(8)
    kept = set(ring.taken(500))
    assert kept == set(range(max(kept) - 15, max(kept) + 1))
