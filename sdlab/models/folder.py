"""A model on disk: a folder in diffusers layout, read without importing torch."""

import hashlib
import json
from functools import cached_property
from pathlib import Path
from typing import Any

from sdlab.errors import DamagedFile, NotReached

INDEX = "model_index.json"
CARD = "card.json"


class Folder:
    """A folder with a `model_index.json`, its parts' configs and, for bundled models, a card of fingerprints.

    Raises:
        NotReached: there is no such folder, or it holds no model in diffusers layout.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_dir():
            raise NotReached(f"there is no folder {path}. Check the path, or load a model by name.")
        if not (path / INDEX).is_file():
            single = next(iter([*path.glob("*.safetensors"), *path.glob("*.ckpt")]), None)
            held = (
                f'It holds "{single.name}", a single-file checkpoint'
                if single
                else "Its files are something else"
            )
            raise NotReached(
                f"{path} is no model in diffusers layout: it lacks {INDEX}. {held}; "
                "save the model with diffusers' save_pretrained and load that folder."
            )

    @cached_property
    def index(self) -> dict[str, Any]:
        """What `model_index.json` says: the pipeline's class and each part's library and class."""
        return self._json(INDEX)

    @cached_property
    def card(self) -> dict[str, Any]:
        """What the model's card says; empty where there is none."""
        return self._json(CARD) if (self.path / CARD).is_file() else {}

    @property
    def parts(self) -> dict[str, tuple[str, str]]:
        """The parts the index names, as (library, class); those set to null are left out."""
        pairs = {
            name: value for name, value in self.index.items() if isinstance(value, list) and len(value) == 2
        }
        return {name: (value[0], value[1]) for name, value in pairs.items() if value[0] and value[1]}

    def config(self, part: str) -> dict[str, Any]:
        """The config of a part ("unet", "vae", "scheduler", …); empty where there is none."""
        names = {"tokenizer": "tokenizer_config.json", "scheduler": "scheduler_config.json"}
        name = f"{part}/{names.get(part.removesuffix('_2'), 'config.json')}"
        return self._json(name) if (self.path / name).is_file() else {}

    @cached_property
    def weights(self) -> list[Path]:
        """The weight files of the parts that sdlab loads, sorted by path."""
        kept = [part for part in self.parts if part not in ("safety_checker", "image_encoder", "watermarker")]
        return sorted(file for part in kept for file in (self.path / part).glob("*.safetensors"))

    @property
    def size(self) -> float:
        """The bytes of its weights on disk, in GB."""
        return sum(file.stat().st_size for file in self.weights) / 1e9

    @property
    def variant(self) -> str | None:
        """The variant "fp16" where the folder holds half-precision files only, otherwise None."""
        names = [file.name for file in self.weights if file.parent.name == "unet"]
        return "fp16" if names and all(".fp16." in name for name in names) else None

    def name(self, file: Path) -> str:
        """A file's path inside the folder, with forward slashes."""
        return file.relative_to(self.path).as_posix()

    def _json(self, name: str) -> dict[str, Any]:
        path = self.path / name
        try:
            data = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise DamagedFile(f"{path} cannot be read ({error}). Fetch the model again.") from error
        if not isinstance(data, dict):
            raise DamagedFile(
                f"{path} holds a {type(data).__name__} where settings should be. Fetch the model again."
            )
        return data


def sha256_of(path: Path) -> str:
    """The fingerprint of a file, 64 hex digits.

    Raises:
        DamagedFile: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DamagedFile(f"{path} cannot be read ({error}). Fetch the model again.") from error
