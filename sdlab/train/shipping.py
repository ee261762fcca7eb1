"""A member that grew out of a parent, written to a folder of its own: its parts alone, and a card."""

import shutil
from pathlib import Path
from typing import Any, Final

from diffusers import ModelMixin

from sdlab.train import flop
from sdlab.train.card import machine, read, sources
from sdlab.train.cost import costs
from sdlab.train.export import digests, staged, write_half, write_json
from sdlab.train.family import member_of
from sdlab.train.kin import Kin, WithAutoencoder, trained
from sdlab.train.parent import Parent, index_of
from sdlab.train.workshop import Workshop

PREVIEW: Final = "preview.json"


def shipped(kin: Kin, workshop: Workshop, parent: Parent, folder: Path) -> None:
    """Write a member as it is now to `folder`; what it shares with its parent is left there.

    Raises:
        BadValue: it was not trained here.
        DamagedFile: its checkpoint grew out of another parent.
        NotSaved: the folder is not writable or the disk is full; what was there stays.
    """
    network = trained(kin, workshop, parent)
    page = kin.sheet(workshop, parent, network)
    own = kin.parts(parent, network)
    with staged(folder) as partial:
        for name, one in own.items():
            if isinstance(one, ModelMixin):
                write_half(one, partial / name)
            else:
                one.save_pretrained(partial / name)
        if kin.pipeline is not None:
            write_json(partial / "model_index.json", index_of(kin.pipeline, own, parent))
        if isinstance(kin, WithAutoencoder):
            write_json(partial / PREVIEW, kin.preview(workshop, network))
        elif kin.pipeline is not None:
            shutil.copy(parent.folder / PREVIEW, partial / PREVIEW)
        page.save(partial / "sheet.jpg", quality=85)
        write_json(partial / "card.json", {**facts(kin, workshop, parent), "sha256": digests(partial)})


def facts(kin: Kin, workshop: Workshop, parent: Parent) -> dict[str, Any]:
    """What the card says, but for the files' sha256."""
    return {
        "name": member_of(kin.name),
        "parent": parent.name,
        "parent_sha256": parent.pins,
        "licence": "Apache-2.0",
        "recipe": f"python -m sdlab.train {kin.name}",
        "training": costs(workshop.folder, flop.of_kin(kin, workshop, parent)),
        "operations": flop.COUNTED,
        "machine": machine(),
        "data": sources(),
        "scores": read(workshop.folder / f"scores-{kin.name}.json"),
        **kin.facts(parent),
    }
