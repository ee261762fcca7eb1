"""The garbage collector rests while libraries are imported, and not a moment longer."""

import gc

import pytest

from sdlab.models.importing import importing


def test_the_collector_rests_inside_and_works_after_a_failure():
    seen = []

    def fails():
        with importing():
            seen.append(gc.isenabled())
            raise ImportError

    with pytest.raises(ImportError):
        fails()
    assert [*seen, gc.isenabled()] == [False, True]


def test_a_collector_that_somebody_switched_off_stays_off():
    gc.disable()
    try:
        with importing():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_nothing_is_kept_from_being_collected():
    with importing():
        pass
    assert gc.get_freeze_count() == 0
