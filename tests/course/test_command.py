"""The commands `sdlab course …` as a person types them."""

import json

import pytest
from click.testing import CliRunner

from sdlab.course.command import course


@pytest.fixture
def type_in(monkeypatch, tmp_path):
    monkeypatch.setenv("SDLAB_PROGRESS", str(tmp_path / "progress.json"))
    return lambda *words: CliRunner().invoke(course, [str(word) for word in words], catch_exceptions=False)


def test_building_without_running_writes_both_editions(type_in, tmp_path):
    (tmp_path / "source").mkdir()
    (tmp_path / "source/01_first.py").write_text(
        "# %%\nanswer = None\n# BEGIN SOLUTION\nanswer = 1\n# END SOLUTION\n"
    )
    done = type_in("build", "01", "--folder", tmp_path, "--no-run")
    assert done.output == "2 notebooks written\n"
    assert "answer = 1" not in (tmp_path / "01_first.ipynb").read_text()
    assert "answer = 1" in (tmp_path / "solutions/01_first.ipynb").read_text()


def test_cleaning_says_what_was_done(type_in, tmp_path):
    book = {"cells": [], "metadata": {"widgets": {}}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "a.ipynb").write_text(json.dumps(book))
    assert "a.ipynb: widget state removed" in type_in("clean", tmp_path / "a.ipynb").output
    assert "a.ipynb: nothing to repair" in type_in("clean", tmp_path / "a.ipynb").output


def test_progress_lists_what_was_checked(type_in):
    import sdlab

    assert "Nothing checked yet" in type_in("progress").output
    sdlab.check("01.1", "A")
    sdlab.check("02.3", "B")
    assert type_in("progress").output == "01.1  begun\n02.3  done\n"
