"""The models known by name: `register` adds yours, `successor` knows those that left the hub."""

from dataclasses import dataclass

from sdlab.errors import UnknownName
from sdlab.models.entry import Entry, Source
from sdlab.models.shelf import MODELS
from sdlab.recipe.check import check_kind

_entries: dict[str, Entry] = {entry.name: entry for entry in MODELS}


@dataclass(frozen=True, kw_only=True)
class Successor:
    """What answers for a repository that left the hub: a catalogue name or a hub id with the same weights."""

    name: str
    left: str


_SD2 = ("stable-diffusion-2", "stable-diffusion-2-base", "stable-diffusion-2-1", "stable-diffusion-2-1-base",
        "stable-diffusion-2-inpainting")  # fmt: skip
_VANISHED = {
    "runwayml/stable-diffusion-v1-5": Successor(name="sd15", left="in August 2024"),
    "runwayml/stable-diffusion-inpainting": Successor(name="sd15-inpaint", left="in August 2024"),
    **{
        f"stabilityai/{name}": Successor(name=f"sd2-community/{name}", left="in November 2025")
        for name in _SD2
    },
}


def register(entry: Entry) -> None:
    """Add a model to the catalogue, or replace the one of that name.

    Raises:
        BadValue: it is no entry.
    """
    check_kind("entry", entry, Entry, "a sdlab.models.Entry")
    _entries[entry.name] = entry


def entries() -> dict[str, Entry]:
    """All entries by name: a copy."""
    return dict(_entries)


def find(name: str) -> Entry:
    """The entry of that name.

    Raises:
        UnknownName: nothing answers to it; carries the nearest names.
    """
    if name not in _entries:
        remedy = "Or give a folder in diffusers layout, or a hub id like owner/name."
        raise UnknownName("model", name, _entries, remedy)
    return _entries[name]


def successor(name: str) -> Successor | None:
    """What answers for a hub id that vanished; None for any other name."""
    return _VANISHED.get(name)


def entry_of(hub: str) -> Entry | None:
    """The entry one of whose sources is that hub id."""
    return next((entry for entry in _entries.values() if Source(hub=hub) in map(_bare, entry.sources)), None)


def _bare(source: Source) -> Source:
    return Source(hub=source.hub)
