"""What a mask and a drawing have in common: pixels painted in the browser, read and set in Python."""

import io
import struct
from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import traitlets
from PIL import Image

from sdlab.errors import BadValue, DamagedFile
from sdlab.picture import Source
from sdlab.recipe.check import MAX_SIDE
from sdlab.widgets.backdrop import Backed
from sdlab.widgets.base import MAX_VIEWS, Buffers, Content
from sdlab.widgets.parcel import Parcels

TOOLS = ("brush", "eraser", "lasso", "rectangle", "fill", "pan")
HEADER = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"  # how every PNG file begins; its size, depth and colour follow
COLOURS = {"L": 0, "RGB": 2}
_REMEDY = "Reload the page and run the cell again."


if TYPE_CHECKING:
    PictureTrait = traitlets.TraitType[Image.Image, Any]
else:  # traitlets 5.7, Colab's, has no type parameters at run time
    PictureTrait = traitlets.TraitType


class Page(PictureTrait):
    """A trait that holds a picture; it may be set to whatever its widget's `opened` makes one of."""

    allow_none = False

    def validate(self, obj: "Sheet", value: Source | None) -> Image.Image:
        """The picture of what it is set to."""
        return obj.opened(value)

    def set(self, obj: Any, value: Any) -> None:  # noqa: ANN401
        """Keep the picture and tell of it, without traitlets' comparison of old and new pixel by pixel."""
        page, before = self._validate(obj, value), obj._trait_values.get(self.name)  # noqa: SLF001
        obj._trait_values[self.name] = page  # noqa: SLF001
        if page is not before:
            obj._notify_trait(self.name, before, page)  # noqa: SLF001


class Sheet(Backed):
    """A sheet of `width` × `height` pixels that is painted on: MaskPainter or SketchPad.

    `tool`, `brush_size` (a diameter in pixels), `hardness` (0 to 1) and `pressure` (whether a pen's pressure
    sizes the brush) may be set from Python and follow the person's hand. `revision` counts the changes.
    """

    page: ClassVar[str] = "picture"  # the trait that holds what is painted
    mode: ClassVar[Literal["L", "RGB"]] = "RGB"
    written = frozenset({"tool", "brush_size", "hardness", "pressure"})

    tool = traitlets.Enum(TOOLS, "brush").tag(sync=True)
    brush_size = traitlets.Int(32, min=1, max=512).tag(sync=True)
    hardness = traitlets.Float(0.8, min=0, max=1).tag(sync=True)
    pressure = traitlets.Bool(True).tag(sync=True)

    width = traitlets.Int(512, read_only=True).tag(sync=True)
    height = traitlets.Int(512, read_only=True).tag(sync=True)
    revision = traitlets.Int(0, read_only=True).tag(sync=True)

    def __init__(self) -> None:
        self._parcels, self._uploads = Parcels(), Parcels()
        self._views: list[str] = []
        self._painted: Image.Image | None = None  # the page that came from a view
        super().__init__()
        self.hear("fetch", self._fetched)
        self.hear("sheet", self._received)
        self.hear("open", self._uploaded)

    @abstractmethod
    def opened(self, value: Source | None) -> Image.Image:
        """What the page becomes when it is set to `value`; None makes it blank."""

    @abstractmethod
    def fitted(self, file: bytes) -> Image.Image:
        """What the page becomes when a person opens a picture file as one."""

    # --- messages -------------------------------------------------------------------------------------------

    def _fetched(self, content: Content, _: Buffers) -> None:
        view = _sender(content)
        others = [one for one in self._views if one != view]
        self._views = [*others[-MAX_VIEWS:], view]
        self._send_sheet({"to": view})

    def _received(self, content: Content, buffers: Buffers) -> None:
        file = self._parcels.take(content, buffers)
        if file is None:
            return
        left, top, right, bottom = self._box(content)
        part = self._checked(file, (right - left, bottom - top))
        if part.size == (self.width, self.height):
            self._painted = part
        else:
            self._painted = getattr(self, self.page).copy()
            self._painted.paste(part, (left, top))
        setattr(self, self.page, self._painted)
        self.tell("taken", {"to": _sender(content), "number": content.get("number")})
        if len(self._views) > 1:
            self._send_sheet({"from": _sender(content)})

    def _uploaded(self, content: Content, buffers: Buffers) -> None:
        file = self._uploads.take(content, buffers)
        if file is None:
            return
        if content.get("what") == self.page:
            self.later(lambda: setattr(self, self.page, self.fitted(file)))
        else:
            self.later(lambda: setattr(self, "picture", file))

    def _box(self, content: Content) -> tuple[int, int, int, int]:
        """Where a file was painted: left, top, right, bottom; the whole sheet where it is not said."""
        claimed, size = (content.get("width"), content.get("height")), (self.width, self.height)
        if claimed != size:
            raise BadValue("sheet", f"{claimed[0]} × {claimed[1]}", f"{size[0]} × {size[1]}", _REMEDY)
        box = content.get("box", [0, 0, *size])
        if isinstance(box, list) and [type(side) for side in box] == [int] * 4:
            left, top, right, bottom = box
            if 0 <= left < right <= size[0] and 0 <= top < bottom <= size[1]:
                return left, top, right, bottom
        raise BadValue("box", box, f"inside {size[0]} × {size[1]}", _REMEDY)

    def _checked(self, file: bytes, size: tuple[int, int]) -> Image.Image:
        wanted = f"{self.mode} of {size[0]} × {size[1]} pixels"
        if len(file) < len(HEADER) + 10 or not file.startswith(HEADER):
            raise DamagedFile(f"what was painted arrived as no PNG file. {_REMEDY}")
        width, height, depth, colour = struct.unpack_from(">IIBB", file, len(HEADER))
        if (width, height) != size or (depth, colour) != (8, COLOURS[self.mode]):
            raise BadValue("sheet", f"{width} × {height}", wanted, _REMEDY)  # before anything is unpacked
        try:
            return Image.open(io.BytesIO(file), formats=["PNG"]).copy()
        except (OSError, ValueError, SyntaxError) as error:
            raise DamagedFile(f"what was painted arrived damaged ({error}). {_REMEDY}") from error

    # --- for subclasses -------------------------------------------------------------------------------------

    def _changed(self) -> None:
        """Count a change; one that Python made is shown in every view, there a step to undo."""
        page = getattr(self, self.page)
        self.set_trait("revision", self.revision + 1)
        if self._views and page is not self._painted:
            self._send_sheet({})

    def _send_sheet(self, whose: Content) -> None:
        page = getattr(self, self.page)
        self.later(lambda: self.tell("sheet", whose, [png_bytes(page)]))

    def _resize(self, size: tuple[int, int], backdrop: bytes) -> None:
        with self.hold_sync():
            self.set_trait("width", size[0])
            self.set_trait("height", size[1])
            self.set_trait("backdrop", backdrop)


def _sender(content: Content) -> str:
    return str(content.get("from"))[:64]


def png_bytes(picture: Image.Image) -> bytes:
    """The picture as a PNG file."""
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def check_sides(width: int, height: int) -> None:
    """Pass the width and height of a sheet."""
    for name, side in (("width", width), ("height", height)):
        if type(side) is not int or not 1 <= side <= MAX_SIDE:
            raise BadValue(name, side, f"a whole number from 1 to {MAX_SIDE}")
