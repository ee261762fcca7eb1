"""Where the shown code takes its model from, and how it loads it."""

import re
from dataclasses import dataclass
from typing import Literal

from sdlab.echo.literal import Name, call, literal
from sdlab.models.catalogue import entries
from sdlab.models.entry import Entry
from sdlab.models.folder import Folder, card_of, read_json
from sdlab.models.layout import OWN_LIBRARY
from sdlab.models.place import bundled, bundled_path
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
_LORA = ".safetensors"
_HEX = re.compile(r"[0-9a-f]{64}")


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
    values = _settings(name)
    is_folder = not is_ours and _entry(name) is None and "/" not in name
    note = ["# the model is a folder: put its path in place of its name"] if is_folder else []
    made = Loading(note, {cls, row.class_name}, _imports(name) if is_ours else set())
    if recipe.control:
        _add_control(made, recipe)
        values |= {"controlnet": Name("controlnet")}
        if is_ours:
            made.classes.remove(cls)
            cls = cls.replace("Diffusion", "DiffusionControlNet", 1)
            made.classes.add(cls)
    values = _shared(made, name) | values
    config = "pipeline.scheduler.config"
    made.lines.append(f"pipeline = {call(f'{cls}.from_pretrained', values, _where(name))}")
    made.lines.append(
        f"pipeline.scheduler = {call(f'{row.class_name}.from_config', dict(row.settings), config)}"
    )
    if shape != "upscale":  # the upscaler is another network
        made.lines.extend(_adapters(recipe))
    if device != "cpu":  # from_pretrained has another name for the precision from diffusers 0.40 on
        made.lines.append(f"pipeline.to({literal(device)}, torch.float16)")
    return made


def _imports(name: str) -> set[str]:
    """What a model that comes with sdlab needs besides diffusers: its place, and its denoiser's class."""
    libraries = {library for library, _ in Folder(bundled_path(name)).parts.values()}
    return {_FILES} | ({f"import {OWN_LIBRARY}"} if OWN_LIBRARY in libraries else set())


def _server(recipe: Recipe, shape: Shape) -> str:
    """The model that did the work: the recipe's own or, as its note tells, the companion made for it."""
    entry = _entry(recipe.model)
    if entry is None:
        return recipe.model
    if shape == "hole" and sees_mask(recipe):
        return entry.inpaint or recipe.model
    return (entry.upscale or recipe.model) if shape == "upscale" else recipe.model


def sees_mask(recipe: Recipe) -> bool:
    """Whether a model made for filling holes did the work, as the note of a finished run tells."""
    return "inpainting" in recipe.note


def _entry(name: str) -> Entry | None:
    return entries().get(name)


def _where(name: str) -> str:
    """The source of a model's place: a folder inside sdlab, or a hub id."""
    if name in bundled():
        return f'files("sdlab") / {literal(f"models/bundled/{name}")}'
    entry = _entry(name)
    return literal(entry.sources[0].hub if entry and entry.sources else name)


def _shared(made: Loading, name: str) -> dict[str, object]:
    """The parts a member of a family takes from its parent, which is loaded first; none for others."""
    parent = card_of(bundled_path(name)).get("parent") if name in bundled() else None
    if not parent:
        return {}
    base = Folder(bundled_path(parent))
    inherited = Folder(bundled_path(name), base).inherited
    cls = str(base.index["_class_name"])
    made.classes.add(cls)
    made.imports.update(_imports(parent))
    made.lines.append(f"# {name} shares parts with {parent}")
    made.lines.append(f"base = {call(f'{cls}.from_pretrained', _settings(parent), _where(parent))}")
    return {part: Name(f"base.{part}") for part in inherited}


def _settings(name: str) -> dict[str, object]:
    """What `from_pretrained` is told besides."""
    values: dict[str, object] = {}
    entry = _entry(name)
    if entry and entry.sources:
        source = entry.sources[0]
        values |= {"revision": source.revision} if source.revision else {}
        values |= {"subfolder": source.subfolder} if source.subfolder else {}
        if entry.side <= _HAS_CHECKER and not entry.is_control:
            values["safety_checker"] = None
    return values | {"use_safetensors": True}


def _add_control(made: Loading, recipe: Recipe) -> None:
    assert recipe.control is not None, "only called for a recipe that follows a drawing"  # noqa: S101
    entry = _entry(recipe.model)
    kind = recipe.control.kind
    name = entry.control.get(kind, f"controlnet-{kind}") if entry else f"controlnet-{kind}"
    cls = "ControlNetModel"
    if name in bundled():
        made.imports.add(_FILES)
        cls = str(read_json(bundled_path(name) / "config.json")["_class_name"])
    if cls == "ControlNetModel":
        made.classes.add(cls)
    else:
        made.imports.add(f"from sdlab.models.skip_controlnet import {cls}")
    made.lines.append(f"controlnet = {call(f'{cls}.from_pretrained', _settings(name), _where(name))}")


def _adapters(recipe: Recipe) -> list[str]:
    """The lines that lay LoRA files over the model; the files are looked for beside the script."""
    names = [f"adapter-{number}" for number in range(len(recipe.adapters))]
    lines = []
    for adapter, name in zip(recipe.adapters, names, strict=True):
        file = literal(f"{adapter.name.removesuffix(_LORA)}{_LORA}")
        digest = adapter.sha256 if _HEX.fullmatch(adapter.sha256) else "unknown"
        lines.append(f"# the LoRA file with the sha256 {digest}")
        lines.append(f"pipeline.load_lora_weights({file}, adapter_name={literal(name)})")
    if names:
        weights = [adapter.weight for adapter in recipe.adapters]
        lines.append(f"pipeline.set_adapters({literal(names)}, {literal(weights)})")
    return lines
