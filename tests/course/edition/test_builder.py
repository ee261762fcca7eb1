"""Building lessons: which, where to, and that what a cell shows is kept the same way every time."""

import nbformat
import pytest

from sdlab.course.edition import builder
from sdlab.course.edition.media import draw_house
from sdlab.course.edition.recording import LessonFailed
from sdlab.errors import UnknownName

LESSON = """# %%
import ipywidgets
ipywidgets.IntSlider()

# %%
answer = None
# BEGIN SOLUTION
answer = 42
# END SOLUTION
print(answer)
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(builder, "make_media", lambda folder, tell: None)
    (tmp_path / "source").mkdir()
    (tmp_path / "source/01_first.py").write_text(LESSON)
    return tmp_path


def outputs(path):
    return [
        [output.get("text") or output.data for output in cell.outputs]
        for cell in nbformat.read(path, 4).cells
    ]


def test_both_editions_are_run_and_their_outputs_kept(folder):
    written = builder.build(folder, tell=lambda words: None)
    assert written == [folder / "01_first.ipynb", folder / "solutions/01_first.ipynb"]
    controls = {"text/plain": "Run this cell to get the controls."}
    assert outputs(written[0]) == [[controls], ["None\n"]]
    assert outputs(written[1]) == [[controls], ["42\n"]]
    assert [cell.execution_count for cell in nbformat.read(written[0], 4).cells] == [1, 2]


def test_a_lesson_that_raises_is_named_and_not_written(folder):
    (folder / "source/02_second.py").write_text("# %%\n1 / 0\n")
    with pytest.raises(LessonFailed, match=r"02_second\.ipynb(.|\n)*ZeroDivisionError"):
        builder.build(folder, ["02"], tell=lambda words: None)
    assert not (folder / "02_second.ipynb").exists()


def test_lessons_are_picked_by_number(folder):
    (folder / "source/02_second.py").write_text("# %%\n1\n")
    assert [path.stem for path in builder.sources(folder, ["02"])] == ["02_second"]
    assert len(builder.sources(folder)) == 2
    with pytest.raises(UnknownName, match="02_second"):
        builder.sources(folder, ["07"])


def test_without_running_notebooks_have_no_outputs(folder):
    written = builder.build(folder, run=False, tell=lambda words: None)
    assert outputs(written[0]) == [[], []]


def test_the_childs_drawing_is_the_size_tiny_paints():
    assert draw_house().size == (128, 128)
