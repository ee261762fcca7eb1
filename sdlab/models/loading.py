"""One door for every model: a bundled name, a catalogue name, a folder or a hub id."""

import os
from pathlib import Path

from sdlab.device import Gpu, Need, choose, describe
from sdlab.models.assembly import load_parts
from sdlab.models.catalogue import catalogue, find
from sdlab.models.fingerprint import verify
from sdlab.models.folder import Folder
from sdlab.models.layout import Layout, layout_of
from sdlab.models.model import Model

BUNDLED = Path(__file__).with_name("bundled")


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
        BadValue: a device this machine lacks or an unknown dtype.
    """
    folder, title = _located(os.fspath(name))
    verify(folder, "Install sdlab again: pip install --force-reinstall --no-deps sdlab")
    layout = layout_of(folder)
    gpus: tuple[Gpu, ...] = () if device == "cpu" else describe()
    plan = choose(gpus, _need(folder, layout), device=device, dtype=dtype, compiled=compiled)
    parts = load_parts(folder, layout, plan, {})
    return Model(title, folder, layout, plan, parts, catalogue().get(title))


def bundled() -> list[str]:
    """The names of the models that came with sdlab."""
    return sorted(path.parent.name for path in BUNDLED.glob("*/model_index.json"))


def _located(name: str) -> tuple[Folder, str]:
    if name in bundled():
        return Folder(BUNDLED / name), name
    if os.sep in name or name.startswith(".") or Path(name).is_dir():
        return Folder(Path(name).expanduser()), Path(name).name
    return Folder(BUNDLED / find(name).name), name


def _need(folder: Folder, layout: Layout) -> Need:
    """The memory the weights take in 16 bits, and whether the decoder overflows (XL's own does)."""
    halves = 1.0 if folder.variant == "fp16" else 0.5
    fragile = layout.family == "sdxl" and bool(folder.config("vae").get("force_upcast", True))
    return Need(half=folder.size * halves, fragile_vae=fragile)
