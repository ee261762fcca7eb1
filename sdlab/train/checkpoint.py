"""Everything a run needs to go on after an interruption, in one file that is never half written."""

import pickle
import zipfile
from pathlib import Path
from typing import Any

import torch

from sdlab.errors import DamagedFile, NotSaved

State = dict[str, Any]


def save(state: State, file: Path) -> None:
    """Write a checkpoint beside `file`, then put it in its place.

    Raises:
        NotSaved: the disk is full or not writable; the checkpoint before stays.
    """
    partial = file.with_suffix(".part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        torch.save(state, partial)
        partial.replace(file)
    except (OSError, RuntimeError) as error:
        partial.unlink(missing_ok=True)
        raise NotSaved(
            f"the checkpoint {file} could not be written ({error}); free some disk and run again."
        ) from error


def load(file: Path) -> State | None:
    """The checkpoint in `file`, or None where there is none.

    Raises:
        DamagedFile: the file is not a checkpoint.
    """
    if not file.exists():
        return None
    try:
        state: State = torch.load(file, map_location="cpu", weights_only=True)
    except (RuntimeError, OSError, EOFError, ValueError, zipfile.BadZipFile, pickle.UnpicklingError) as error:
        raise DamagedFile(f"{file} is no checkpoint ({error}); delete it to start over.") from error
    return state
