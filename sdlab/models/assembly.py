"""diffusers pipelines, built: the only place that names their classes. One set of parts serves them all."""

import inspect
from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from sdlab.device import Plan
from sdlab.models.folder import UNUSED
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
        cls = pipeline_class(family, shape, control=control is not None)
        names = arguments(cls)
        held = {name: parts.get(name) for name in names if name in parts or name in UNUSED}
        held |= options(names) | ({"controlnet": control} if control is not None else {})
        pipeline = cls(**held)
    pipeline.set_progress_bar_config(disable=True)
    if plan.offload:
        pipeline.enable_model_cpu_offload(device=plan.device)
    return pipeline


def own_shape(layout: Layout) -> Shape:
    """The shape of the pipeline a model was saved as, or the nearest that takes its denoiser."""
    if layout.family == "upscale":
        return "upscale"
    return "hole" if layout.fills_holes else "text"


def pipeline_class(family: Family, shape: Shape, *, control: bool = False) -> "type[DiffusionPipeline]":
    """The class, imported alone: diffusers loads each pipeline's module when it is asked for."""
    cls: type[DiffusionPipeline] = getattr(import_module("diffusers"), _CLASSES[family, shape, control])
    return cls


def arguments(cls: type) -> list[str]:
    """The parts and options a pipeline class is made of."""
    return [name for name in inspect.signature(cls).parameters if name != "kwargs"]


def options(known: Iterable[str]) -> dict[str, bool]:
    """No safety checker and no second watermark: sdlab marks its pictures itself."""
    return dict.fromkeys({"requires_safety_checker", "add_watermarker"} & set(known), False)
