"""The learner's folder: laid out, brought up to date, and never written over."""

import pytest

from sdlab.errors import NotSaved
from sdlab.lab.folder import LIST, lay_out


@pytest.fixture
def lessons():
    return {"01_one.ipynb": b"one", "02_two.ipynb": b"two"}


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "mine" / "lessons"


def names(folder):
    return sorted(path.name for path in folder.iterdir() if path.name != LIST)


def test_the_first_time_every_lesson_is_added(lessons, folder):
    layout = lay_out(lessons, folder)
    assert layout.added == ("01_one.ipynb", "02_two.ipynb")
    assert layout.first == folder / "01_one.ipynb"
    assert layout.first.read_text() == "one"


def test_nothing_happens_when_nothing_is_new(lessons, folder):
    lay_out(lessons, folder)
    again = lay_out(lessons, folder)
    assert (again.added, again.renewed, again.beside) == ((), (), ())


def test_an_untouched_lesson_is_brought_up_to_date(lessons, folder):
    lay_out(lessons, folder)
    lessons["01_one.ipynb"] = b"one, better"
    assert lay_out(lessons, folder).renewed == ("01_one.ipynb",)
    assert (folder / "01_one.ipynb").read_text() == "one, better"


def test_a_changed_lesson_is_kept_and_the_newer_one_laid_beside_it_once(lessons, folder):
    lay_out(lessons, folder)
    (folder / "01_one.ipynb").write_text("my work")
    assert lay_out(lessons, folder).beside == ()
    lessons["01_one.ipynb"] = b"one, better"
    assert lay_out(lessons, folder).beside == ("01_one (new).ipynb",)
    assert lay_out(lessons, folder).beside == ()
    lessons["01_one.ipynb"] = b"one, best"
    assert lay_out(lessons, folder).beside == ("01_one (new 2).ipynb",)
    assert (folder / "01_one.ipynb").read_text() == "my work"
    assert (folder / "01_one (new).ipynb").read_text() == "one, better"
    assert (folder / "01_one (new 2).ipynb").read_text() == "one, best"


def test_a_file_that_was_there_before_is_kept(lessons, folder):
    folder.mkdir(parents=True)
    (folder / "01_one.ipynb").write_text("somebody's own")
    assert lay_out(lessons, folder).beside == ("01_one (new).ipynb",)
    assert (folder / "01_one.ipynb").read_text() == "somebody's own"


@pytest.mark.parametrize("damage", ["", "[]", "{", '{"01_one.ipynb": 3}'])
def test_a_damaged_list_costs_no_work(lessons, folder, damage):
    lay_out(lessons, folder)
    (folder / "01_one.ipynb").write_text("my work")
    (folder / LIST).write_text(damage)
    lay_out(lessons, folder)
    assert (folder / "01_one.ipynb").read_text() == "my work"


def test_a_lesson_that_was_deleted_comes_back(lessons, folder):
    lay_out(lessons, folder)
    (folder / "02_two.ipynb").unlink()
    assert lay_out(lessons, folder).added == ("02_two.ipynb",)
    assert names(folder) == ["01_one.ipynb", "02_two.ipynb"]


def test_a_folder_that_cannot_be_made_is_said_so(lessons, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(NotSaved, match="Name another folder"):
        lay_out(lessons, tmp_path / "file" / "lessons")
