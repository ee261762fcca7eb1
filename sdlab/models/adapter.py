"""LoRA files made anywhere: which layout one has, and how diffusers loads it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sdlab.errors import DamagedFile, NotOffered
from sdlab.models.fingerprint import digest
from sdlab.models.lora_alpha import PEFT_CONFIG, with_own_alphas, with_peft_alphas

if TYPE_CHECKING:
    import torch

Layout = Literal["diffusers", "kohya", "peft"]

_KOHYA = ("lora_unet_", "lora_te_", "lora_te1_", "lora_te2_")
_PEFT = "base_model.model."
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
    """A LoRA file that was looked at.

    `layout` is its keys' style, `is_xl` says that it is made for XL, `has_alphas` that layers bring their own
    scales in a layout in which diffusers looks for none.
    """

    path: Path
    sha256: str
    layout: Layout
    is_xl: bool
    has_alphas: bool

    def load_into(self, pipeline: Any, name: str, *, only_unet: bool = False) -> bool:  # noqa: ANN401  untyped
        """Lay it over a pipeline's parts, or its U-Net alone; False where it has nothing for that."""
        if not only_unet:
            pipeline.load_lora_weights(self._source(), adapter_name=name, use_safetensors=True)
            return True
        state, alphas, metadata = pipeline.lora_state_dict(
            self._source(), unet_config=pipeline.unet.config, use_safetensors=True, return_lora_metadata=True
        )
        if not any(key.startswith("unet.") for key in state):
            return False
        pipeline.load_lora_into_unet(
            state, alphas, pipeline.unet, adapter_name=name, metadata=metadata, _pipeline=pipeline
        )
        return True

    def _source(self) -> "str | dict[str, torch.Tensor]":
        """What diffusers takes: the file, which tells more than its tensors, or tensors in its names."""
        from safetensors.torch import load_file

        if self.layout == "peft":
            meant = with_peft_alphas(load_file(self.path), self.path.with_name(PEFT_CONFIG))
            return {f"unet.{key.removeprefix(_PEFT)}": value for key, value in meant.items()}
        return with_own_alphas(load_file(self.path)) if self.has_alphas else str(self.path)


def read_adapter(path: Path) -> AdapterFile:
    """Look at a LoRA file, or the only one in a folder: its fingerprint, the layout of its keys; no weights.

    Raises:
        DamagedFile: it is missing, truncated or pickled, or the folder holds none or several.
        NotOffered: its layout is none that loads; says what it is.
    """
    from safetensors import SafetensorError, safe_open

    if path.is_dir():
        path = _only_file(path)
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
    layout = _layout(path.name, keys)
    has_alphas = layout == "diffusers" and any(key.endswith(".alpha") for key in keys)
    return AdapterFile(path=path, sha256=digest(path), layout=layout, is_xl=is_xl, has_alphas=has_alphas)


def _only_file(folder: Path) -> Path:
    files = sorted(folder.glob("*.safetensors"))
    if len(files) != 1:
        names = ", ".join(file.name for file in files) or "none"
        raise DamagedFile(f"{folder} is a folder, and not of one safetensors file ({names}). Name the file.")
    return files[0]


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
