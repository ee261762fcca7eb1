"""A picture that a control lies over, as the page is shown it."""

import io
from typing import Any

import traitlets
from PIL import Image

from sdlab.widgets.base import Part
from sdlab.widgets.image import webp

MAX_SHOWN = 2048  # pixels of a side; a larger picture is shown smaller, its mask stays at full size


class Backed(Part):
    """A part over a `picture`, which a subclass declares; `backdrop` is the file of it that a page shows."""

    picture: Any
    backdrop = traitlets.Bytes(b"", read_only=True).tag(sync=True)

    def _hang(self, picture: Image.Image | None) -> None:
        """Show a picture below, if it still is the one; a large one takes long to encode."""
        backdrop = b"" if picture is None else backdrop_bytes(picture)
        with self._lock:
            if picture is self.picture:
                self.set_trait("backdrop", backdrop)


def backdrop_bytes(picture: Image.Image) -> bytes:
    """The picture as a WebP file to paint over: at most 2048 a side; exact up to 256 × 256 pixels.

    A saved notebook may hold it, and of a larger picture the exact file takes megabytes.
    """
    return shown_bytes(picture) if picture.width * picture.height <= 2**16 else webp(picture, MAX_SHOWN)


def shown_bytes(picture: Image.Image) -> bytes:
    """The picture as a WebP file for showing: exact up to a million pixels, at most 2048 a side."""
    shown = picture.copy()
    shown.thumbnail((MAX_SHOWN, MAX_SHOWN), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    if shown.width * shown.height <= 2**20:
        shown.save(buffer, "WEBP", method=1, lossless=True)
    else:
        shown.save(buffer, "WEBP", method=1, quality=90)
    return buffer.getvalue()
