"""Checks: what they say of nothing, of the common mistake and of the right answer; what they keep."""

import json

import pytest

import sdlab
from sdlab.course.check import find_exercise
from sdlab.course.progress import read_progress
from sdlab.errors import BadValue, DamagedFile, UnknownName


@pytest.fixture(autouse=True)
def progress(tmp_path, monkeypatch):
    path = tmp_path / "kept" / "progress.json"
    monkeypatch.setenv("SDLAB_PROGRESS", str(path))
    return path


@pytest.mark.parametrize("nothing", [None, ...])
def test_an_untouched_answer_is_not_yet(nothing):
    verdict = sdlab.check("01.1", nothing)
    assert not verdict
    assert "not yet" in verdict.words


def test_a_verdict_is_readable_and_counts_as_true_when_right():
    verdict = sdlab.check("01.1", "b")
    assert verdict
    assert repr(verdict).startswith("✓ 01.1: right.")


def test_progress_is_kept_and_never_lost_again(progress):
    sdlab.check("01.1", "A")
    assert read_progress() == {"01.1": False}
    sdlab.check("01.1", "B")
    sdlab.check("01.1", "A")
    assert json.loads(progress.read_text()) == {"exercises": {"01.1": True}}
    assert [path.name for path in progress.parent.iterdir()] == ["progress.json"]


def test_no_progress_is_kept_when_the_place_is_empty(monkeypatch, progress):
    monkeypatch.setenv("SDLAB_PROGRESS", "")
    assert sdlab.check("01.1", "B")
    assert not progress.exists()


def test_a_damaged_progress_file_costs_a_note_and_not_the_verdict(progress):
    progress.parent.mkdir()
    progress.write_text("[]")
    verdict = sdlab.check("01.1", "B")
    assert verdict
    assert "Not noted" in verdict.words
    assert progress.read_text() == "[]"
    with pytest.raises(DamagedFile, match="Move it away"):
        read_progress()


def test_an_unknown_exercise_is_answered_with_the_known_ones():
    with pytest.raises(UnknownName, match="01"):
        find_exercise("01.9")
    with pytest.raises(UnknownName, match="99"):
        find_exercise("99.1")
    with pytest.raises(BadValue, match=r"such as \"01\.1\""):
        find_exercise("lesson one")
