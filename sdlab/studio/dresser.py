"""The studio's adapters: small files of weights laid over the model (LoRA)."""

import os
from collections.abc import Sequence

from sdlab.errors import BadValue
from sdlab.recipe import Adapter
from sdlab.studio.session import Session


class Dresser(Session):
    """What the model wears.

        mascot = studio.load_adapter("mascot.safetensors", weight=0.8)
        studio.adapters = [mascot]

    From then on every recipe the studio's methods build has them; a recipe replayed brings its own.
    """

    def load_adapter(
        self, path: str | os.PathLike[str], *, weight: float = 1.0, name: str | None = None
    ) -> Adapter:
        """Make a LoRA known, in diffusers', kohya's or peft's layout, and return it as a recipe holds it.

        Args:
            path: a safetensors file, or a folder with one.
            weight: 1 applies it as it was trained, 0 not at all; from -2 to 2.
            name: what to call it; the file's own name if left out.

        Raises:
            DamagedFile: the file is missing, truncated or pickled.
            NotOffered: its layout is unknown; says what it is.
            BadValue: a weight out of range.
        """
        return self._worker.ask(lambda model: model.overlay.add(path, weight=weight, name=name))

    @property
    def adapters(self) -> tuple[Adapter, ...]:
        """What recipes built from now on have laid over the model; settable, () for nothing."""
        return self._adapters

    @adapters.setter
    def adapters(self, adapters: Sequence[Adapter]) -> None:
        are_several = isinstance(adapters, list | tuple)
        if not are_several or not all(isinstance(adapter, Adapter) for adapter in adapters):
            remedy = "Make them with studio.load_adapter(path)."
            raise BadValue("adapters", adapters, "a list of adapters", remedy)
        self._adapters = tuple(adapters)
