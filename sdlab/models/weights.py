"""The parts of a model, read from their safetensors and put where the plan wants them."""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sdlab.device import Plan, Precision, is_full
from sdlab.errors import DamagedFile, OutOfMemory, SdlabError
from sdlab.models.assembly import arguments, options, own_shape, pipeline_class
from sdlab.models.choice import is_half
from sdlab.models.folder import UNUSED, Folder, read_json
from sdlab.models.importing import importing
from sdlab.models.layout import OWN_LIBRARY, Layout
from sdlab.models.quiet import hush_upcast, quiet

if TYPE_CHECKING:
    from diffusers import ControlNetModel


def load_parts(folder: Folder, layout: Layout, plan: Plan, shared: dict[str, Any]) -> dict[str, Any]:
    """The model's parts by name, placed and in the plan's precision.

    Parts the folder leaves to its parent are taken from `shared` where they are there, otherwise read.

    Raises:
        DamagedFile: a weight file is truncated or none is there in safetensors form.
        OutOfMemory: the device cannot hold the parts.
    """
    half = plan.dtype != "float32"
    with quiet():
        with importing():
            cls = pipeline_class(layout.family, own_shape(layout))
            if any(library == OWN_LIBRARY for library, _ in folder.parts.values()):
                import_module(OWN_LIBRARY)  # diffusers imports no module because a folder names it
        known = arguments(cls)
        given = {part: shared.get(part) or _read_part(folder, part, plan) for part in folder.inherited}
        absent = {name: None for name in UNUSED if name in known} | options(known)
        try:
            pipeline = cls.from_pretrained(
                folder.path, variant=folder.variant(half=half), use_safetensors=True, local_files_only=True,
                **precision(plan.dtype), **absent, **given,
            )  # fmt: skip
            parts = {name: part for name, part in pipeline.components.items() if name not in UNUSED}
            _settle(parts, plan)
        except Exception as error:
            raise _explained(folder.path, folder.weights, error) from error
    if getattr(parts["vae"].config, "force_upcast", False):
        hush_upcast()
    return parts


def gigabytes(parts: dict[str, Any]) -> float:
    """The memory that the parts' weights take, in GB."""
    modules = [part for part in parts.values() if hasattr(part, "parameters")]
    taken: int = sum(p.numel() * p.element_size() for module in modules for p in module.parameters())
    return taken / 1e9


def holds_half(file: Path) -> bool:
    """Whether a safetensors file holds 16-bit numbers; False for a damaged one, which reading will tell."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(file, framework="pt") as opened:
            return any(opened.get_slice(key).get_dtype() in ("F16", "BF16") for key in opened.keys())  # noqa: SIM118
    except (SafetensorError, OSError):
        return False


def load_control(path: Path, plan: Plan) -> "ControlNetModel":
    """The ControlNet in a folder, placed and in the plan's precision.

    Raises:
        DamagedFile: its weights are truncated or not in safetensors form.
    """
    files = sorted(path.glob("*.safetensors"))
    halves = [is_half(file.name) for file in files]
    half = bool(halves) and (all(halves) or (plan.dtype != "float32" and any(halves)))
    with quiet():
        try:
            control = _control_class(path).from_pretrained(
                path, variant="fp16" if half else None, use_safetensors=True, local_files_only=True,
                **precision(plan.dtype),
            )  # fmt: skip
            _settle({"controlnet": control}, plan)
        except Exception as error:
            raise _explained(path, files, error) from error
    return control


def _control_class(path: Path) -> Any:  # noqa: ANN401  diffusers is untyped
    """Diffusers' class, or sdlab's own where the folder names it."""
    config = path / "config.json"
    if config.is_file() and read_json(config).get("_class_name") == "SkipControlNetModel":
        return import_module("sdlab.models.skip_controlnet").SkipControlNetModel
    return import_module("diffusers").ControlNetModel


def move(parts: dict[str, Any], plan: Plan) -> None:
    """Put loaded parts where a changed plan wants them."""
    _settle(parts, plan)


def precision(dtype: Precision) -> dict[str, Any]:
    """The argument that asks diffusers for a precision; its name changed after 0.39."""
    import torch
    from diffusers import __version__ as release

    old = tuple(int(part) for part in release.split(".")[:2]) < (0, 40)
    return {"torch_dtype" if old else "dtype": getattr(torch, dtype)}


def _read_part(folder: Folder, part: str, plan: Plan) -> Any:  # noqa: ANN401  any diffusers or transformers class
    library, name = folder.parts[part]
    cls = getattr(import_module(library), name)
    dtype = (
        precision(plan.dtype)
        if hasattr(cls, "save_pretrained") and (folder.home(part) / "config.json").is_file()
        else {}
    )
    return cls.from_pretrained(folder.home(part), local_files_only=True, **dtype)


def _settle(parts: dict[str, Any], plan: Plan) -> None:
    """Evaluation mode, no gradients, on the plan's device unless the parts are to visit it in turn."""
    import torch

    for part in parts.values():
        if isinstance(part, torch.nn.Module):
            part.eval().requires_grad_(requires_grad=False)
            part.to("cpu" if plan.offload else plan.device)
    unet, vae = parts.get("unet"), parts.get("vae")
    if plan.upcast_vae and vae is not None:
        vae.register_to_config(force_upcast=True)  # diffusers then decodes in float32 by itself
    if plan.tiles and vae is not None and hasattr(vae, "enable_tiling"):
        vae.enable_tiling()
    for name in plan.channels_last:
        if name in parts:
            parts[name].to(memory_format=torch.channels_last)
    if plan.compiled and unet is not None:
        unet.compile_repeated_blocks()  # not `fullgraph`, with which torch fails at its limit of variants


def _explained(path: Path, files: list[Path], error: Exception) -> SdlabError:
    """The error a person can act on: no memory, which file is damaged, or what is missing."""
    from safetensors import SafetensorError, safe_open

    if isinstance(error, SdlabError):
        return error
    if is_full(error):
        return OutOfMemory(f"{path.name} does not fit: {error}")
    for file in files:
        try:
            with safe_open(file, framework="pt"):
                pass
        except (SafetensorError, OSError) as fault:
            return DamagedFile(f"{file} is damaged ({fault}). Delete it and load the model again.")
    if not files or (not any(file.parent.name == "unet" for file in files) and (path / "unet").is_dir()):
        words = f"{path} lacks safetensors weights for one of its parts, and sdlab opens no pickled ones"
        return DamagedFile(f"{words}. Save the model with safe_serialization=True.")
    return DamagedFile(f"{path} cannot be loaded: {error}. Fetch the model again.")
