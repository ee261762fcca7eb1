"""Bytes on disk, all or nothing."""

import os
import tempfile
from pathlib import Path

from sdlab.errors import BadValue, NotSaved


def save_png(path: str | Path, png: bytes) -> Path:
    """Write PNG bytes to `path` and return it; what stood there is replaced once the new file is whole.

    Raises:
        BadValue: the name does not end in .png.
        NotSaved: no space, no permission or no such folder; an older file survives and nothing half-written
            is left.
    """
    target = png_path(path)
    try:
        _replace(target, png)
    except OSError as error:
        reason = error.strerror or str(error)
        raise NotSaved(
            f'"{target}" was not saved: {reason}. Free some space or choose another folder.'
        ) from error
    return target


def png_path(path: str | Path) -> Path:
    """The path of a PNG to be; worth asking before the work.

    Raises:
        BadValue: the name does not end in .png.
        NotSaved: no such folder.
    """
    target = Path(path)
    if target.suffix.lower() != ".png":
        raise BadValue(
            "path", str(path), "a name that ends in .png", "Only PNG keeps the recipe and every pixel."
        )
    if not target.parent.is_dir():
        raise NotSaved(f'"{target}" was not saved: there is no folder "{target.parent}". Make it first.')
    return target


def _replace(target: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.stem}-", suffix=".part")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(_usual_mode())
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _usual_mode() -> int:
    # mkstemp makes files only their owner can read; a saved picture is an ordinary file
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
