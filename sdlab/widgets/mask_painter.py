"""Where a picture may change, painted by hand."""

from typing import Any

import numpy as np
import traitlets
from numpy.typing import NDArray
from PIL import Image

from sdlab.errors import BadValue
from sdlab.mask import Box, coverage, latent_grid, open_mask, reshape, seen_cells
from sdlab.picture import Source, open_picture
from sdlab.picture.fitting import GRID
from sdlab.picture.opening import upright
from sdlab.widgets.base import Buffers, Content
from sdlab.widgets.sheet import Page, Sheet, check_sides, png_bytes

SLACK = 0.02  # by how much the shape of an opened mask may differ from the picture's
MAX_PREVIEW = 1024  # cells of a side; of a larger mask, every second, third … pixel is previewed


class MaskPainter(Sheet):
    """A mask over a picture: brush, eraser, lasso, rectangle, fill; zoom, up to 100 undo steps, keyboard.

    `mask` is a PIL picture of mode L and the picture's size, 255 where it may change; `mask_array` is the
    same as uint8 [row, column]. Both are as painted; they may be set to whatever `sdlab.mask.open_mask`
    opens, or None for an empty mask, which is a step the person can undo. `grow` (below 0 shrinks) and
    `feather`, in pixels, leave the painted mask alone: `reshaped` has both, as inpainting uses it.
    Observe `mask` or `revision` to hear of every stroke.

    Args:
        picture: what is painted over; None for an empty sheet.
        mask: the first mask.
        width: of the sheet where there is no picture, 1 to 4096.
        height: likewise.

    Raises:
        BadValue: a size out of range, or a mask of another size than the picture.
    """

    stem = "mask_painter"
    page = "mask"
    mode = "L"
    written = Sheet.written | {"grow", "feather", "model_view", "overlay"}

    grow = traitlets.Int(0, min=-256, max=256).tag(sync=True)
    feather = traitlets.Int(0, min=0, max=256).tag(sync=True)
    model_view = traitlets.Bool(False).tag(sync=True)
    overlay = traitlets.Float(0.8, min=0.1, max=1).tag(sync=True)

    picture = traitlets.Any(None, allow_none=True)
    mask = Page()

    def __init__(
        self,
        picture: Source | None = None,
        mask: Source | Box | None = None,
        *,
        width: int = 512,
        height: int = 512,
    ) -> None:
        self._asked = 0
        self._sight: tuple[tuple[int, int], int | None] | None = None
        super().__init__()
        check_sides(width, height)
        self._resize((width, height), b"")
        if picture is not None:
            self.picture = picture
        self.mask = mask
        self.set_trait("revision", 0)
        self.observe(self._preview_soon, ["mask", "grow", "feather", "model_view"])

    @property
    def mask_array(self) -> NDArray[np.uint8]:
        """The mask as uint8 [row, column], 255 where the picture may change."""
        return np.asarray(self.mask)

    @mask_array.setter
    def mask_array(self, array: NDArray[Any]) -> None:
        self.mask = array

    @property
    def reshaped(self) -> Image.Image:
        """The mask grown or shrunk and feathered, mode L.

        Raises:
            BadValue: shrinking left nothing.
        """
        return reshape(self.mask, grow=self.grow, feather=self.feather)

    @property
    def coverage(self) -> float:
        """The share of pixels, 0 to 1, that may change."""
        return coverage(self.mask)

    def look_through(self, size: tuple[int, int], padding: int | None) -> None:
        """Let the model view show what a model gets that inpaints at `size`, with `padding` as a recipe's."""
        if self._sight != (size, padding):
            self._sight = size, padding
            if self.model_view:
                self._preview_soon(None)

    def opened(self, value: Source | Box | None) -> Image.Image:
        """What `mask` becomes when it is set to `value`."""
        if value is None:
            return self._blank()
        if value is self._painted:
            return self._painted
        try:
            return open_mask(value, (self.width, self.height))
        except BadValue as error:
            if error.value == "empty":  # nothing to inpaint yet, but a fine sheet to paint on
                return self._blank()
            raise

    def fitted(self, file: bytes) -> Image.Image:
        """The mask in a picture file of the same shape as the picture, at the picture's size.

        Raises:
            BadValue: a file of another shape.
        """
        source = upright(file, "mask")
        across, down = source.width / self.width, source.height / self.height
        if abs(across / down - 1) > SLACK:
            found, wanted = f"{source.width} × {source.height}", f"{self.width} × {self.height}"
            raise BadValue("mask", found, f"of the picture's shape, {wanted}", "Crop it to that shape first.")
        mask = open_mask(source, source.size)
        return mask.resize((self.width, self.height), Image.Resampling.BILINEAR)

    @traitlets.default("mask")
    def _blank(self) -> Image.Image:
        return Image.new("L", (self.width, self.height))

    @traitlets.validate("picture")
    def _check_picture(self, proposal: dict[str, Any]) -> Image.Image | None:
        return None if proposal["value"] is None else open_picture(proposal["value"])

    @traitlets.observe("picture")
    def _show_picture(self, change: dict[str, Any]) -> None:
        picture, size = change["new"], (self.width, self.height)
        self._resize(size if picture is None else picture.size, b"")
        if size != (self.width, self.height):
            self.mask = None
        self.later(lambda: self._hang(picture))

    @traitlets.observe("mask")
    def _show_mask(self, _: object) -> None:
        self._changed()

    # --- what grow, feather and the model make of it --------------------------------------------------------

    def _fetched(self, content: Content, buffers: Buffers) -> None:
        super()._fetched(content, buffers)
        self._preview_soon(None)

    def _preview_soon(self, _: object) -> None:
        if not (self.grow or self.feather or self.model_view):
            self.tell("preview")
            return
        self._asked += 1
        asked = self._asked
        self.later(lambda: self._preview(asked))

    def _preview(self, asked: int) -> None:
        if asked != self._asked:
            return  # a newer one waits behind this one
        mask = self.reshaped if self.coverage else self.mask
        if self.model_view and not self._sight:
            cell, cells = GRID, latent_grid(mask).astype(np.uint8) * np.uint8(255)
        else:
            if self.model_view and self._sight and self.coverage:
                mask = seen_cells(mask, *self._sight)
            cell = -(-max(mask.size) // MAX_PREVIEW)
            cells = np.asarray(mask)[::cell, ::cell]
        self.tell("preview", {"cell": cell}, [png_bytes(Image.fromarray(cells))])
