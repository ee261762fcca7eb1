"""Notebooks that open anywhere: repair what some tools leave behind.

Colab saves widget state without its "state" key, and GitHub then refuses to show the notebook at all. State
is of no use without its kernel, so it goes; pictures and text stay.
"""

import json
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from sdlab.course.regression.bundle import storable
from sdlab.disk import write_whole
from sdlab.errors import DamagedFile


def clean(path: Path) -> list[str]:
    """Repair a notebook in place and return what was done, in words; an empty list leaves the file untouched.

    Raises:
        DamagedFile: the file is no notebook.
        NotSaved: there is no room for the repaired one; the file stays as it was.
    """
    try:
        notebook = nbformat.from_dict(json.loads(path.read_text(encoding="utf-8")))
        cells = notebook.cells
    except (OSError, ValueError, AttributeError) as error:
        raise DamagedFile(f"{path} cannot be read as a notebook: {error}") from error
    done = _repair_metadata(notebook)
    changed = sum([_repair_outputs(cell) for cell in cells if cell.get("cell_type") == "code"])
    if changed:
        done.append(f"dead controls or doubled pictures in {changed} cells replaced")
    if done:
        write_whole(path, f"{nbformat.writes(notebook)}\n".encode())
    return done


def _repair_metadata(notebook: NotebookNode) -> list[str]:
    done = []
    if "widgets" in notebook.metadata:
        del notebook.metadata["widgets"]
        done.append("widget state removed")
    if "colab" in notebook.metadata:
        del notebook.metadata["colab"]
        done.append("Colab's settings removed")
    return done


def _repair_outputs(cell: NotebookNode) -> bool:
    before = json.dumps(cell.outputs)
    cell.outputs = storable(cell.outputs, cell.execution_count)
    return json.dumps(cell.outputs) != before
