"""Run a notebook and keep what it put out, the same from one machine to the next."""

import os
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from sdlab.course.pin import pin
from sdlab.course.regression.bundle import storable
from sdlab.errors import SdlabError

MAX_SECONDS = 300  # for one cell


class LessonFailed(SdlabError):
    """A lesson's cell raised; the message holds the cell and what it said."""


def record(notebook: nbformat.NotebookNode, path: Path) -> Path:
    """Run every cell in a fresh kernel, started in the folder of `path`, and write the notebook there.

    Raises:
        LessonFailed: a cell raised; nothing is written.
    """
    environment = dict(os.environ)
    pin(environment)
    client = NotebookClient(
        notebook,
        timeout=MAX_SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
    )
    try:
        client.execute(env=environment)
    except CellExecutionError as error:
        raise LessonFailed(f"{path.name}: {error}") from error
    _settle(notebook)
    nbformat.write(notebook, path)
    return path


def _settle(notebook: nbformat.NotebookNode) -> None:
    """Make the outputs what a reader without a kernel should see, and drop what differs between machines."""
    notebook.metadata["language_info"] = {"name": "python"}
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for count, cell in enumerate(cells, 1):
        cell.execution_count = count
        cell.outputs = storable(cell.outputs, count)
        cell.metadata.pop("execution", None)
