"""Fetching a model from a hub: safetensors only, resumable, with plain words for what goes wrong."""

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sdlab.errors import NotReached, NotSaved
from sdlab.models.abandon import wanted_bar
from sdlab.models.choice import has_all_shards, wanted
from sdlab.models.entry import Entry, Source
from sdlab.models.fault import endpoint, explain

if TYPE_CHECKING:
    from huggingface_hub.hf_api import ModelInfo, RepoSibling

log = logging.getLogger("sdlab")


def cached(source: Source, *, half: bool) -> Path | None:
    """The folder of a source that was fetched before and is whole; None otherwise. Asks nobody."""
    from huggingface_hub import constants

    repository = _repository(source)
    reference = repository / "refs" / (source.revision or constants.DEFAULT_REVISION)
    commit = reference.read_text("utf-8").strip() if reference.is_file() else source.revision
    folder = repository / "snapshots" / commit / source.subfolder if commit else None
    return folder if folder is not None and _is_whole(folder, half=half) else None


def fetch(sources: tuple[Source, ...], *, half: bool, entry: Entry | None = None) -> Path:
    """The folder of the first source that answers, continued where an earlier try stopped.

    Raises:
        NotReached: no network, no such repository, or a licence to accept; says which and what to do.
        NotSaved: the disk is full.
    """
    reasons = []
    for source in sources:
        try:
            return _fetch_one(source, half=half, entry=entry)
        except NotReached as error:
            reasons.append(str(error))
    raise NotReached("\n".join(reasons))


def _fetch_one(source: Source, *, half: bool, entry: Entry | None) -> Path:
    from huggingface_hub import snapshot_download

    try:
        with _impatient():
            info = _listing(source)
            files = {file.rfilename: file for file in info.siblings or []}
            names = wanted(list(files), half=half, subfolder=source.subfolder)
            _check_weights(source, names)
            left = sum(_left(source, info.sha or "", files[name]) for name in names)
            _check_space(source, left)
            _announce(source, left, entry)
            # by branch, not by commit: only then does the cache note which commit the branch stood at
            folder = snapshot_download(
                source.hub,
                revision=source.revision,
                allow_patterns=names,
                endpoint=endpoint(),
                tqdm_class=wanted_bar(),
            )
    except Exception as error:
        raise explain(source, error) from error
    return Path(folder) / source.subfolder


def _listing(source: Source) -> "ModelInfo":
    from huggingface_hub import HfApi, constants
    from huggingface_hub.errors import OfflineModeIsEnabled

    if constants.is_offline_mode() or os.environ.get("HF_HUB_OFFLINE", "").upper() in (
        "1",
        "ON",
        "YES",
        "TRUE",
    ):
        raise OfflineModeIsEnabled("HF_HUB_OFFLINE is set")
    return HfApi(endpoint=endpoint()).model_info(source.hub, revision=source.revision, files_metadata=True)


def _left(source: Source, commit: str, file: "RepoSibling") -> int:
    """How many bytes of a file are still to come: it, or the part that came before a break, may be here."""
    blob = _repository(source) / "blobs" / ((file.lfs.sha256 if file.lfs else file.blob_id) or "")
    kept = (
        _repository(source) / "snapshots" / commit / file.rfilename,
        blob,
        blob.with_name(f"{blob.name}.incomplete"),
    )
    here = max((path.stat().st_size for path in kept if path.is_file()), default=0)
    return max((file.size or 0) - here, 0)


def _repository(source: Source) -> Path:
    """The folder of a source's repository in the hub's cache."""
    from huggingface_hub import constants

    return Path(constants.HF_HUB_CACHE) / f"models--{source.hub.replace('/', '--')}"


@contextmanager
def _impatient() -> Iterator[None]:
    """A block in which a hub that falls silent is given up where its library would wait without end."""
    from huggingface_hub import constants, get_session

    def limit(request: Any) -> None:  # noqa: ANN401  httpx or httpx2, by the library's release
        waits = request.extensions["timeout"]
        request.extensions["timeout"] = {
            what: constants.HF_HUB_ETAG_TIMEOUT if seconds is None else seconds
            for what, seconds in waits.items()
        }

    hooks = get_session().event_hooks["request"]
    hooks.append(limit)
    try:
        yield
    finally:
        hooks.remove(limit)


def _is_whole(folder: Path, *, half: bool) -> bool:
    """Whether every part that the settings name has its weights here, all of their pieces."""
    if not folder.is_dir():
        return False
    names = [file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()]
    kept = wanted(names, half=half)
    weights = {name.rpartition("/")[0] for name in kept if name.endswith(".safetensors")}
    configs = {name.rpartition("/")[0] for name in kept if name.rpartition("/")[2] == "config.json"}
    return bool(weights) and configs <= weights and has_all_shards(kept)


def _check_weights(source: Source, names: list[str]) -> None:
    if not any(name.endswith(".safetensors") for name in names):
        raise NotReached(
            f"{source.hub} holds no safetensors weights that sdlab could load, and sdlab opens no pickled "
            "ones. Choose another repository, or convert it with save_pretrained and load the folder."
        )


def _check_space(source: Source, size: int) -> None:
    from huggingface_hub import constants

    place = Path(constants.HF_HUB_CACHE)
    existing = next(path for path in (place, *place.parents) if path.exists())
    free = shutil.disk_usage(existing).free
    if free < size:
        raise NotSaved(
            f"{source.hub} takes {size / 1e9:.1f} GB more and {existing} has {free / 1e9:.1f} GB left. "
            "Free some space, or point HF_HOME to a larger disk."
        )


def _announce(source: Source, size: int, entry: Entry | None) -> None:
    licence = f", licence {entry.licence.name} ({entry.licence.link})" if entry else ""
    log.info("fetching %s: %.1f GB%s", source.hub, size / 1e9, licence)
