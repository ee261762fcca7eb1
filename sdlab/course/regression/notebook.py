"""A notebook under regression: its kernel, its cells and, when recording, its rewriting."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbval.plugin import IPyNbFile

from sdlab.course.regression.cell import Cell
from sdlab.course.regression.likeness import SAME, Tolerance
from sdlab.course.regression.stream import Stream
from sdlab.disk import write_whole


class Notebook(IPyNbFile):  # type: ignore[misc] # nbval has no types
    """nbval's notebook file with our cells, our reading of the kernel's messages and a way to record."""

    nb: nbformat.NotebookNode

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 # pytest's
        super().__init__(*args, **kwargs)
        self.broken_by: str | None = None
        self.is_changed = False
        self.running: Cell | None = None
        self._stream = Stream()

    @property
    def is_recording(self) -> bool:
        """Whether differences are recorded rather than reported."""
        return bool(self.config.getoption("sdlab_update"))

    @property
    def tolerance(self) -> Tolerance:
        """How like pictures must be in this notebook: its metadata `sdlab.picture` over the default."""
        return SAME.but(self.nb.metadata.get("sdlab", {}).get("picture", {}))

    def collect(self) -> Iterator[Cell]:
        """The code cells, in order; `count` is the execution count each must carry."""
        count = 0
        for item in super().collect():
            count += bool(item.cell.source.strip())
            yield Cell.from_parent(
                self,
                name=item.name,
                cell_num=item.cell_num,
                cell=item.cell,
                options=item.options,
                count=count,
            )

    def get_kernel_message(self, timeout: float | None = None, stream: str = "iopub") -> dict[str, Any]:
        """The next message that nbval should see."""
        while True:
            message: dict[str, Any] = super().get_kernel_message(timeout, stream)
            outputs = self.running.test_outputs if self.running else None
            if stream != "iopub" or outputs is None or self._stream.passes(message, outputs):
                return message

    def begin(self, cell: Cell) -> None:
        """A cell is about to run."""
        self.running = cell
        cell.test_outputs = []
        self._stream.begin(cell.cell.source)

    def teardown(self) -> None:
        """Stop the kernel and write what was recorded, unless a cell failed: no half recordings."""
        super().teardown()
        if self.is_changed and self.broken_by is None:
            self.nb.metadata.pop("widgets", None)
            write_whole(Path(self.path), f"{nbformat.writes(self.nb)}\n".encode())

    def artifact(self, name: str) -> Path | None:
        """Where a picture for a person to look at goes, or None when none are wanted."""
        folder = self.config.getoption("sdlab_artifacts")
        return Path(folder) / f"{self.path.stem}-{name}.png" if folder else None
