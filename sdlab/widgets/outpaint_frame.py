"""How far a picture is painted on beyond its edges."""

from typing import Any

import traitlets

from sdlab.errors import BadValue
from sdlab.picture import Source, open_picture
from sdlab.picture.fitting import GRID
from sdlab.recipe import Margin
from sdlab.recipe.check import MAX_SIDE
from sdlab.widgets.backdrop import Backed

MAX_OVERLAP = 512
SIDES = ("left", "right", "top", "bottom")


class OutpaintFrame(Backed):
    """A frame round a picture that is dragged by eight handles, by arrow keys, or set in numbers.

    `left`, `right`, `top` and `bottom` are the pixels to add on each side, `overlap` how far into the picture
    the model looks to go on from it, `snap` (8 or 64) the grid the new size lies on. `margin` is all of it as
    outpainting takes it, `size` what the picture will measure. Observe any of them.

    Args:
        picture: what is painted on; may be set later.
        left, right, top, bottom: the first margins.
        overlap: 0 to 512 pixels.
        snap: 8 or 64.

    Raises:
        BadValue: a margin, overlap or snap that cannot be.
    """

    stem = "outpaint_frame"
    written = frozenset({*SIDES, "overlap", "snap"})

    left = traitlets.Int(0).tag(sync=True)
    right = traitlets.Int(0).tag(sync=True)
    top = traitlets.Int(0).tag(sync=True)
    bottom = traitlets.Int(0).tag(sync=True)
    overlap = traitlets.Int(32).tag(sync=True)
    snap = traitlets.Int(GRID).tag(sync=True)

    width = traitlets.Int(512, read_only=True).tag(sync=True)
    height = traitlets.Int(512, read_only=True).tag(sync=True)
    most = traitlets.Int(MAX_SIDE, read_only=True).tag(sync=True)

    picture = traitlets.Any(None, allow_none=True)

    def __init__(
        self,
        picture: Source | None = None,
        *,
        left: int = 0,
        right: int = 0,
        top: int = 0,
        bottom: int = 0,
        overlap: int = 32,
        snap: int = GRID,
    ) -> None:
        super().__init__()
        self.picture = picture
        self.snap, self.overlap = snap, overlap
        self.left, self.right, self.top, self.bottom = left, right, top, bottom

    @property
    def margin(self) -> Margin | None:
        """The margins and overlap as a recipe holds them; None while nothing is added."""
        sides = {side: getattr(self, side) for side in SIDES}
        return Margin(**sides, overlap=self.overlap) if any(sides.values()) else None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the picture to be, in pixels."""
        return self.left + self.width + self.right, self.top + self.height + self.bottom

    @traitlets.validate("picture")
    def _check_picture(self, proposal: dict[str, Any]) -> object:
        return None if proposal["value"] is None else open_picture(proposal["value"])

    @traitlets.observe("picture")
    def _show_picture(self, change: dict[str, Any]) -> None:
        picture = change["new"]
        with self.hold_sync():
            if picture is not None:
                self.set_trait("width", picture.width)
                self.set_trait("height", picture.height)
            self.set_trait("backdrop", b"")
            for side in SIDES:
                setattr(self, side, min(getattr(self, side), self._room(side)))
        self.later(lambda: self._hang(picture))

    @traitlets.validate(*SIDES)
    def _check_side(self, proposal: dict[str, Any]) -> int:
        name, value = proposal["trait"].name, proposal["value"]
        room = self._room(name)
        if not 0 <= value <= room:
            allowed = f"a whole number of pixels from 0 to {room}"
            raise BadValue(name, value, allowed, f"A side of the whole may have {MAX_SIDE} pixels.")
        return int(value)

    @traitlets.validate("overlap")
    def _check_overlap(self, proposal: dict[str, Any]) -> int:
        if not 0 <= proposal["value"] <= MAX_OVERLAP:
            raise BadValue("overlap", proposal["value"], f"from 0 to {MAX_OVERLAP} pixels")
        return int(proposal["value"])

    @traitlets.validate("snap")
    def _check_snap(self, proposal: dict[str, Any]) -> int:
        if proposal["value"] not in (GRID, 8 * GRID):
            raise BadValue("snap", proposal["value"], f"{GRID} or {8 * GRID} pixels")
        return int(proposal["value"])

    def _room(self, side: str) -> int:
        if side in ("left", "right"):
            return max(0, MAX_SIDE - self.width - (self.right if side == "left" else self.left))
        return max(0, MAX_SIDE - self.height - (self.bottom if side == "top" else self.top))
