"""Is a model what its card says, and one fingerprint for all its weights."""

import hashlib
import re
from pathlib import Path

from sdlab.errors import DamagedFile
from sdlab.models.folder import CARD, Folder, sha256_of

_HEX = re.compile(r"[0-9a-f]{64}")
_known: dict[tuple[Path, int, int], str] = {}


def verify(folder: Folder, remedy: str) -> None:
    """Check every file the card lists, and that nothing else lies among them; no card, no check.

    Raises:
        DamagedFile: a file is missing, changed or not listed; names it and the remedy.
    """
    listed: dict[str, str] = folder.card.get("sha256", {})
    for name, expected in listed.items():
        path = folder.path / name
        if not path.is_file():
            raise DamagedFile(f"{path} is missing. {remedy}")
        if _digest(path) != expected:
            raise DamagedFile(f"{path} is damaged or was changed: its sha256 is not the card's. {remedy}")
    if not listed:
        return
    for path in [*folder.path.rglob("*.safetensors"), *folder.path.glob("*/*.json")]:
        if folder.name(path) not in listed and path.name != CARD:
            raise DamagedFile(f"{path} does not belong there: the card does not list it. {remedy}")


def fingerprint(folder: Folder) -> str:
    """One sha256 over the fingerprints of all weight files, in the order of their names.

    A file's own fingerprint is taken from the card, else from the hub's cache (which names files by it), else
    computed once.
    """
    listed: dict[str, str] = folder.card.get("sha256", {})
    lines = [
        f"{listed.get(folder.name(file)) or _digest(file)}  {folder.name(file)}\n" for file in folder.weights
    ]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _digest(path: Path) -> str:
    real = path.resolve()
    if path.is_symlink() and _HEX.fullmatch(real.name):
        return real.name
    status = real.stat()
    key = (real, status.st_size, status.st_mtime_ns)
    if key not in _known:
        _known[key] = sha256_of(real)
    return _known[key]
