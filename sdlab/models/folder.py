"""A model on disk: a folder in diffusers layout, read without importing torch."""

import json
from functools import cached_property
from pathlib import Path
from typing import Any

from sdlab.errors import DamagedFile, NotReached
from sdlab.models.choice import is_half

INDEX = "model_index.json"
CARD = "card.json"
UNUSED = ("safety_checker", "feature_extractor", "image_encoder", "watermarker")


class Folder:
    """A folder with a `model_index.json`, its parts' configs and, for bundled models, a card of fingerprints.

    A member of a family may leave out parts it shares: they are read from its `parent`.

    Raises:
        NotReached: there is no such folder, or it holds no model in diffusers layout.
    """

    def __init__(self, path: Path, parent: "Folder | None" = None) -> None:
        self.path, self.parent = path, parent
        if not path.is_dir():
            raise NotReached(f"there is no folder {path}. Check the path, or load a model by name.")
        if not (path / INDEX).is_file():
            single = next(iter([*path.glob("*.safetensors"), *path.glob("*.ckpt")]), None)
            held = f'It holds "{single.name}", a single file' if single else "Its files are something else"
            raise NotReached(
                f"{path} is no model in diffusers layout: it lacks {INDEX}. {held}; "
                "save the model with diffusers' save_pretrained and load that folder."
            )

    @cached_property
    def index(self) -> dict[str, Any]:
        """What `model_index.json` says: the pipeline's class and each part's library and class."""
        return read_json(self.path / INDEX)

    @cached_property
    def card(self) -> dict[str, Any]:
        """What the model's card says; empty where there is none."""
        return card_of(self.path)

    @property
    def parts(self) -> dict[str, tuple[str, str]]:
        """The parts the index names and sdlab loads, as (library, class)."""
        pairs = {
            name: value for name, value in self.index.items() if isinstance(value, list) and len(value) == 2
        }
        return {name: (v[0], v[1]) for name, v in pairs.items() if v[0] and v[1] and name not in UNUSED}

    def home(self, part: str) -> Path:
        """The folder of a part: its own, or the parent's where it has none."""
        own = self.path / part
        return own if own.is_dir() or self.parent is None else self.parent.home(part)

    @property
    def inherited(self) -> list[str]:
        """The parts that are read from the parent."""
        return [part for part in self.parts if self.home(part).parent != self.path]

    def config(self, part: str) -> dict[str, Any]:
        """The config of a part ("unet", "vae", "scheduler", …); empty where there is none."""
        names = {"tokenizer": "tokenizer_config.json", "scheduler": "scheduler_config.json"}
        path = self.home(part) / names.get(part.removesuffix("_2"), "config.json")
        return read_json(path) if path.is_file() else {}

    @cached_property
    def weights(self) -> list[Path]:
        """The weight files of the parts that sdlab loads, the parent's among them, in order."""
        return [file for part in sorted(self.parts) for file in sorted(self.home(part).glob("*.safetensors"))]

    def variant(self, *, half: bool) -> str | None:
        """The variant "fp16" where it is wanted and there, or where nothing else is; otherwise None."""
        halves = [is_half(file.name) for file in self.weights if file.parent.name == "unet"]
        return "fp16" if halves and (all(halves) or (half and any(halves))) else None


def card_of(path: Path) -> dict[str, Any]:
    """The card of a model or ControlNet folder; empty where there is none."""
    return read_json(path / CARD) if (path / CARD).is_file() else {}


def read_json(path: Path) -> dict[str, Any]:
    """The settings a file holds.

    Raises:
        DamagedFile: it cannot be read or holds something else.
    """
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DamagedFile(f"{path} cannot be read ({error}). Fetch the model again.") from error
    if not isinstance(data, dict):
        kind = type(data).__name__
        raise DamagedFile(f"{path} holds a {kind} where settings should be. Fetch the model again.")
    return data
