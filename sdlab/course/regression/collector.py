"""The hooks that put our notebook in nbval's place, keep a notebook on one worker and report slow drift."""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from nbval.plugin import IPyNbFile

from sdlab.course.regression.likeness import NEAR, Likeness
from sdlab.course.regression.notebook import Notebook


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(
    file_path: Path, parent: pytest.Collector
) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Hand out a Notebook wherever nbval hands out its own file."""
    found = yield
    return [
        Notebook.from_parent(parent, path=file_path) if type(node) is IPyNbFile else node for node in found
    ]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Keep the cells of one notebook on one worker, whatever --dist says: they share a kernel."""
    from xdist.scheduler import LoadFileScheduling

    return LoadFileScheduling(config, log)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List the pictures that passed and yet are further from the stored ones than a quiet run leaves them."""
    lines = [
        f"{report.nodeid}, picture {number}: {likeness}"
        for report in terminalreporter.stats.get("passed", [])
        for number, likeness in _measured(report)
        if not likeness.meets(NEAR)
    ]
    if lines:
        terminalreporter.section("pictures that begin to drift")
        terminalreporter.write_line("\n".join(lines))


def _measured(report: pytest.TestReport) -> list[tuple[int, Likeness]]:
    values: list[Any] = [value for name, value in report.user_properties if name == "sdlab-picture"]
    return [(number, Likeness(**value)) for number, value in enumerate(values, 1)]
