"""One source, two editions: what students get, what is kept from them."""

import pytest

from sdlab.course.edition.source import PLACEHOLDER, edit, read_source
from sdlab.errors import DamagedFile

SOLVED = "def half(x):\n    # BEGIN SOLUTION\n    return x / 2\n    # END SOLUTION\nhalf(4)"
SCRIPT = f"""# %% [markdown]
# # A lesson

# %% tags=["setup"]
try:
    import sdlab
except ImportError:
    # %pip install -q sdlab
    import sdlab

# %%
{SOLVED}

# %% tags=["solution"]
print("for the teacher")
"""


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "03_lesson.py"
    path.write_text(SCRIPT)
    return path


def test_students_get_a_placeholder_at_the_solutions_depth():
    assert edit(SOLVED, "student") == f"def half(x):\n    {PLACEHOLDER}\nhalf(4)"


def test_a_solution_at_the_margin_leaves_the_line_before_it():
    assert edit("answer = None\n# BEGIN SOLUTION\nanswer = 1\n# END SOLUTION", "student") == "answer = None"


def test_the_solved_edition_has_the_solution_and_no_markers():
    assert edit(SOLVED, "solution") == "def half(x):\n    return x / 2\nhalf(4)"


def test_a_students_cell_still_runs():
    exec(edit(SOLVED, "student"), {})


@pytest.mark.parametrize(
    "text", ["# BEGIN SOLUTION\nx = 1", "x = 1\n# END SOLUTION", "# BEGIN SOLUTION\n" * 2]
)
def test_markers_that_do_not_pair_are_refused(text):
    with pytest.raises(DamagedFile, match="03, cell 2"):
        edit(text, "student", "03, cell 2")


def test_no_solution_reaches_the_student(source):
    student = read_source(source, "student")
    assert "return x / 2" not in str(student)
    assert "for the teacher" not in str(student)
    assert "SOLUTION" not in str(student)


def test_the_two_editions_agree_on_the_ids_of_what_they_share(source):
    ids = [cell.id for cell in read_source(source, "solution").cells]
    assert ids == ["03-01", "03-02", "03-03", "03-04"]
    assert [cell.id for cell in read_source(source, "student").cells] == ids[:3]


def test_magics_come_back_to_life(source):
    assert "\n    %pip install" in read_source(source, "student").cells[1].source
