"""LoRA files made anywhere: which layout one has, and its weights in diffusers' names."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sdlab.errors import DamagedFile, NotOffered
from sdlab.models.fingerprint import digest

if TYPE_CHECKING:
    import torch

Layout = Literal["diffusers", "kohya", "peft"]

_KOHYA = ("lora_unet_", "lora_te_", "lora_te1_", "lora_te2_")
_PEFT = "base_model.model."
_UNET = ("unet.", "lora_unet_")
_PARTS = ("unet.", "text_encoder.", "text_encoder_2.")

# What else carries the name LoRA or travels beside it, by a piece of a key, and why it is refused.
_OTHERS = {
    "hada_w": "it is a LoHa (LyCORIS), which diffusers does not apply",
    "lokr_w": "it is a LoKr (LyCORIS), which diffusers does not apply",
    "dora_scale": "it is a DoRA in kohya's layout, whose magnitudes differ between tools",
    "emb_params": "it is a textual inversion: a word, not a LoRA",
    "string_to_param": "it is a textual inversion: a word, not a LoRA",
    "model.diffusion_model.": "it is a whole checkpoint, not an adapter",
    "controlnet": "it is a ControlNet or its LoRA",
    "transformer.": "it is made for a transformer such as Flux or SD 3, not for a U-Net",
    "double_blocks": "it is made for Flux, not for Stable Diffusion",
}


@dataclass(frozen=True, kw_only=True)
class AdapterFile:
    """A LoRA file that was looked at: `layout` is its keys' style, `is_xl` that it is made for XL."""

    path: Path
    sha256: str
    layout: Layout
    is_xl: bool

    def weights(self, *, only_unet: bool = False) -> "dict[str, torch.Tensor]":
        """The tensors by key, as diffusers' loader takes them: all, or those for the U-Net."""
        from safetensors.torch import load_file

        tensors = load_file(self.path)
        if self.layout == "peft":
            return {f"unet.{key.removeprefix(_PEFT)}": value for key, value in tensors.items()}
        if only_unet:
            return {key: value for key, value in tensors.items() if key.startswith(_UNET)}
        return tensors


def read_adapter(path: Path) -> AdapterFile:
    """Look at a LoRA file: its fingerprint and the layout of its keys. Reads no weights.

    Raises:
        DamagedFile: it is missing, truncated or pickled.
        NotOffered: its layout is none that loads; says what it is.
    """
    from safetensors import SafetensorError, safe_open

    if not path.is_file():
        raise DamagedFile(f"there is no file {path}. Check the path.")
    if path.suffix != ".safetensors":
        raise DamagedFile(
            f"{path.name} is no safetensors file, and sdlab opens no pickled ones. Convert it first."
        )
    try:
        with safe_open(path, framework="pt") as file:
            keys = list(file.keys())
    except (SafetensorError, OSError) as error:
        raise DamagedFile(f"{path} is damaged ({error}). Fetch it again.") from error
    is_xl = any(key.startswith(("lora_te2_", "text_encoder_2.")) for key in keys)
    return AdapterFile(path=path, sha256=digest(path), layout=_layout(path.name, keys), is_xl=is_xl)


def _layout(name: str, keys: list[str]) -> Layout:
    for piece, reason in _OTHERS.items():
        if any(piece in key for key in keys):
            raise NotOffered(f"{name} cannot be loaded as a LoRA: {reason}.")
    if keys and all(key.startswith(_KOHYA) for key in keys) and any(".lora_down." in key for key in keys):
        return "kohya"
    if (
        keys
        and all(key.startswith(_PARTS) for key in keys)
        and all("lora" in key or "alpha" in key for key in keys)
    ):
        return "diffusers"
    if keys and all(key.startswith(_PEFT) and ".lora_" in key for key in keys):
        return "peft"
    shown = f'its first key is "{min(keys)}"' if keys else "it holds no tensors"
    known = "sdlab loads LoRAs in the layouts of diffusers, kohya and peft"
    raise NotOffered(f"{name} has an unknown layout: {shown}. {known}.")
