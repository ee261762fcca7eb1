"""The learner's folder of lessons: laid out once, brought up to date later, never written over.

A small list of fingerprints, `.sdlab-lessons.json`, remembers each lesson as it was laid out. A lesson that
still has its fingerprint is nobody's work and may be replaced by a newer one; a changed lesson is kept, and
the newer one is laid beside it.
"""

import hashlib
import json
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from sdlab.disk import write_whole
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


def lay_out(lessons: dict[str, bytes], folder: Path) -> Layout:
    """Put lessons (file names and what is in them) into a folder, made if need be, over nobody's work.

    Raises:
        NotSaved: the folder cannot be made or written to.
    """
    done: dict[str, list[str]] = {"added": [], "renewed": [], "beside": []}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        laid = _read_list(folder / LIST)
        for name, content in lessons.items():
            _lay(folder / name, content, laid, done)
        write_whole(folder / LIST, json.dumps(laid, indent=1, sort_keys=True).encode())
    except OSError as error:
        raise NotSaved(f"the lessons cannot be copied to {folder}: {error}. Name another folder.") from error
    return Layout(folder, folder / next(iter(lessons)), **{how: tuple(names) for how, names in done.items()})


def _lay(mine: Path, content: bytes, laid: dict[str, str], done: dict[str, list[str]]) -> None:
    new, known = _fingerprint(content), laid.get(mine.name)
    laid[mine.name] = new
    there = _fingerprint(mine.read_bytes()) if mine.exists() else None
    if there == new:
        return
    if there is None:
        how, path = "added", mine
    elif there == known:
        how, path = "renewed", mine
    elif known == new:
        return  # changed by its owner, and there is nothing newer
    else:
        how, path = "beside", _free_name(mine)
    write_whole(path, content)
    done[how].append(path.name)


def _free_name(path: Path) -> Path:
    names = (path.with_name(f"{path.stem} (new{f' {n}' if n > 1 else ''}){path.suffix}") for n in count(1))
    return next(name for name in names if not name.exists())


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read_list(path: Path) -> dict[str, str]:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # without the list every lesson counts as changed, and is kept
    return {str(name): str(mark) for name, mark in kept.items()} if isinstance(kept, dict) else {}
