"""Adapters laid over a model and taken off again: the same set twice is idle, none restores the model."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sdlab.errors import BadValue, DamagedFile, NotOffered, NotReached
from sdlab.models.adapter import AdapterFile, read_adapter
from sdlab.models.quiet import quiet
from sdlab.recipe import Adapter

if TYPE_CHECKING:
    from diffusers import DiffusionPipeline


class Overlay:
    """The adapters of one model.

    `pipeline` gives a pipeline over the model's parts; what is laid on it shows in all that share them.
    `files` are those made known, by sha256; `used` is what is laid over the model now.
    """

    def __init__(self, pipeline: "Callable[[], DiffusionPipeline]") -> None:
        self._pipeline = pipeline
        self.files: dict[str, AdapterFile] = {}
        self._loaded: set[str] = set()
        self._only_unet = False
        self.used: tuple[Adapter, ...] = ()

    def add(self, path: str | os.PathLike[str], *, weight: float = 1.0, name: str | None = None) -> Adapter:
        """Make a LoRA file, or the one in a folder, known and return it as a recipe holds it.

        Nothing is laid over the model yet.

        Raises:
            DamagedFile: the file is missing, truncated or pickled.
            NotOffered: its layout is unknown; says what it is.
            BadValue: a weight outside -2 to 2.
        """
        if not isinstance(path, str | os.PathLike):
            raise BadValue("path", path, "the path of a file")
        place = Path(path).expanduser()
        file = read_adapter(place)
        own = place.name if place.is_dir() else place.stem
        adapter = Adapter(name=name or own, sha256=file.sha256, weight=weight)
        self.files[file.sha256] = file
        return adapter

    def use(self, adapters: Sequence[Adapter]) -> None:
        """Lay exactly these adapters over the model.

        Raises:
            NotReached: an adapter whose file was not added.
            NotOffered: one that was made for another model.
            DamagedFile: the config beside one says nothing about its alphas.
            BadValue: the same adapter twice.
        """
        wanted = tuple(adapters)
        if wanted == self.used:
            return
        if not wanted:
            self._clear()
            return
        prints = [adapter.sha256 for adapter in wanted]
        if len(set(prints)) < len(prints):
            raise BadValue(
                "adapters", [a.name for a in wanted], "different files", "Add their weights instead."
            )
        for adapter in wanted:
            self._load(adapter)
        laid = [adapter for adapter in wanted if adapter.sha256 in self._loaded]
        if laid:
            with quiet():
                self._dressed().set_adapters([_key(a.sha256) for a in laid], [a.weight for a in laid])
        else:
            self._clear()
        self.used = wanted

    def follow(self, other: "Overlay", *, only_unet: bool) -> bool:
        """Lay over this model what is laid over another; False where it does not fit, and then nothing is.

        Args:
            other: the other model's.
            only_unet: the two share their text encoders, which the other has seen to.
        """
        self.files, self._only_unet = other.files, only_unet
        try:
            self.use(other.used)
        except NotOffered:
            return False
        return True

    def _dressed(self) -> Any:  # noqa: ANN401 - a pipeline or its U-Net: both take adapters by name
        return self._pipeline().unet if self._only_unet else self._pipeline()

    def _load(self, adapter: Adapter) -> None:
        if adapter.sha256 in self._loaded:
            return
        file = self.files.get(adapter.sha256)
        if file is None:
            raise NotReached(
                f'the adapter "{adapter.name}" is not known here. Add its file to the studio first.'
            )
        pipeline = self._pipeline()
        if file.is_xl and "text_encoder_2" not in pipeline.components:
            raise NotOffered(f'{file.path.name} is made for Stable Diffusion XL. Load "sdxl" to use it.')
        try:
            with quiet():
                loaded = file.load_into(pipeline, _key(adapter.sha256), only_unet=self._only_unet)
        except Exception as error:
            self._clear()
            if isinstance(error, DamagedFile):
                raise
            raise NotOffered(f"{file.path.name} does not fit this model: {_first(error)}") from error
        if loaded:
            self._loaded.add(adapter.sha256)

    def _clear(self) -> None:
        with quiet():
            if self._only_unet:
                self._dressed().unload_lora()
            else:
                self._dressed().unload_lora_weights()
        self._loaded.clear()
        self.used = ()


def _key(sha256: str) -> str:
    """peft's name for an adapter: it may hold no dots."""  # noqa: D403
    return f"sdlab_{sha256[:16]}"


def _first(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines[0] if lines else type(error).__name__)[:200]
