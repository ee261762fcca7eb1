"""A plain picture below a panel, so that a saved notebook shows its results where no widget runs."""

import base64
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from IPython.display import display
from PIL import Image

from sdlab.picture import shown_size
from sdlab.provenance import encode_copy
from sdlab.recipe import Recipe, plates_of
from sdlab.run import Run

LIMIT = 200_000  # bytes of PNG; base64 and JSON make a third more of it in the notebook
SIDES = (1024, 768, 512, 384, 256, 128)  # pixels, tried until the picture is small enough
AGAIN = "Run this cell to get the controls again."
EMPTY = {"text/html": "", "text/plain": ""}

Bundle = tuple[dict[str, str], dict[str, Any]]

publish: Callable[..., object] = display  # typed: IPython's own is not


@dataclass(frozen=True)
class Memento:
    """A picture as it stays: the bytes of a PNG, its size as it was, and its words."""

    png: bytes
    size: tuple[int, int]
    alt: str
    caption: str

    @classmethod
    def of(cls, run: Run) -> "Memento":
        """A run's picture, its recipe inside where there is room for what a replay needs."""
        data = run.png if len(run.png) <= LIMIT else kept_png(run.picture, run.recipe)
        return cls(data, run.picture.size, run.recipe.prompt or "no prompt", run.caption)

    @property
    def picture_bundle(self) -> Bundle:
        """The picture as an output."""
        width, height = shown_size(*self.size)
        size = {"width": width, "height": height, "alt": self.alt}
        data = {"image/png": base64.b64encode(self.png).decode("ascii"), "text/plain": self.caption}
        return data, {"image/png": size}

    @property
    def caption_bundle(self) -> Bundle:
        """The caption as an output, and how to get the controls: seen only where they are not."""
        return {"text/markdown": f"{_plain(self.caption)}\n\n{AGAIN}", "text/plain": self.caption}, {}


class Keepsake:
    """The last result as ordinary outputs of a notebook: a picture, its alt text the prompt, and its caption.

    Static renderers, screen readers and nbconvert find them there; the caption is an output of its own, since
    of each output they show one form, here the picture. Both together add less than 300 kB to a notebook.
    """

    def __init__(self) -> None:
        self._homes: list[str] = []
        self._memento: Memento | None = None

    def place(self) -> None:
        """Make room for picture and caption in the output of the cell that is running."""
        home = uuid.uuid4().hex
        self._homes.append(home)
        self._publish(home)

    def show(self, run: Run) -> None:
        """Put a finished run's picture wherever there is room for it."""
        self.put(Memento.of(run))

    def put(self, memento: Memento) -> None:
        """Put a picture and its words wherever there is room for them."""
        self._memento = memento
        for home in self._homes:
            self._publish(home, update=True)

    def _publish(self, home: str, **how: bool) -> None:
        kept = self._memento
        bundles = (kept.picture_bundle, kept.caption_bundle) if kept else ((EMPTY, {}), (EMPTY, {}))
        for name, (data, metadata) in zip((home, f"{home}-caption"), bundles, strict=True):
            publish(data, metadata=metadata, raw=True, display_id=name, **how)


def kept_png(picture: Image.Image, recipe: Recipe) -> bytes:
    """The picture as PNG, its recipe inside, made smaller until it is below LIMIT.

    A recipe whose input pictures take more than half of that stays outside; its settings and the mark of
    pictures made by a model are there in any case.
    """
    replays = sum(len(plate.png) for plate in plates_of(recipe).values()) <= LIMIT // 2
    for side in SIDES:
        copy = picture.convert("RGB")
        copy.thumbnail((side, side), Image.Resampling.LANCZOS)
        data = encode_copy(copy, recipe, picture.size, replays=replays)
        if len(data) <= LIMIT:
            return data
    return data


def _plain(text: str) -> str:
    """The text in Markdown, shown letter by letter: nothing in a prompt is a link, a tag or a formula."""
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~$&@:^-])", r"\\\1", " ".join(text.split()))
