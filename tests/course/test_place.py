"""Lessons are found where they lie, and using the course costs nothing heavy."""

import subprocess
import sys

import pytest

from sdlab.course import place
from sdlab.errors import NotReached


def test_lessons_of_an_installed_sdlab_come_before_those_of_a_checkout(tmp_path, monkeypatch):
    monkeypatch.setattr(place, "_CHECKOUT", tmp_path / "checkout")
    monkeypatch.setattr(place, "_INSTALLED", tmp_path / "installed")
    with pytest.raises(NotReached, match="no lessons"):
        place.lesson_folder()
    (tmp_path / "checkout").mkdir()
    assert place.lesson_folder() == tmp_path / "checkout"
    (tmp_path / "installed").mkdir()
    assert place.lesson_folder() == tmp_path / "installed"


def test_lessons_come_in_the_order_of_the_course(tmp_path, monkeypatch):
    monkeypatch.setattr(place, "_INSTALLED", tmp_path)
    for name in ("02_b.ipynb", "01_a.ipynb", "notes.ipynb"):
        (tmp_path / name).touch()
    assert [path.name for path in place.lesson_notebooks()] == ["01_a.ipynb", "02_b.ipynb"]


def test_a_missing_picture_is_answered_with_those_there_are():
    assert place.medium("house.png").is_file()
    with pytest.raises(NotReached, match=r"house\.png"):
        place.medium("horse.png")


def test_checking_an_answer_needs_no_torch():
    heavy = "{'torch', 'diffusers', 'transformers', 'matplotlib', 'IPython', 'nbformat'}"
    code = (
        "import sys, sdlab\n"
        "for name in ('01.1', '02.1', '05.1', '06.1', '08.1', '09.1'):\n"
        "    sdlab.check(name, None)\n"
        f"assert not {heavy} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], env={"SDLAB_PROGRESS": ""}, check=True)
