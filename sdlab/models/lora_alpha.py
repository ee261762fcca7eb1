"""The alphas of a LoRA: by how much its makers meant each layer to be multiplied."""

import json
import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sdlab.errors import DamagedFile

if TYPE_CHECKING:
    import torch

PEFT_CONFIG: Final = "adapter_config.json"
"""What peft calls the file beside its weights that holds the alphas."""
_UP: Final = re.compile(r"\.(?:lora_B|lora\.up|up)\.weight$")
"""How the name of a layer's second matrix, [channel out, rank, …], ends."""


def with_own_alphas(tensors: "dict[str, torch.Tensor]") -> "dict[str, torch.Tensor]":
    """The tensors with the alpha that lies among them for a layer, over its rank, multiplied in."""
    alphas = {
        key.removesuffix(".alpha").removesuffix(".lora"): float(tensors.pop(key))
        for key in list(tensors)
        if key.endswith(".alpha")
    }
    return {
        key: value * (alphas[layer] / value.shape[1]) if (layer := _UP.sub("", key)) in alphas else value
        for key, value in tensors.items()
    }


def with_peft_alphas(tensors: "dict[str, torch.Tensor]", config: Path) -> "dict[str, torch.Tensor]":
    """The tensors with the alphas of peft's `config` multiplied in; as they are where there is no such file.

    Raises:
        DamagedFile: the file is no JSON, or its alphas are no numbers.
    """
    if not config.is_file():
        return tensors
    try:
        told = json.loads(config.read_text("utf-8"))
        return {
            key: value * _factor(told, _UP.sub("", key), value.shape[1]) if _UP.search(key) else value
            for key, value in tensors.items()
        }
    except (ValueError, TypeError, AttributeError, KeyError, re.error) as error:
        words = f"{config} does not say how strong the LoRA is ({error}). Fetch it again."
        raise DamagedFile(words) from error


def _factor(told: dict[str, Any], layer: str, rank: int) -> float:
    """Alpha over rank, or over its root (rank-stabilised, arXiv:2312.03732).

    `alpha_pattern` holds exceptions from `lora_alpha`: patterns that the end of a layer's name has to match,
    the first that does decides.
    """
    patterns = told.get("alpha_pattern") or {}
    own = (alpha for end, alpha in patterns.items() if re.fullmatch(rf"(.*\.)?({end})", layer))
    alpha = float(next(own, told["lora_alpha"]))
    return alpha / (math.sqrt(rank) if told.get("use_rslora") else rank)
