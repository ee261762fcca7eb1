"""A front end without a browser, and waiting for what another thread does."""

import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # so that tests can say `from front_end import FrontEnd`


@pytest.fixture
def eventually():
    """Waits until a condition holds; fails after a long while."""

    def eventually(test, what="it"):
        end = time.monotonic() + 30
        while not test():
            assert time.monotonic() < end, f"waited 30 s for {what}"
            time.sleep(0.002)

    return eventually
