"""A cell under regression: run it, compare text exactly and pictures by likeness, or record both."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pytest
from nbval.plugin import IPyNbCell

from sdlab.course.regression.bundle import storable, take_apart
from sdlab.course.regression.likeness import Tolerance, decode, measure
from sdlab.course.regression.proof import write_proof

if TYPE_CHECKING:
    from sdlab.course.regression.notebook import Notebook


class Cell(IPyNbCell):  # type: ignore[misc] # nbval has no types
    """nbval's cell, comparing pictures too; `count` is the execution count it must carry."""

    parent: "Notebook"

    def __init__(self, *args: Any, count: int, **kwargs: Any) -> None:  # noqa: ANN401 # pytest's
        super().__init__(*args, **kwargs)
        self.count = count
        self.output_timeout = self.config.getoption("sdlab_output_timeout")  # nbval waits five seconds only

    def setup(self) -> None:
        """Skip what comes after a cell that could not run: it would only repeat the same failure."""
        super().setup()
        if self.parent.broken_by is not None:
            pytest.skip(f"{self.parent.broken_by} could not run")

    def runtest(self) -> None:
        """Run the cell; fail when it raises, never ran before, or puts out something else than is stored."""
        never_ran = self.cell.execution_count is None and bool(self.cell.source.strip())
        if never_ran and self.parent.is_recording:
            self.cell.outputs = []
        self.parent.begin(self)
        self._is_compared = False
        try:
            super().runtest()
        except Exception:
            if not self._is_compared:
                self.parent.broken_by = self.name
            raise
        finally:
            self.parent.running = None
        if self.parent.is_recording:
            self._renumber(never_ran)
        elif never_ran and self.options["check"]:
            self.raise_cell_error(
                "This cell was never executed: run the notebook and save it, or --sdlab-update"
            )

    def _renumber(self, never_ran: bool) -> None:
        if never_ran:
            self._record(self.test_outputs)
        if self.cell.source.strip() and self.cell.execution_count != self.count:
            self.cell.execution_count = self.count
            self.cell.outputs = storable(self.cell.outputs, self.count)
            self.parent.is_changed = True

    def _record(self, outputs: list[Any]) -> None:
        self.cell.outputs = storable(outputs, self.count)
        self.parent.is_changed = True

    def compare_outputs(
        self, test: list[Any], ref: list[Any], skip_compare: tuple[str, ...] | None = None
    ) -> bool:
        """Whether fresh outputs agree with the stored ones; when recording, they are made to."""
        self._is_compared = True
        if self._agree(test, ref, skip_compare):
            return True
        if self.parent.is_recording:
            self._record(test)
        return self.parent.is_recording

    def _agree(self, test: list[Any], ref: list[Any], skip_compare: tuple[str, ...] | None) -> bool:
        fresh, actual = take_apart(test)
        stored, reference = take_apart(ref)
        if not super().compare_outputs(fresh, stored, skip_compare):
            return False
        if len(actual) != len(reference):
            self.comparison_traceback.append(f"{len(actual)} pictures where {len(reference)} are stored")
            return False
        pairs = list(zip(reference, actual, strict=True))
        agreed = [self._look(number, *pair) for number, pair in enumerate(pairs, 1)]  # all are looked at
        return all(agreed)

    def _look(self, number: int, reference: str, actual: str) -> bool:
        """Whether one picture agrees; a difference is reported and drawn."""
        stored, fresh = decode(reference), decode(actual)
        if stored.shape != fresh.shape:
            words = f"is {fresh.shape[1]} × {fresh.shape[0]}, stored {stored.shape[1]} × {stored.shape[0]}"
        else:
            likeness = measure(stored, fresh)
            self.user_properties.append(("sdlab-picture", asdict(likeness)))
            if likeness.meets(self.tolerance):
                return True
            words = f"differs: {likeness} (allowed: {self.tolerance})"
        path = self.parent.artifact(f"{self.name.replace(' ', '-').lower()}-{number}")
        if path is not None:
            write_proof(path, stored, fresh)
        self.comparison_traceback.append(f"picture {number} {words}" + (f"; see {path}" if path else ""))
        return False

    @property
    def tolerance(self) -> Tolerance:
        """How like this cell's pictures must be: its metadata `sdlab.picture` over the notebook's."""
        return self.parent.tolerance.but(self.cell.metadata.get("sdlab", {}).get("picture", {}))
