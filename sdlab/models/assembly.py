"""diffusers pipelines, built: the only place that names their classes. One set of parts serves them all."""

import inspect
from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from sdlab.device import Plan, Precision
from sdlab.errors import DamagedFile
from sdlab.models.folder import Folder
from sdlab.models.layout import Family, Layout
from sdlab.models.quiet import quiet

if TYPE_CHECKING:
    from diffusers import ControlNetModel, DiffusionPipeline

Shape = Literal["text", "picture", "hole", "upscale"]

_CLASSES: dict[tuple[Family, Shape, bool], str] = {
    ("sd", "text", False): "StableDiffusionPipeline",
    ("sd", "picture", False): "StableDiffusionImg2ImgPipeline",
    ("sd", "hole", False): "StableDiffusionInpaintPipeline",
    ("sd", "text", True): "StableDiffusionControlNetPipeline",
    ("sd", "picture", True): "StableDiffusionControlNetImg2ImgPipeline",
    ("sd", "hole", True): "StableDiffusionControlNetInpaintPipeline",
    ("sdxl", "text", False): "StableDiffusionXLPipeline",
    ("sdxl", "picture", False): "StableDiffusionXLImg2ImgPipeline",
    ("sdxl", "hole", False): "StableDiffusionXLInpaintPipeline",
    ("sdxl", "text", True): "StableDiffusionXLControlNetPipeline",
    ("sdxl", "picture", True): "StableDiffusionXLControlNetImg2ImgPipeline",
    ("sdxl", "hole", True): "StableDiffusionXLControlNetInpaintPipeline",
    ("upscale", "upscale", False): "StableDiffusionUpscalePipeline",
}
_UNUSED = ("safety_checker", "feature_extractor", "image_encoder", "watermarker")


def load_parts(folder: Folder, layout: Layout, plan: Plan, given: dict[str, Any]) -> dict[str, Any]:
    """The model's parts by name, placed and in the plan's precision; those `given` are taken as they are.

    Raises:
        DamagedFile: a weight file is truncated or none is there in safetensors form.
    """
    with quiet():
        cls = _pipeline_class(layout.family, _own_shape(layout), control=False)
        known = set(_arguments(cls))
        absent = {name: None for name in _UNUSED if name in known} | _options(known)
        try:
            pipeline = cls.from_pretrained(
                folder.path, variant=folder.variant, use_safetensors=True, local_files_only=True,
                **precision(plan.dtype), **absent, **given,
            )  # fmt: skip
        except Exception as error:
            raise _damage(folder, error) from error
    parts = {name: part for name, part in pipeline.components.items() if name not in _UNUSED}
    _settle(parts, plan)
    return parts


def build(
    parts: dict[str, Any],
    family: Family,
    shape: Shape,
    plan: Plan,
    *,
    control: "ControlNetModel | None" = None,
) -> "DiffusionPipeline":
    """A diffusers pipeline over the parts, for one shape of input, with a ControlNet or without."""
    with quiet():
        cls = _pipeline_class(family, shape, control=control is not None)
        names = _arguments(cls)
        held = {name: parts.get(name) for name in names if name in parts or name in _UNUSED}
        held |= _options(names) | ({"controlnet": control} if control is not None else {})
        pipeline = cls(**held)
    pipeline.set_progress_bar_config(disable=True)
    if plan.offload:
        pipeline.enable_model_cpu_offload(device=plan.device)
    return pipeline


def _own_shape(layout: Layout) -> Shape:
    if layout.family == "upscale":
        return "upscale"
    return "hole" if layout.fills_holes else "text"


def precision(dtype: Precision) -> dict[str, Any]:
    """The argument that asks diffusers for a precision; its name changed after 0.39."""
    import torch
    from diffusers import __version__ as release

    old = tuple(int(part) for part in release.split(".")[:2]) < (0, 40)
    return {"torch_dtype" if old else "dtype": getattr(torch, dtype)}


def _options(known: Iterable[str]) -> dict[str, bool]:
    """No safety checker and no second watermark: sdlab marks its pictures itself."""
    return {name: False for name in ("requires_safety_checker", "add_watermarker") if name in known}


def _pipeline_class(family: Family, shape: Shape, *, control: bool) -> "type[DiffusionPipeline]":
    """The class, imported alone: diffusers loads each pipeline's module when it is asked for."""
    cls: type[DiffusionPipeline] = getattr(import_module("diffusers"), _CLASSES[family, shape, control])
    return cls


def _arguments(cls: type) -> list[str]:
    """The parts and options a pipeline class is made of."""
    return [name for name in inspect.signature(cls).parameters if name != "kwargs"]


def _settle(parts: dict[str, Any], plan: Plan) -> None:
    """Put the parts where the plan wants them, in evaluation mode."""
    import torch

    for part in parts.values():
        if not isinstance(part, torch.nn.Module):
            continue
        part.eval().requires_grad_(requires_grad=False)
        if not plan.offload:
            part.to(plan.device)
    if plan.vae_dtype:
        parts["vae"].to(getattr(torch, plan.vae_dtype))
    if plan.channels_last:
        parts["unet"].to(memory_format=torch.channels_last)
    if plan.tiles:
        parts["vae"].enable_tiling()
    if plan.compiled:
        parts["unet"].compile_repeated_blocks(fullgraph=True)


def _damage(folder: Folder, error: Exception) -> Exception:
    """The error a person can act on: which file is damaged, or what is missing."""
    from safetensors import SafetensorError, safe_open

    for file in folder.weights:
        try:
            with safe_open(file, framework="pt"):
                pass
        except (SafetensorError, OSError) as fault:
            return DamagedFile(f"{file} is damaged ({fault}). Delete it and load the model again.")
    bare = [name for name in ("unet", "vae") if not any(file.parent.name == name for file in folder.weights)]
    if bare:
        words = f"{folder.path / bare[0]} holds no safetensors weights, and sdlab opens no pickled ones"
        return DamagedFile(f"{words}. Save the model with safe_serialization=True.")
    return DamagedFile(f"{folder.path} cannot be loaded: {error}. Fetch the model again.")
