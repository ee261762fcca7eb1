"""Which family a folder belongs to and what follows from it, read from its configs alone."""

from dataclasses import dataclass
from typing import Final, Literal

from sdlab.errors import NotOffered
from sdlab.models.folder import Folder
from sdlab.recipe import Task

Family = Literal["sd", "sdxl", "upscale"]

_FAMILIES: dict[str, Family] = {
    "StableDiffusionPipeline": "sd",
    "StableDiffusionImg2ImgPipeline": "sd",
    "StableDiffusionInpaintPipeline": "sd",
    "StableDiffusionControlNetPipeline": "sd",
    "LatentConsistencyModelPipeline": "sd",
    "LatentConsistencyModelImg2ImgPipeline": "sd",
    "StableDiffusionXLPipeline": "sdxl",
    "StableDiffusionXLImg2ImgPipeline": "sdxl",
    "StableDiffusionXLInpaintPipeline": "sdxl",
    "StableDiffusionXLControlNetPipeline": "sdxl",
    "StableDiffusionUpscalePipeline": "upscale",
}

OWN_LIBRARY: Final = "sdlab.models.skip_transformer"
"""The module that an index names for the denoiser of the family that comes with sdlab."""
_LIBRARIES: Final = {"diffusers", "transformers", OWN_LIBRARY}
_PAINTING: tuple[Task, ...] = ("text_to_image", "unconditional", "image_to_image", "inpaint", "outpaint")


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A model's anatomy.

    `side` is the native side in pixels, `enlarge` the pixels per latent, `fills_holes` says that the denoiser
    takes the mask as input (nine channels), `is_guided` that the negative prompt reaches it.
    """

    family: Family
    side: int
    enlarge: int
    latent_channels: int
    fills_holes: bool
    is_guided: bool
    token_limit: int
    tasks: tuple[Task, ...]


def layout_of(folder: Folder) -> Layout:
    """The anatomy of the model in a folder.

    Raises:
        NotOffered: it is no Stable Diffusion, XL or upscaler pipeline, or brings code of its own; says which.
    """
    name = str(folder.index.get("_class_name"))
    if name not in _FAMILIES or "unet" not in folder.parts:
        raise NotOffered(
            f'{folder.path.name} is a "{name}", which sdlab does not drive: it takes Stable Diffusion 1.x, '
            "2.x, XL, their turbo and LCM forms, and the x4 upscaler, in diffusers layout."
        )
    strangers = {library for library, _ in folder.parts.values()} - _LIBRARIES
    if strangers:
        raise NotOffered(
            f"{folder.path.name} brings parts from {', '.join(sorted(strangers))}: sdlab runs no code but "
            "that of diffusers and transformers. Choose a model in their layout."
        )
    unet, vae = folder.config("unet"), folder.config("vae")
    if "image" in str(unet.get("encoder_hid_dim_type")):
        raise NotOffered(f"{folder.path.name} is prompted by pictures (unCLIP), which sdlab does not do.")
    blocks = vae.get("block_out_channels") or vae.get("encoder_block_out_channels") or [0] * 4
    enlarge, channels = 2 ** (len(blocks) - 1), int(vae.get("latent_channels", 4))
    family = _FAMILIES[name]
    fills = family != "upscale" and int(unet.get("in_channels", 4)) > channels
    sample = unet.get("sample_size") or 64
    return Layout(
        family=family,
        side=enlarge * int(sample if isinstance(sample, int) else sample[0]),
        enlarge=enlarge,
        latent_channels=channels,
        fills_holes=fills,
        is_guided=unet.get("time_cond_proj_dim") is None,
        token_limit=_token_limit(folder),
        tasks=_tasks(family, fills=fills),
    )


def _token_limit(folder: Folder) -> int:
    """What one window of the text encoder holds; tokenizers are known to name no limit of their own."""
    named = folder.config("tokenizer").get("model_max_length", 77)
    return min(int(named), int(folder.config("text_encoder").get("max_position_embeddings", 77)))


def _tasks(family: Family, *, fills: bool) -> tuple[Task, ...]:
    if family == "upscale":
        return ("upscale",)
    return ("inpaint", "outpaint") if fills else _PAINTING
