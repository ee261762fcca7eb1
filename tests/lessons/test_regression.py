"""The recorded lessons come out again: text to the letter, pictures to the eye, on two processors."""

import base64

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from sdlab.course import figure
from sdlab.course.place import lesson_folder, lesson_notebooks
from sdlab.mask import open_mask

SOLVED = sorted((lesson_folder() / "solutions").glob("*.ipynb"))
MOST_MEGABYTES = 1500  # Binder has 2 GB
OTHER = {"01", "05", "09"}  # words, the open model and masks; each run costs some twenty seconds

LOAD = """
import sdlab
from sdlab.course import figure
studio = sdlab.load("tiny")
def four(prompt="a dog on the grass", **change):
    settings = dict(seed=6, num_inference_steps=20, count=4) | change
    return studio.text_to_image(prompt, **settings)
def fill(box):
    start = studio.text_to_image("a dog on the grass", seed=6, num_inference_steps=8).picture
    return studio.inpaint(start, box, "a cat on the grass", seed=3, num_inference_steps=8)
""".strip()
RIGHT = {"figure.row(four())": "four", "figure.row([fill((24, 20, 104, 112))])": "fill"}
WRONG = {
    "figure.row(four(seed=7))": "four",
    "figure.row(four(num_inference_steps=19))": "four",
    'figure.row(four("a dog on the sand"))': "four",
    "figure.row([fill((40, 20, 104, 112))])": "fill",
    "figure.row(four()); None": "four",
}


def test_every_solved_lesson_and_the_students_first_come_out_again(regression):
    run = regression(lesson_notebooks()[0], *SOLVED)
    assert run.code == 0, run.words
    assert run.cells > 100
    assert run.megabytes < MOST_MEGABYTES


def test_lessons_come_out_again_as_on_another_processor(regression):
    other = {"ATEN_CPU_CAPABILITY": "default", "OMP_NUM_THREADS": "2", "MKL_NUM_THREADS": "2"}
    run = regression(*(path for path in SOLVED if path.stem[:2] in OTHER), workers=0, **other)
    assert run.code == 0, run.words


@pytest.fixture(scope="module")
def stored(studio):
    """What the right calls show, made here and not in the kernel under test."""
    dogs = studio.text_to_image("a dog on the grass", seed=6, num_inference_steps=20, count=4)
    start = studio.text_to_image("a dog on the grass", seed=6, num_inference_steps=8).picture
    mask = open_mask((24, 20, 104, 112), start.size)
    cat = studio.inpaint(start, mask, "a cat on the grass", seed=3, num_inference_steps=8)
    return {"four": shown(figure.row(dogs)), "fill": shown(figure.row([cat]))}


def shown(drawing):
    data = {"image/png": base64.b64encode(drawing.png).decode(), "text/plain": repr(drawing)}
    return new_output("execute_result", data=data, execution_count=1)


def test_a_wrong_seed_one_step_less_and_a_changed_mask_are_seen(regression, stored, tmp_path):
    cells = [new_code_cell(LOAD, execution_count=1)]
    for source, name in (RIGHT | WRONG).items():
        cells.append(new_code_cell(source, outputs=[stored[name]], execution_count=1))
    cells.append(new_code_cell("1 + 1", execution_count=None))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(new_notebook(cells=cells, metadata={"kernelspec": kernel}), tmp_path / "mutated.ipynb")
    run = regression(tmp_path / "mutated.ipynb")
    first_wrong = 1 + len(RIGHT)
    assert run.failed == tuple(range(first_wrong, len(cells))), run.words
