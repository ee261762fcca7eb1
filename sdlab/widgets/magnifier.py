"""Pictures of one scene side by side, and the same small part of each under a lens."""

from collections.abc import Mapping
from typing import Any

import traitlets
from PIL import Image

from sdlab.errors import BadValue
from sdlab.picture import Source, open_picture
from sdlab.run import Run
from sdlab.widgets.base import Buffers, Content, Part
from sdlab.widgets.image import webp_exact

MOST = 4  # pictures side by side
SIDE = 2048  # pixels, the longer side of what is sent; larger ones are made smaller first
ZOOMS = (1, 12)


class Magnifier(Part):
    """Up to four pictures side by side; the pointer or the arrow keys move one lens over all of them.

    `x` and `y`, 0 to 1, are the middle of the lens, `zoom` is how many screen pixels a picture pixel takes in
    it. Smaller pictures are brought to the size of the largest with bicubic interpolation, so that one place
    is one place in all.

    Args:
        pictures: name → picture, such as {"bicubic": …, "model": …, "truth": …}.
        x, y, zoom: where the lens is at first.

    Raises:
        BadValue: fewer than two or more than four pictures, or a place outside them.
    """

    stem = "magnifier"
    written = frozenset({"x", "y", "zoom"})

    x = traitlets.Float(0.5, min=0, max=1).tag(sync=True)
    y = traitlets.Float(0.5, min=0, max=1).tag(sync=True)
    zoom = traitlets.Float(4).tag(sync=True)
    names = traitlets.List(traitlets.Unicode()).tag(sync=True)
    width = traitlets.Int(1).tag(sync=True)
    height = traitlets.Int(1).tag(sync=True)

    def __init__(
        self, pictures: Mapping[str, Source], *, x: float = 0.5, y: float = 0.5, zoom: float = 4
    ) -> None:
        self._pictures: dict[str, Image.Image] = {}
        super().__init__({"x": x, "y": y, "zoom": zoom})
        self.hear("want", self._hear_want)
        self.pictures = pictures

    @classmethod
    def of(cls, run: Run, truth: Source | None = None) -> "Magnifier":
        """The lens over an upscaling run: its input enlarged plainly, the model's, the truth if known.

        Raises:
            BadValue: the run started from no picture.
        """
        start = run.recipe.start
        if start is None:
            raise BadValue("run", run.recipe.task, "a run that started from a picture", "Try upscale().")
        pictures: dict[str, Source] = {"bicubic": start.picture.picture, "model": run.picture}
        return cls(pictures if truth is None else pictures | {"truth": truth})

    @property
    def pictures(self) -> dict[str, Image.Image]:
        """The pictures by name, all of one size; may be set to others."""
        return dict(self._pictures)

    @pictures.setter
    def pictures(self, pictures: Mapping[str, Source]) -> None:
        if not 2 <= len(pictures) <= MOST:
            raise BadValue("pictures", f"{len(pictures)} of them", f"2 to {MOST} pictures by name")
        opened = {name: open_picture(source) for name, source in pictures.items()}
        size = max((picture.size for picture in opened.values()), key=lambda one: one[0] * one[1])
        scale = min(1, SIDE / max(size))
        size = (round(size[0] * scale), round(size[1] * scale))
        with self._lock:
            self._pictures = {
                name: picture if picture.size == size else picture.resize(size, Image.Resampling.BICUBIC)
                for name, picture in opened.items()
            }
            self.width, self.height = size
            self.names = list(opened)
        self._send_later()

    @traitlets.validate("zoom")
    def _check_zoom(self, proposal: dict[str, Any]) -> float:
        if not ZOOMS[0] <= proposal["value"] <= ZOOMS[1]:
            raise BadValue("zoom", proposal["value"], f"from {ZOOMS[0]} to {ZOOMS[1]}")
        return float(proposal["value"])

    def _hear_want(self, _content: Content, _buffers: Buffers) -> None:
        self._send_later()

    def _send_later(self) -> None:
        pictures = self._pictures
        self.later(lambda: self._send_pictures(pictures))

    def _send_pictures(self, pictures: dict[str, Image.Image]) -> None:
        # pictures to look at closely must not be changed by the way: lossless, and by message so that a saved
        # notebook does not hold them
        if pictures is self._pictures:
            self.tell("pictures", {"names": list(pictures)}, [webp_exact(each) for each in pictures.values()])
