"""The picture a task works on, seen and changed by hand."""

from typing import Any

import traitlets
from PIL import Image

from sdlab.picture import Source, open_picture
from sdlab.widgets.base import Buffers, Content, Part
from sdlab.widgets.image import FRAME, webp
from sdlab.widgets.parcel import Parcels


class PictureWell(Part):
    """Shows a picture, and takes another one from a file that a person opens, drops or pastes.

    `picture` is a PIL picture of mode RGB, None for none; it may be set to whatever
    `sdlab.picture.open_picture` opens, and observed. Text, damaged files and pictures too large to hold are
    refused in words.

    Args:
        picture: the first picture.
        label: what the picture is for.
        shows: whether the picture is seen here; not where another control shows it anyway.

    Raises:
        SdlabError: something that is no picture.
    """

    stem = "picture_well"

    label = traitlets.Unicode("Picture").tag(sync=True)
    preview = traitlets.Bytes(b"").tag(sync=True)
    extent = traitlets.Unicode("").tag(sync=True)

    picture = traitlets.Any(None, allow_none=True)

    def __init__(self, picture: Source | None = None, *, label: str = "Picture", shows: bool = True) -> None:
        self._uploads, self._shows = Parcels(), shows
        super().__init__({"label": label})
        self.hear("open", self._uploaded)
        self.picture = picture

    @traitlets.validate("picture")
    def _check_picture(self, proposal: dict[str, Any]) -> Image.Image | None:
        return None if proposal["value"] is None else open_picture(proposal["value"])

    @traitlets.observe("picture")
    def _show_picture(self, change: dict[str, Any]) -> None:
        picture = change["new"]
        with self._lock, self.hold_sync():
            self.preview = b""
            self.extent = "" if picture is None else f"{picture.width} × {picture.height} pixels"
        if self._shows and picture is not None:
            self.later(lambda: self._preview(picture))

    def _preview(self, picture: Image.Image) -> None:
        preview = webp(picture, FRAME)
        with self._lock:
            if picture is self.picture:
                self.preview = preview

    def _uploaded(self, content: Content, buffers: Buffers) -> None:
        file = self._uploads.take(content, buffers)
        if file is not None:
            self.trouble = ""
            self.later(lambda: setattr(self, "picture", file))
