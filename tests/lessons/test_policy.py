"""What every recorded lesson keeps to, checked without running it."""

import ast
import re
from itertools import takewhile

import nbformat
import pytest

import sdlab
from sdlab.course.check import find_exercise
from sdlab.course.edition.builder import EDITIONS, notebook_path, sources
from sdlab.course.edition.source import read_source
from sdlab.course.exercise.experiment import differing
from sdlab.course.exercise.lesson_01 import CLASSMATE
from sdlab.course.place import lesson_folder, medium

FOLDER = lesson_folder()
SOURCES = sources(FOLDER)
PAIRS = [(source, edition) for source in SOURCES for edition in EDITIONS]
MOST_BYTES = 1_600_000
NAMES = [f"{source.stem}-{edition}" for source, edition in PAIRS]


@pytest.fixture(params=PAIRS, ids=NAMES)
def lesson(request):
    source, edition = request.param
    path = notebook_path(source, edition)
    assert path.is_file(), f"build it: sdlab course build {source.stem[:2]}"
    return path, nbformat.read(path, as_version=4)


@pytest.fixture(params=SOURCES, ids=lambda path: path.stem)
def source(request):
    return request.param


def code(notebook) -> list:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook) -> str:
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def lines(cell) -> list[str]:
    return [line for line in cell.source.splitlines() if line.strip()]


def said(cell) -> str:
    """All text a cell put out, its placeholder pictures aside."""
    texts = [output.get("text", "") + output.get("data", {}).get("text/plain", "") for output in cell.outputs]
    return "\n".join(texts)


def test_a_notebook_is_what_its_source_says(lesson):
    path, notebook = lesson
    source = FOLDER / "source" / f"{path.stem}.py"
    edition = "solution" if path.parent.name == "solutions" else "student"
    fresh = read_source(source, edition)
    assert [(c.id, c.source) for c in notebook.cells] == [(c.id, c.source) for c in fresh.cells], (
        "build it again"
    )


def test_every_cell_was_executed_in_order_without_error(lesson):
    _, notebook = lesson
    assert [cell.execution_count for cell in code(notebook)] == list(range(1, len(code(notebook)) + 1))
    assert not [out for cell in code(notebook) for out in cell.outputs if out.output_type == "error"]
    assert not [out for cell in code(notebook) for out in cell.outputs if out.get("name") == "stderr"]


def test_a_notebook_opens_everywhere(lesson):
    path, notebook = lesson
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    assert "widgets" not in notebook.metadata
    text = path.read_text(encoding="utf-8")
    assert "widget-view" not in text
    assert "image/jpeg" not in text
    assert len(text) <= MOST_BYTES


def test_a_notebook_names_no_place_of_its_makers(lesson):
    _, notebook = lesson
    seen = prose(notebook) + "".join(cell.source + said(cell) for cell in code(notebook))
    assert not re.search(r"/(home|root|tmp|work|Users)/|hf_[A-Za-z0-9]{20}|https?://(?!arxiv)", seen)


def test_a_lesson_tells_its_aim_its_time_and_its_end(lesson):
    _, notebook = lesson
    text = prose(notebook)
    assert notebook.cells[0].source.startswith(f"# {lesson[0].stem[:2]} · ")
    assert re.search(r"\*About \d\d minutes\.", notebook.cells[0].source)
    assert "**You will**" in notebook.cells[0].source
    assert "## You have" in notebook.cells[-1].source
    assert "**Predict" in text


def test_the_first_code_cell_installs_where_needed_and_shows_nothing(lesson):
    _, notebook = lesson
    first = code(notebook)[0]
    assert first.metadata.tags == ["setup"]
    assert first.source.startswith("try:\n    import sdlab\nexcept ImportError:\n    %pip install -q sdlab")
    assert first.outputs == []


def test_the_model_is_named_in_one_place(lesson):
    _, notebook = lesson
    named = [line for cell in code(notebook) for line in lines(cell) if '"tiny"' in line]
    assert named == ['MODEL = "tiny"']


def test_code_cells_are_short(lesson):
    _, notebook = lesson
    assert not {cell.id: len(lines(cell)) for cell in code(notebook) if len(lines(cell)) > 8}


def test_students_see_no_solution(source):
    student = nbformat.read(notebook_path(source, "student"), as_version=4)
    solved = nbformat.read(notebook_path(source, "solution"), as_version=4)
    given = {cell.id: set(lines(cell)) for cell in code(student)}
    secret = {line for cell in code(solved) for line in lines(cell) if line not in given.get(cell.id, set())}
    assert secret
    shown = "\n".join(cell.source for cell in student.cells)
    assert not [line for line in secret if line in shown]


def test_both_editions_show_the_same_until_the_first_exercise(source):
    student = code(nbformat.read(notebook_path(source, "student"), as_version=4))
    solved = code(nbformat.read(notebook_path(source, "solution"), as_version=4))
    shared = list(takewhile(lambda pair: pair[0].source == pair[1].source, zip(student, solved, strict=True)))
    assert len(shared) >= 2
    assert [one.id for one, other in shared if one.outputs != other.outputs] == []


def test_every_check_says_not_yet_to_students_and_right_to_the_solution(source):
    for edition, word in (("student", "not yet"), ("solution", "✓")):
        notebook = nbformat.read(notebook_path(source, edition), as_version=4)
        checks = [cell for cell in code(notebook) if "sdlab.check(" in cell.source]
        assert checks
        assert [cell.id for cell in checks if word not in said(cell)] == [], edition
        for cell in checks:
            find_exercise(re.search(r'check\("([\d.]+)"', cell.source).group(1))


def test_each_exercise_is_asked_in_its_lesson_once(source):
    from importlib import import_module

    asked = re.findall(r'sdlab\.check\("([\d.]+)"', source.read_text(encoding="utf-8"))
    known = import_module(f"sdlab.course.exercise.lesson_{source.stem[:2]}").EXERCISES
    assert sorted(asked) == sorted(known)


def test_no_function_is_defined_in_two_lessons():
    homes: dict[str, list[str]] = {}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                homes.setdefault(node.name, []).append(path.stem)
    assert not {name: where for name, where in homes.items() if len(where) > 1}


def test_a_link_to_another_lesson_leads_to_one(source):
    links = re.findall(r"\]\(([\w-]+\.ipynb)\)", source.read_text(encoding="utf-8"))
    assert [
        link for link in links if link.removesuffix(".ipynb") not in {path.stem for path in SOURCES}
    ] == []


def test_every_lesson_has_notes_for_the_teacher(source):
    notes = (FOLDER / "notes" / f"{source.stem}.md").read_text(encoding="utf-8")
    for part in ("**Aim.**", "**Time.**", "**What goes wrong.**", "**Answers.**"):
        assert part in notes


def test_the_classmates_picture_was_made_by_the_model_that_ships(studio):
    recipe = sdlab.open_recipe(medium("classmate.png"))
    assert differing(recipe, CLASSMATE) == []
    now = studio.text_to_image("a cat", seed=1, num_inference_steps=1).recipe
    assert recipe.model_sha256 == now.model_sha256, "the weights changed: sdlab course build"


def test_nothing_is_left_lying_about_by_a_run():
    allowed = {"source", "solutions", "notes", "media", ".ipynb_checkpoints"} | {
        f"{s.stem}.ipynb" for s in SOURCES
    }
    assert {path.name for path in FOLDER.iterdir()} <= allowed
