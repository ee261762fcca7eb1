"""Bytes on disk, all or nothing."""

import os
import tempfile
import time
from pathlib import Path

from sdlab.errors import NotSaved

MARK = ".sdlab-"
PART = ".part"
_ABANDONED = 600.0  # seconds without a byte, after which nobody is writing to a part any more


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path`, or where a link there points; what stood there is replaced by the whole new file.

    It is written to a hidden file beside first. That one goes away whatever happens, unless the process is
    killed: then the next file written to that folder takes it away, once it is ten minutes old.

    Raises:
        NotSaved: no space, no permission or no such folder; an older file survives.
    """
    try:
        _replace(path.resolve(), data)
    except OSError as error:
        reason = error.strerror or str(error)
        raise NotSaved(
            f'"{path}" was not saved: {reason}. Free some space or choose another folder.'
        ) from error


def _replace(target: Path, data: bytes) -> None:
    _sweep(target.parent)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=MARK, suffix=PART)
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


def _sweep(folder: Path) -> None:
    """Take away the parts that killed processes left in a folder."""
    for part in folder.glob(f"{MARK}*{PART}"):
        try:
            if time.time() - part.stat().st_mtime > _ABANDONED:
                part.unlink()
        except OSError:  # not ours to touch, or another process was quicker
            continue


def _usual_mode() -> int:
    # mkstemp makes files only their owner can read; what is written here is an ordinary file
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
