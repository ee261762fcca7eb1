"""Which exercises are done: one small JSON file that stays on the learner's machine.

It lies at ~/.sdlab/progress.json, or where the environment variable SDLAB_PROGRESS says; set that to nothing
and nothing is kept.
"""

import json
import os
from pathlib import Path

from sdlab.disk import write_whole
from sdlab.errors import DamagedFile


def progress_path() -> Path | None:
    """Where progress is kept, or None when it is not."""
    place = os.environ.get("SDLAB_PROGRESS")
    if place is None:
        return Path.home() / ".sdlab" / "progress.json"
    return Path(place).expanduser() if place else None


def read_progress() -> dict[str, bool]:
    """Every exercise ever checked, and whether it has passed; empty before the first.

    Raises:
        DamagedFile: the file is there and is no record of progress.
    """
    path = progress_path()
    if path is None or not path.is_file():
        return {}
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): bool(passed) for name, passed in kept["exercises"].items()}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DamagedFile(f"{path} is no record of progress. Move it away and check again.") from error


def keep_progress(exercise: str, passed: bool) -> None:
    """Note a verdict; an exercise once passed stays passed."""
    path = progress_path()
    if path is None:
        return
    done = read_progress()
    done[exercise] = passed or done.get(exercise, False)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"exercises": dict(sorted(done.items()))}, indent=1)
    write_whole(path, text.encode())
