"""Is a model what its card says, and one fingerprint for all its weights."""

import hashlib
import re
from pathlib import Path

from sdlab.errors import DamagedFile
from sdlab.models.folder import CARD, Folder, card_of

_HEX = re.compile(r"[0-9a-f]{64}")
_known: dict[tuple[Path, int, int], str] = {}


def verify(path: Path) -> None:
    """Check every file the folder's card lists, and that nothing else lies among them; no card, no check.

    Raises:
        DamagedFile: a file is missing, changed or not listed; names it and the remedy.
    """
    listed: dict[str, str] = card_of(path).get("sha256", {})
    remedy = "Install sdlab again: pip install --force-reinstall --no-deps sdlab"
    for name, expected in listed.items():
        file = path / name
        if not file.is_file():
            raise DamagedFile(f"{file} is missing. {remedy}")
        if digest(file) != expected:
            raise DamagedFile(f"{file} is damaged or was changed: its sha256 is not the card's. {remedy}")
    if not listed:
        return
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
