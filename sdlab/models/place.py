"""Where a model is: bundled, in a folder, under SDLAB_MODELS, in the hub's cache, or still on a hub."""

import os
import warnings
from dataclasses import dataclass
from pathlib import Path

from sdlab.errors import NotReached
from sdlab.models.catalogue import entries, entry_of, find, successor
from sdlab.models.entry import Entry, Source
from sdlab.models.hub import cached, fetch

BUNDLED = Path(__file__).with_name("bundled")


@dataclass(frozen=True, kw_only=True)
class Place:
    """A model found by name: its title, its catalogue entry where it has one, and where to fetch it."""

    name: str
    entry: Entry | None = None
    folder: Path | None = None
    sources: tuple[Source, ...] = ()

    def at_hand(self, *, half: bool) -> Path | None:
        """Its folder on this machine; None where it would have to be fetched."""
        if self.folder:
            return self.folder
        found = [cached(source, half=half) for source in self.sources]
        return next((folder for folder in found if folder), None)

    def path(self, *, half: bool) -> Path:
        """Its folder, fetched if need be; `half` prefers 16-bit weights.

        Raises:
            NotReached: it is neither here nor to be fetched.
            NotSaved: the disk is full.
        """
        here = self.at_hand(half=half)
        if here is None and not self.sources:
            raise NotReached(f'"{self.name}" did not come with this sdlab. Install a newer one.')
        return here or fetch(self.sources, half=half, entry=self.entry)


def bundled() -> list[str]:
    """The names of the models and ControlNets that came with sdlab."""
    found = {
        path.parent.name for name in ("model_index.json", "config.json") for path in BUNDLED.glob(f"*/{name}")
    }
    return sorted(found)


def bundled_path(name: str) -> Path:
    """The folder of a model that came with sdlab."""
    return BUNDLED / name


def locate(name: str) -> Place:
    """Where the model of that name is.

    Raises:
        UnknownName: nothing answers to it; carries the nearest names.
    """
    gone = successor(name)
    if gone:
        words = (
            f'"{name}" was taken off the hub {gone.left}; "{gone.name}" has the same weights '
            "and is loaded instead."
        )
        warnings.warn(words, stacklevel=2)
        return locate(gone.name)
    if name in bundled():
        return Place(name=name, entry=entries().get(name), folder=bundled_path(name))
    if _is_path(name):
        return Place(name=Path(name).name, folder=Path(name).expanduser())
    return _by_name(name)


def _by_name(name: str) -> Place:
    entry = entry_of(name) if "/" in name else find(name)
    sources = entry.sources if entry else (Source(hub=name),)
    title = entry.name if entry else name
    return Place(name=title, entry=entry, folder=_offline(title, sources), sources=sources)


def _is_path(name: str) -> bool:
    return name.startswith((".", "/", "~")) or (os.sep != "/" and os.sep in name) or Path(name).is_dir()


def _offline(name: str, sources: tuple[Source, ...]) -> Path | None:
    """The model's folder under SDLAB_MODELS: by its short name, its hub id or the id with dashes."""
    root = os.environ.get("SDLAB_MODELS")
    if not root:
        return None
    names = [name, *(form for source in sources for form in (source.hub, source.hub.replace("/", "--")))]
    folders = [Path(root).expanduser() / form for form in names]
    return next((folder for folder in folders if folder.is_dir()), None)
