"""What all tests share: one studio with the bundled model, and an engine without any."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

# the same examples every time, and no complaint about a busy machine
settings.register_profile(
    "steady", derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")

# so that tests of any folder, and the processes they start, can say `from fake import FakeEngine`
sys.path.insert(0, str(Path(__file__).parent))

if TYPE_CHECKING:
    from fake import FakeEngine

    from sdlab.studio import Studio


# they drive browsers, servers and kernels, whose start depends on what else the machine does
OUTSIDE = {"browser", "contract", "lab"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give the tests of other programs a second and a third try; ours get one. Browsers come last.

    Playwright keeps an event loop running in the process from its first page on, and `asyncio.run` refuses to
    work beside it.
    """
    items.sort(key=lambda item: _room(item) == "browser")
    for item in items:
        if _room(item) in OUTSIDE:
            item.add_marker(pytest.mark.flaky(reruns=2, reruns_delay=2))


def _room(item: pytest.Item) -> str:
    here = Path(__file__).parent
    return item.path.relative_to(here).parts[0] if item.path.is_relative_to(here) else ""


@pytest.fixture(scope="session")
def studio() -> Iterator["Studio"]:
    """The bundled `tiny`, loaded once for all tests."""
    from sdlab.studio import load

    with load("tiny", device="cpu") as loaded:
        yield loaded


@pytest.fixture
def fake_engine() -> "FakeEngine":
    """An engine that paints each recipe in a colour of its own, at once."""
    from fake import FakeEngine

    return FakeEngine()
