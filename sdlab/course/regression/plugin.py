"""What pytest loads: the options, and nothing more until --nbval asks for notebooks."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of notebook regression."""
    group = parser.getgroup("sdlab", "notebook regression (with --nbval)")
    group.addoption(
        "--sdlab-update", action="store_true", help="record the outputs that differ instead of failing"
    )
    group.addoption(
        "--sdlab-artifacts",
        metavar="FOLDER",
        help="where reference, actual and difference go when pictures differ",
    )
    group.addoption(
        "--sdlab-output-timeout",
        type=float,
        default=60.0,
        metavar="SECONDS",
        help="longest silence of a running cell",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Bring in the notebook collector when notebooks are asked for."""
    if config.getoption("nbval", False) or config.getoption("nbval_lax", False):
        from sdlab.course.pin import pin
        from sdlab.course.regression import collector

        pin()
        config.pluginmanager.register(collector, "sdlab-notebook-collector")
