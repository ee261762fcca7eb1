"""A drawing in colours, for image to image and for control."""

import re
from typing import Any

import traitlets
from PIL import Image

from sdlab.errors import BadValue
from sdlab.picture import Source, open_picture
from sdlab.widgets.backdrop import MAX_SHOWN
from sdlab.widgets.sheet import Page, Sheet, check_sides

PALETTE = [
    ("Black", "#1d2026"),
    ("White", "#ffffff"),
    ("Grey", "#8a8f98"),
    ("Brown", "#7a4a26"),
    ("Red", "#d7263d"),
    ("Orange", "#f28c28"),
    ("Yellow", "#ffd23f"),
    ("Leaf", "#3a9d3f"),
    ("Forest", "#1f5130"),
    ("Sky", "#6fb7f0"),
    ("Blue", "#1f4fd1"),
    ("Violet", "#7b3fc4"),
    ("Pink", "#f49ac2"),
    ("Skin", "#e7b58c"),
]
_HEX = re.compile("#[0-9a-f]{6}")


class SketchPad(Sheet):
    """A sheet to draw on in colours, with the tools of MaskPainter.

    `picture` is the drawing, a PIL picture of mode RGB; it may be set to anything that opens as a picture
    (the sheet takes its size) or to None for a blank sheet. `colour` and `background` are written "#rrggbb".

    Args:
        picture: what is drawn over; None for a blank sheet.
        width: of a blank sheet, 1 to 4096.
        height: likewise.
        background: of a blank sheet; the eraser's colour.

    Raises:
        BadValue: a size or a colour that cannot be.
    """

    stem = "sketch_pad"
    written = Sheet.written | {"colour"}

    colour = traitlets.Unicode(PALETTE[0][1]).tag(sync=True)
    background = traitlets.Unicode("#ffffff").tag(sync=True)
    palette = traitlets.List(PALETTE, read_only=True).tag(sync=True)

    picture = Page()

    def __init__(
        self,
        picture: Source | None = None,
        *,
        width: int = 512,
        height: int = 512,
        background: str = "#ffffff",
    ) -> None:
        super().__init__()
        check_sides(width, height)
        self.background = background
        self.hardness = 1.0
        self.brush_size = max(4, round(min(width, height) / 32))
        self._resize((width, height), b"")
        self.picture = picture
        self.set_trait("revision", 0)

    def opened(self, value: Source | None) -> Image.Image:
        """What `picture` becomes when it is set to `value`."""
        if value is None:
            return self._blank()
        return self._painted if value is self._painted else open_picture(value)

    def fitted(self, file: bytes) -> Image.Image:
        """The picture in a file, made smaller where a side exceeds 2048 pixels."""
        picture = open_picture(file)
        picture.thumbnail((MAX_SHOWN, MAX_SHOWN), Image.Resampling.LANCZOS)
        return picture

    @traitlets.default("picture")
    def _blank(self) -> Image.Image:
        return Image.new("RGB", (self.width, self.height), self.background)

    @traitlets.validate("colour", "background")
    def _check_colour(self, proposal: dict[str, Any]) -> str:
        colour = str(proposal["value"]).lower()
        if not _HEX.fullmatch(colour):
            raise BadValue(proposal["trait"].name, colour, 'a colour such as "#ff8800"')
        return colour

    @traitlets.observe("picture")
    def _show_picture(self, change: dict[str, Any]) -> None:
        self._resize(change["new"].size, b"")
        self._changed()
