"""The learner's folder of lessons: laid out once, brought up to date later, never written over.

A small list of fingerprints, `.sdlab-lessons.json`, remembers each lesson as it was laid out. A lesson that
still has its fingerprint is nobody's work and may be replaced by a newer one; a changed lesson is kept, and
the newer one is laid beside it.
"""

import hashlib
import json
import shutil
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from sdlab.errors import NotSaved

LIST = ".sdlab-lessons.json"


@dataclass(frozen=True)
class Layout:
    """What was done: `first` is lesson 01's path, `added`, `renewed` and `beside` name files in the folder.

    `beside` names the newer lessons laid beside changed ones.
    """

    folder: Path
    first: Path
    added: tuple[str, ...] = ()
    renewed: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


def lay_out(lessons: list[Path], folder: Path) -> Layout:
    """Copy lessons into a folder, made if need be, without touching anybody's work.

    Raises:
        NotSaved: the folder cannot be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        laid = _read_list(folder / LIST)
        done: dict[str, list[str]] = {"added": [], "renewed": [], "beside": []}
        for lesson in lessons:
            _lay(lesson, folder, laid, done)
        (folder / LIST).write_text(json.dumps(laid, indent=1, sort_keys=True), encoding="utf-8")
    except OSError as error:
        raise NotSaved(f"the lessons cannot be copied to {folder}: {error}. Name another folder.") from error
    return Layout(folder, folder / lessons[0].name, **{how: tuple(names) for how, names in done.items()})


def _lay(lesson: Path, folder: Path, laid: dict[str, str], done: dict[str, list[str]]) -> None:
    new = _fingerprint(lesson)
    mine = folder / lesson.name
    if not mine.exists():
        done["added"].append(mine.name)
    elif _fingerprint(mine) == laid.get(mine.name) or _fingerprint(mine) == new:
        if _fingerprint(mine) == new:
            laid[mine.name] = new
            return
        done["renewed"].append(mine.name)
    elif laid.get(mine.name) == new:
        return  # changed by its owner, and there is nothing newer
    else:
        laid[lesson.name] = new  # offered once: the next start says nothing
        mine = _free_name(mine)
        done["beside"].append(mine.name)
        shutil.copyfile(lesson, mine)
        return
    shutil.copyfile(lesson, mine)
    laid[mine.name] = new


def _free_name(path: Path) -> Path:
    names = (path.with_name(f"{path.stem} (new{f' {n}' if n > 1 else ''}){path.suffix}") for n in count(1))
    return next(name for name in names if not name.exists())


def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _read_list(path: Path) -> dict[str, str]:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # without the list every lesson counts as changed, and is kept
    return {str(name): str(mark) for name, mark in kept.items()} if isinstance(kept, dict) else {}
