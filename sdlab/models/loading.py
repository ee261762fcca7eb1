"""One door for every model: a bundled name, a catalogue name, a folder or a hub id."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sdlab.device import Gpu, Need, choose, describe, smaller
from sdlab.errors import BadValue, NotOffered, OutOfMemory
from sdlab.memory import free_memory
from sdlab.models.abandon import check_wanted
from sdlab.models.companion import Companions
from sdlab.models.fingerprint import verify
from sdlab.models.folder import Folder, card_of
from sdlab.models.layout import Layout, layout_of
from sdlab.models.model import Model
from sdlab.models.place import Place, bundled_path, locate
from sdlab.models.weights import holds_half, load_parts
from sdlab.recipe.check import check_kind


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the caller asked for beside the name: None leaves it to the machine."""

    device: str | None = None
    dtype: str | None = None
    compiled: bool = False


def load_model(
    name: str | os.PathLike[str],
    *,
    device: str | None = None,
    dtype: str | None = None,
    compiled: bool = False,
) -> Model:
    """Load a model, on the device and in the precision the machine calls for.

    Args:
        name: "tiny", a catalogue name, a folder in diffusers layout, or a hub id like "owner/name".
        device: "cpu", "cuda", "cuda:1" or "mps" to overrule the choice.
        dtype: "float32", "float16" or "bfloat16" to overrule the choice.
        compiled: compile the denoiser's repeated blocks; pays after minutes of use on Ampere and later.

    Raises:
        UnknownName: nothing answers to the name.
        NotReached: it is neither here nor to be fetched.
        DamagedFile: a file is truncated, changed or pickled.
        NotOffered: it is no Stable Diffusion model.
        NotSaved: the disk is full.
        OutOfMemory: no plan fits the device, or the main memory where the processor does the work.
        BadValue: a device this machine lacks, an unknown dtype, an empty name, or a value of the wrong kind.
    """
    known = 'a name such as "tiny", a folder or a hub id'
    check_kind("name", name, str | os.PathLike, known)
    if name == "":
        raise BadValue("name", name, known)  # to pathlib it would be the folder one is in
    check_kind("device", device, str | None, 'a text such as "cuda"')
    check_kind("dtype", dtype, str | None, 'a text such as "float16"')
    return _open(locate(os.fspath(name)), Wish(device=device, dtype=dtype, compiled=compiled), {})


def _open(place: Place, wish: Wish, shared: dict[str, Any]) -> Model:
    if place.entry and place.entry.is_control:
        raise NotOffered(f'"{place.name}" is a ControlNet: load "sd15" and use it through control().')
    gpus: tuple[Gpu, ...] = () if wish.device == "cpu" else describe()
    half = wish.dtype != "float32" if wish.dtype else bool(gpus)
    folder = _folder(place.path(half=half))
    layout = layout_of(folder)
    plan = choose(
        gpus, _need(folder, layout, half=half), device=wish.device, dtype=wish.dtype, compiled=wish.compiled,
        memory=free_memory(),
    )  # fmt: skip
    while True:
        check_wanted()
        try:
            parts = load_parts(folder, layout, plan, shared)
            break
        except OutOfMemory:
            plan = smaller(plan)
    return Model(
        name=place.name, folder=folder, layout=layout, plan=plan, components=parts, entry=place.entry,
        companions=Companions(place.entry, _open_companion),
    )  # fmt: skip


def _open_companion(place: Place, owner: Model) -> Model:
    """A companion on its owner's device, over the parts they share."""
    return _open(place, Wish(device=owner.plan.device, dtype=owner.plan.dtype), owner.components)


def _folder(path: Path) -> Folder:
    """The folder, checked against its card, with the parent its card names."""
    verify(path)
    parent = card_of(path).get("parent")
    return Folder(path, _folder(bundled_path(parent)) if parent else None)


def _need(folder: Folder, layout: Layout, *, half: bool) -> Need:
    """The memory the weights take, and whether the decoder overflows (XL's own does)."""
    variant = folder.variant(half=half)
    files = [file for file in folder.weights if (variant is None) or ".fp16" in file.name]
    size = sum(file.stat().st_size for file in files) / 1e9
    fragile = layout.family == "sdxl" and bool(folder.config("vae").get("force_upcast", True))
    widened = 2 * sum(file.stat().st_size for file in files if holds_half(file)) / 1e9
    return Need(half=size if variant else size / 2, fragile_vae=fragile, widened=widened)
