"""The garbage collector comes seldom while libraries are imported, and not a moment longer."""

import gc

import pytest

from sdlab.models.importing import importing


@pytest.fixture
def threshold():
    before = gc.get_threshold()
    yield before
    gc.set_threshold(*before)


def test_the_collector_comes_seldom_inside_and_as_before_after_a_failure(threshold):
    seen = []

    def fails():
        with importing():
            seen.append(gc.get_threshold())
            raise ImportError

    with pytest.raises(ImportError):
        fails()
    assert seen[0][0] > threshold[0]
    assert gc.get_threshold() == threshold


@pytest.mark.parametrize("wished", [0, 10**6])
def test_a_collector_that_somebody_made_to_come_more_seldom_or_never_is_left_so(threshold, wished):
    gc.set_threshold(wished)
    with importing():
        assert gc.get_threshold()[0] == wished


def test_a_collector_that_somebody_switched_off_stays_off():
    gc.disable()
    try:
        with importing():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_garbage_made_inside_is_found():
    class Thing:
        pass

    with importing():
        for _ in range(100_000):
            thing = Thing()
            thing.itself = thing
        del thing
        alive = sum(type(one) is Thing for one in gc.get_objects())
    assert alive < 50_000
