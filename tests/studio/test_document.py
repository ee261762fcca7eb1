"""The page about the studio says what the code does."""

from pathlib import Path

import sdlab
from sdlab.models.scheduler import SCHEDULERS

PAGE = (Path(sdlab.__file__).parent / "docs" / "studio.md").read_text(encoding="utf-8")


def test_the_page_lists_every_scheduler_with_its_help():
    rows = [line for line in PAGE.splitlines() if line.startswith("| `") and "Scheduler |" in line]
    assert rows == [
        f"| `{name}` | {row.class_name} | {row.family} | {row.help} |" for name, row in SCHEDULERS.items()
    ]
