"""The models known by name. `register` adds yours; `find` answers by name, hub id or vanished id."""

from sdlab.errors import UnknownName
from sdlab.models.entry import Entry, Licence

_entries: dict[str, Entry] = {}

APACHE = Licence(name="Apache-2.0", link="https://www.apache.org/licenses/LICENSE-2.0")


def register(entry: Entry) -> None:
    """Add a model to the catalogue, or replace the one of that name."""
    _entries[entry.name] = entry


def catalogue() -> dict[str, Entry]:
    """All entries by name: a copy."""
    return dict(_entries)


def find(name: str) -> Entry:
    """The entry of that name.

    Raises:
        UnknownName: nothing answers to it; carries the nearest names.
    """
    if name not in _entries:
        raise UnknownName(
            "model", name, _entries, "Or give a folder in diffusers layout, or a hub id like owner/name."
        )
    return _entries[name]


register(
    Entry(
        name="tiny",
        title="sdlab's own: a toy world at 128 pixels, bundled, runs on any laptop",
        licence=APACHE,
        memory=0.3,
        side=128,
        scheduler="ddim",
        guidance_scale=5.0,
        tasks=("text_to_image", "unconditional", "image_to_image", "inpaint", "outpaint"),
    )
)
