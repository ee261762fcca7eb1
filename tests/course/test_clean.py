"""Notebooks that some tool broke open again, and others are left alone."""

import json

import nbformat
import pytest
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_notebook, new_output

from sdlab.course.clean import clean
from sdlab.errors import DamagedFile

VIEW = {"application/vnd.jupyter.widget-view+json": {"model_id": "7"}, "text/plain": "IntSlider()"}


COLAB = {  # its metadata: models by their id, with no "state" round them
    "colab": {"provenance": [], "gpuType": "T4"},
    "accelerator": "GPU",
    "widgets": {
        "application/vnd.jupyter.widget-state+json": {
            "7": {
                "model_module": "@jupyter-widgets/controls",
                "model_module_version": "1.5.0",
                "model_name": "IntSliderModel",
                "state": {"value": 3},
            }
        }
    },
}


def written(path, **metadata):
    outputs = [new_output("display_data", data=VIEW), new_output("stream", text="kept\n")]
    book = new_notebook(cells=[new_code_cell("x", outputs=outputs, execution_count=4)], metadata=metadata)
    path.write_text(json.dumps(book))
    return path


def test_colabs_broken_widget_state_is_removed_and_text_is_kept(tmp_path):
    path = written(tmp_path / "colab.ipynb", **COLAB)
    page = HTMLExporter(template_name="basic")
    with pytest.raises(KeyError, match="state"):  # as GitHub, which then shows nothing
        page.from_filename(str(path))
    assert clean(path)
    book = nbformat.read(path, 4)
    nbformat.validate(book)
    assert book.metadata == {"accelerator": "GPU"}
    assert book.cells[0].outputs[0].data["text/plain"] == "Run this cell to get the controls."
    assert book.cells[0].outputs[1].text == "kept\n"
    assert "kept" in page.from_filename(str(path))[0]


def test_a_sound_notebook_is_left_untouched(tmp_path):
    path = written(tmp_path / "sound.ipynb", widgets={})
    clean(path)
    before = path.stat().st_mtime_ns
    assert clean(path) == []
    assert path.stat().st_mtime_ns == before


@pytest.mark.parametrize("text", ["", "{}", "[1]", "no json"])
def test_what_is_no_notebook_is_refused_and_kept(tmp_path, text):
    path = tmp_path / "other.ipynb"
    path.write_text(text)
    with pytest.raises(DamagedFile, match="cannot be read as a notebook"):
        clean(path)
    assert path.read_text() == text
