"""What went wrong while fetching, said so that a person can act on it."""

import errno
import os

from sdlab.errors import NotReached, NotSaved, SdlabError
from sdlab.models.entry import Source


def explain(source: Source, error: Exception) -> SdlabError:
    """The error of ours that stands for one of the hub library's."""
    if isinstance(error, SdlabError):
        return error
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return NotSaved(
            f"the disk filled up while fetching {source.hub}. Free some space and load it again: "
            "it continues where it stopped."
        )
    return NotReached(f"{source.hub} {_words(source, error)}")


def endpoint() -> str | None:
    """The hub's address where HF_ENDPOINT names another one, such as a mirror in the classroom."""
    return os.environ.get("HF_ENDPOINT") or None


def _words(source: Source, error: Exception) -> str:
    from huggingface_hub import errors

    place = endpoint() or "https://huggingface.co"
    if isinstance(error, errors.GatedRepoError):
        return f"is gated: accept its licence at {place}/{source.hub}, then run `hf auth login`."
    if isinstance(error, errors.OfflineModeIsEnabled):
        return "is not on this machine, and HF_HUB_OFFLINE forbids fetching. Unset it, or set SDLAB_MODELS."
    if isinstance(error, errors.RevisionNotFoundError):
        return f"has no revision {source.revision} at {place}."
    if isinstance(error, errors.RepositoryNotFoundError):
        return f"does not exist at {place}, or is private. Check the name."
    if isinstance(error, errors.HFValidationError):
        return "is no hub id: those look like owner/name."
    kind = type(error).__name__
    return (
        f"cannot be fetched from {place} ({kind}). Check the network, set HF_ENDPOINT to a mirror, "
        "or put the model's folder where SDLAB_MODELS points."
    )
