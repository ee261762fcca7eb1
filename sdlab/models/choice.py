"""Which files of a model's repository to fetch: safetensors in one precision, settings, tokenizers."""

import re
from collections import Counter
from pathlib import PurePosixPath

_TEXT = (".json", ".txt", ".model")
_WEIGHTS = re.compile(
    r"^(?:diffusion_pytorch_)?model(?:\.fp16)?(?:[.-](?:fp16-)?\d{5}-of-\d{5})?\.safetensors$"
)
_SHARD = re.compile(r"(.*-)\d{5}-of-(\d{5})\.safetensors$")
_PARTS = (
    "unet", "vae", "text_encoder", "text_encoder_2", "tokenizer", "tokenizer_2", "scheduler",
    "low_res_scheduler",
)  # fmt: skip


def wanted(names: list[str], *, half: bool, subfolder: str = "") -> list[str]:
    """The files to fetch of those a repository lists; `half` prefers 16-bit weights where there are any.

    A repository without a `model_index.json` is a single part (a ControlNet), in its root or `subfolder`.
    """
    root = f"{subfolder}/" if subfolder else ""
    inside = [name for name in names if name.startswith(root)]
    if f"{root}model_index.json" not in inside:
        here = [name for name in inside if "/" not in name.removeprefix(root)]
        return sorted(f for f in here if f.endswith("config.json") or f in _weights(here, half=half))
    kept = [
        f"{root}{name}" for name in ("model_index.json", "card.json", "preview.json") if root + name in inside
    ]
    for part in _PARTS:
        here = [name for name in inside if str(PurePosixPath(name).parent) == root + part]
        kept += [name for name in here if name.endswith(_TEXT)] + _weights(here, half=half)
    return sorted(kept)


def has_all_shards(names: list[str]) -> bool:
    """Whether of each weight file that was saved in several pieces none is missing."""
    pieces = Counter(found.groups() for name in names if (found := _SHARD.match(name)))
    return all(number == int(total) for (_, total), number in pieces.items())


def is_half(name: str) -> bool:
    """Whether a weight file's name says it holds 16-bit numbers."""
    return ".fp16" in name


def _weights(names: list[str], *, half: bool) -> list[str]:
    """One precision of one folder's weights: the wanted one, or the other where only that is there."""
    files = [name for name in names if _WEIGHTS.match(PurePosixPath(name).name)]
    preferred = [name for name in files if is_half(name) == half]
    return preferred or files
