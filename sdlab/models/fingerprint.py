"""Is a model what its card says, and one fingerprint for all its weights."""

import hashlib
import re
from pathlib import Path

from sdlab.errors import DamagedFile
from sdlab.models.folder import CARD, Folder, card_of
from sdlab.models.place import bundled_path

_HEX = re.compile(r"[0-9a-f]{64}")
_known: dict[tuple[Path, int, int], str] = {}


def verify(path: Path) -> None:
    """Check every file the folder's card lists, and that nothing else lies among them; no card, no check.

    A member of a family also pins the files of its parent that it was trained with.

    Raises:
        DamagedFile: a file is missing, changed or not listed; names it and the remedy.
    """
    card = card_of(path)
    listed: dict[str, str] = card.get("sha256", {})
    remedy = "Install sdlab again: pip install --force-reinstall --no-deps sdlab"
    for name, expected in listed.items():
        if not (path / name).is_file():
            raise DamagedFile(f"{path / name} is missing. {remedy}")
        if digest(path / name) != expected:
            raise DamagedFile(
                f"{path / name} is damaged or was changed: its sha256 is not the card's. {remedy}"
            )
    pinned: dict[str, str] = card.get("parent_sha256", {})
    for name, expected in pinned.items():
        file = bundled_path(card["parent"]) / name
        if not file.is_file() or digest(file) != expected:
            words = f"{path.name} was made for another {card['parent']}: {file} is not what its card names"
            raise DamagedFile(f"{words}. {remedy}")
    if listed:
        _check_strangers(path, listed, remedy)


def _check_strangers(path: Path, listed: dict[str, str], remedy: str) -> None:
    for file in [*path.rglob("*.safetensors"), *path.rglob("*.json")]:
        if file.relative_to(path).as_posix() not in listed and file.name != CARD:
            raise DamagedFile(f"{file} does not belong there: the card does not list it. {remedy}")


def fingerprint(folder: Folder) -> str:
    """One sha256 over the names and fingerprints of all weight files, the parent's among them."""
    lines = [f"{digest(file)}  {file.parent.name}/{file.name}\n" for file in folder.weights]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def digest(path: Path) -> str:
    """The sha256 of a file, 64 hex digits: from the hub's cache, which names files by it, else computed once.

    Raises:
        DamagedFile: it cannot be read.
    """
    real = path.resolve()
    if path.is_symlink() and _HEX.fullmatch(real.name):
        return real.name
    try:
        status = real.stat()
        key = (real, status.st_size, status.st_mtime_ns)
        if key not in _known:
            with real.open("rb") as file:
                _known[key] = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DamagedFile(f"{path} cannot be read ({error}). Fetch the model again.") from error
    return _known[key]
