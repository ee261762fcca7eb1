"""Where the shown code takes its model from, and how it loads it."""

from dataclasses import dataclass
from typing import Literal

from sdlab.echo.literal import Name, call, literal
from sdlab.models.catalogue import entries
from sdlab.models.entry import Entry
from sdlab.models.place import bundled
from sdlab.models.scheduler import scheduling
from sdlab.recipe import Recipe

Shape = Literal["text", "picture", "hole", "upscale"]

# by the shape of the input; (for the models that come with sdlab, for any other)
_CLASSES: dict[Shape, tuple[str, str]] = {
    "text": ("StableDiffusionPipeline", "AutoPipelineForText2Image"),
    "picture": ("StableDiffusionImg2ImgPipeline", "AutoPipelineForImage2Image"),
    "hole": ("StableDiffusionInpaintPipeline", "AutoPipelineForInpainting"),
    "upscale": ("StableDiffusionUpscalePipeline", "StableDiffusionUpscalePipeline"),
}
_HAS_CHECKER = (
    512  # pixels: models up to this size may bring a safety checker, larger ones take no such argument
)
_FILES = "from importlib.resources import files"


@dataclass(frozen=True)
class Loading:
    """The lines that load a pipeline, the classes of diffusers they name and their further imports."""

    lines: list[str]
    classes: set[str]
    imports: set[str]


def loading(recipe: Recipe, shape: Shape, device: str) -> Loading:
    """The pipeline for a recipe, with its scheduler, on a device.

    Raises:
        UnknownName: the recipe's scheduler is none of ours.
    """
    name = _server(recipe, shape)
    is_ours = name in bundled()
    cls, row = _CLASSES[shape][0 if is_ours else 1], scheduling(recipe.scheduler)
    values = _settings(name, device)
    is_folder = not is_ours and _entry(name) is None and "/" not in name
    note = ["# the model is a folder: put its path in place of its name"] if is_folder else []
    made = Loading(note, {cls, row.class_name}, {_FILES} if is_ours else set())
    if recipe.control:
        _add_control(made, recipe, device)
        values |= {"controlnet": Name("controlnet")}
        if is_ours:
            made.classes.remove(cls)
            cls = cls.replace("Diffusion", "DiffusionControlNet", 1)
            made.classes.add(cls)
    config = "pipeline.scheduler.config"
    made.lines.append(f"pipeline = {call(f'{cls}.from_pretrained', values, _where(name))}")
    made.lines.append(
        f"pipeline.scheduler = {call(f'{row.class_name}.from_config', dict(row.settings), config)}"
    )
    made.lines.extend(_adapters(recipe))
    if device != "cpu":
        made.lines.append(f"pipeline.to({literal(device)})")
    return made


def _server(recipe: Recipe, shape: Shape) -> str:
    """The model that did the work: the recipe's own or, as its note tells, the companion made for it."""
    entry = _entry(recipe.model)
    if entry is None:
        return recipe.model
    if shape == "hole" and "inpainting U-Net" in recipe.note:
        return entry.inpaint or recipe.model
    return (entry.upscale or recipe.model) if shape == "upscale" else recipe.model


def _entry(name: str) -> Entry | None:
    return entries().get(name)


def _where(name: str) -> str:
    """The source of a model's place: a folder inside sdlab, or a hub id."""
    if name in bundled():
        return f'files("sdlab") / {literal(f"models/bundled/{name}")}'
    entry = _entry(name)
    return literal(entry.sources[0].hub if entry and entry.sources else name)


def _settings(name: str, device: str) -> dict[str, object]:
    """What `from_pretrained` is told besides."""
    values: dict[str, object] = {}
    entry = _entry(name)
    if entry and entry.sources:
        source = entry.sources[0]
        values |= {"revision": source.revision} if source.revision else {}
        values |= {"subfolder": source.subfolder} if source.subfolder else {}
        if entry.side <= _HAS_CHECKER and not entry.is_control:
            values["safety_checker"] = None
    if device != "cpu":
        values["dtype"] = Name("torch.float16")
    return values | {"use_safetensors": True}


def _add_control(made: Loading, recipe: Recipe, device: str) -> None:
    assert recipe.control is not None, "only called for a recipe that follows a drawing"  # noqa: S101
    entry = _entry(recipe.model)
    kind = recipe.control.kind
    name = entry.control.get(kind, f"controlnet-{kind}") if entry else f"controlnet-{kind}"
    made.classes.add("ControlNetModel")
    if name in bundled():
        made.imports.add(_FILES)
    made.lines.append(
        f"controlnet = {call('ControlNetModel.from_pretrained', _settings(name, device), _where(name))}"
    )


def _adapters(recipe: Recipe) -> list[str]:
    names = [f"adapter-{number}" for number in range(len(recipe.adapters))]
    lines = [
        f"pipeline.load_lora_weights({literal(adapter.name)}, adapter_name={literal(name)})"
        for adapter, name in zip(recipe.adapters, names, strict=True)
    ]
    if names:
        weights = [adapter.weight for adapter in recipe.adapters]
        lines.append(f"pipeline.set_adapters({names!r}, {weights!r})")
    return lines
