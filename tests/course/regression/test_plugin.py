"""The plugin against a real kernel: what it lets pass, what it fails, what it records."""

import subprocess
import sys

import nbformat
import numpy as np
import pytest

SETUP = """
import numpy as np
from IPython.display import Image, display, clear_output
from PIL import Image as Pillow
import io
class Shown:
    def __init__(self, levels): self.levels = levels
    def _repr_mimebundle_(self, include=None, exclude=None):
        buffer = io.BytesIO()
        Pillow.fromarray(np.asarray(self.levels, np.uint8)).save(buffer, "PNG")
        return {"image/png": buffer.getvalue(), "text/plain": "a picture"}
def noise(seed): return np.random.default_rng(seed).integers(0, 256, (32, 32, 3))
""".strip()


def noise(seed: int):
    return np.random.default_rng(seed).integers(0, 256, (32, 32, 3))


OUTCOMES = {
    "setup": "passed",
    "same text": "passed",
    "other text": "failure",
    "same picture": "passed",
    "one level off here and there": "passed",
    "another picture": "failure",
    "missing picture": "failure",
    "one picture too many": "failure",
    "pictures in order": "passed",
    "pictures swapped": "failure",
    "another size": "failure",
    "picture in html": "passed",
    "another picture in html": "failure",
    "never executed": "failure",
    "ignored": "passed",
    "cleared": "passed",
    "cleared when next comes": "passed",
    "display updated": "passed",
    "output widget": "passed",
    "controls": "passed",
    "no controls": "failure",
    "told to be loose": "passed",
    "raises": "failure",
    "after that": "skipped",
}
HTML = """
import base64
from IPython.display import HTML
png = base64.b64encode(Shown(noise({seed}))._repr_mimebundle_()["image/png"]).decode()
HTML('<img src="data:image/png;base64,' + png + '">')
""".strip()
CAPTURED = "import ipywidgets as w; o = w.Output()\nwith o:\n    print('inside')\nprint('outside')"


def scenes(notes):
    """A cell for each outcome, by name."""
    one, two = notes.png(noise(1)), notes.png(noise(2))
    wobble = notes.png(np.clip(noise(1) + (np.arange(32) % 8 == 0)[:, None, None], 0, 255))
    cell, show, text, result = notes.cell, notes.shown, notes.printed, nbformat.v4.new_output
    tag = {
        "text/html": f'<img src="data:image/png;base64,{one}">',
        "text/plain": "<IPython.core.display.HTML object>",
    }
    html = result("execute_result", data=tag, execution_count=1)
    controls = result("display_data", data={"text/plain": "Run this cell to get the controls."})
    loose = {"sdlab": {"picture": {"ssim": -1, "mae": 255, "spot": 255}}}
    update = "h = display(Shown(noise(2)), display_id='x'); h.update(Shown(noise(1)))"
    return {
        "setup": cell(SETUP),
        "same text": cell("print('a')", text("a\n")),
        "other text": cell("print('b')", text("a\n")),
        "same picture": cell("display(Shown(noise(1)))", show(one)),
        "one level off here and there": cell("display(Shown(noise(1)))", show(wobble)),
        "another picture": cell("display(Shown(noise(2)))", show(one)),
        "missing picture": cell("display(Shown(noise(1)))", show(one), show(two)),
        "one picture too many": cell("display(Shown(noise(1)), Shown(noise(2)))", show(one)),
        "pictures in order": cell("display(Shown(noise(1)), Shown(noise(2)))", show(one), show(two)),
        "pictures swapped": cell("display(Shown(noise(2)), Shown(noise(1)))", show(one), show(two)),
        "another size": cell("display(Shown(noise(1)[:16]))", show(one)),
        "picture in html": cell(HTML.format(seed=1), html),
        "another picture in html": cell(HTML.format(seed=2), html),
        "never executed": cell("print('a')", ran=False),
        "ignored": cell("print('b')", ran=False, tags=["nbval-ignore-output"]),
        "cleared": cell("print('a'); clear_output(); print('b')", text("b\n")),
        "cleared when next comes": cell("print('a'); clear_output(wait=True); print('b')", text("b\n")),
        "display updated": cell(update, show(one)),
        "output widget": cell(CAPTURED, text("outside\n")),
        "controls": cell("display(w.IntSlider())", controls),
        "no controls": cell("pass", controls),
        "told to be loose": cell("display(Shown(noise(2)))", show(one), metadata=loose),
        "raises": cell("1 / 0"),
        "after that": cell("print('a')", text("a\n")),
    }


@pytest.fixture(scope="module")
def verdict(notes, judged_by, tmp_path_factory):
    folder = tmp_path_factory.mktemp("scenes")
    notes.write(folder / "scenes.ipynb", *scenes(notes).values())
    return judged_by(folder, "--nbval", "--sdlab-artifacts=proofs", "scenes.ipynb"), folder


@pytest.mark.parametrize(("number", "name"), list(enumerate(OUTCOMES)))
def test_each_kind_of_cell_has_the_outcome_it_deserves(number, name, verdict, notes):
    assert list(scenes(notes)) == list(OUTCOMES)
    judged, _ = verdict
    assert judged.outcome(number) == OUTCOMES[name], judged.said(number)


def test_a_difference_is_drawn_for_a_person_to_look_at(verdict):
    judged, folder = verdict
    drawn = sorted((folder / "proofs").glob("scenes-*.png"))
    assert drawn
    assert drawn[0].name in judged.words


def test_recording_writes_what_a_second_run_agrees_with_even_on_two_workers(notes, judged_by, tmp_path):
    stale = [
        notes.cell(SETUP, ran=False),
        notes.cell("display(Shown(noise(1))); print('new')", notes.printed("old\n")),
        notes.cell("import ipywidgets as w; w.IntSlider()", ran=False),
        notes.cell("1 + 1", ran=False),
    ]
    broken = [notes.cell("print('new')", notes.printed("old\n")), notes.cell("1 / 0")]
    shared = [notes.cell("x = 1"), notes.cell("print(x)", ran=False)]
    path = notes.write(tmp_path / "stale.ipynb", *stale)
    bad = notes.write(tmp_path / "bad.ipynb", *broken)
    notes.write(tmp_path / "shared.ipynb", *shared)
    untouched = bad.read_bytes()

    recorded = judged_by(tmp_path, "--nbval", "--sdlab-update", "stale.ipynb", "shared.ipynb", "bad.ipynb")
    assert recorded.words.count("FAILED") == 1, recorded.words
    assert bad.read_bytes() == untouched, "a notebook that raises is not half recorded"
    book = nbformat.read(path, as_version=4)
    assert [cell.execution_count for cell in book.cells] == [1, 2, 3, 4]
    assert book.cells[3].outputs[0].execution_count == 4
    assert "widget-view" not in path.read_text()

    before = path.read_bytes()
    judged = judged_by(tmp_path, "--nbval", "-n2", "--dist=load", "stale.ipynb", "shared.ipynb")
    assert judged.code == 0, judged.words
    assert path.read_bytes() == before


def test_without_nbval_the_plugin_does_nothing_and_imports_nothing_heavy(notes, judged_by, tmp_path):
    notes.write(tmp_path / "never.ipynb", notes.cell("1 / 0"))
    (tmp_path / "test_light.py").write_text(
        "import sys\n"
        "def test_light():\n"
        "    assert 'sdlab.course.regression.plugin' in sys.modules\n"
        "    heavy = {'torch', 'numpy', 'nbformat', 'skimage', 'sdlab.course.regression.collector'}\n"
        "    assert not heavy & set(sys.modules)\n"
    )
    judged = judged_by(tmp_path, "-p", "no:nbval", "-p", "no:hypothesispytest")
    assert judged.code == 0, judged.words
    assert len(judged.cells) == 1


def test_pins_leave_what_is_set_alone():
    read = "print(os.environ['OMP_NUM_THREADS'], os.environ['MKL_CBWR'])"
    code = f"import os; from sdlab.course.pin import pin; pin(); {read}"
    done = subprocess.run(
        [sys.executable, "-c", code], env={"OMP_NUM_THREADS": "2"}, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["2", "COMPATIBLE"]
