"""Two pictures against each other, and how much of one is not as it was."""

import numpy as np
import traitlets
from numpy.typing import NDArray
from PIL import Image

from sdlab.errors import BadValue
from sdlab.mask import Box, open_mask
from sdlab.picture import Source, open_picture
from sdlab.widgets.backdrop import shown_bytes
from sdlab.widgets.base import Part

VIEWS = ("slider", "side", "blink", "difference")
OUTSIDE = (255, 43, 139)  # how a changed pixel that should not have is marked


class Compare(Part):
    """Before and after: a divider to drag, side by side, by turns, or what differs.

    With a `mask` it counts the pixels that changed outside it, where nothing may change: `changed_outside`,
    by at most `most_outside` levels. `changed` is the share of all pixels that differ, 0 to 1.
    `compare` shows two others; `view` and `split` (0 to 1) follow the hand.

    Args:
        before: one picture.
        after: the other, of the same size.
        mask: where it may differ (255).
        labels: what the two are called.

    Raises:
        BadValue: pictures or a mask of different sizes.
    """

    stem = "compare"
    written = frozenset({"view", "split"})

    view = traitlets.Enum(VIEWS, "slider").tag(sync=True)
    split = traitlets.Float(0.5, min=0, max=1).tag(sync=True)

    labels = traitlets.Tuple(traitlets.Unicode(), traitlets.Unicode()).tag(sync=True)
    report = traitlets.Unicode("", read_only=True).tag(sync=True)
    is_clean = traitlets.Bool(False, read_only=True).tag(sync=True)
    width = traitlets.Int(1, read_only=True).tag(sync=True)
    height = traitlets.Int(1, read_only=True).tag(sync=True)
    before_file = traitlets.Bytes(b"", read_only=True).tag(sync=True)
    after_file = traitlets.Bytes(b"", read_only=True).tag(sync=True)
    difference_file = traitlets.Bytes(b"", read_only=True).tag(sync=True)

    def __init__(
        self,
        before: Source,
        after: Source,
        mask: Source | Box | None = None,
        *,
        labels: tuple[str, str] = ("before", "after"),
    ) -> None:
        super().__init__({"labels": labels})
        self.compare(before, after, mask)

    def compare(self, before: Source, after: Source, mask: Source | Box | None = None) -> None:
        """Show two other pictures; raises BadValue as the class does and then shows the old ones still."""
        first, second = open_picture(before, "before"), open_picture(after, "after")
        if first.size != second.size:
            found, wanted = (f"{one.width} × {one.height}" for one in (second, first))
            raise BadValue("after", found, f"of the size of before, {wanted}", "Resize one of them first.")
        where = None if mask is None else open_mask(mask, first.size)
        self.before, self.after, self.mask = first, second, where
        levels = np.abs(np.asarray(first, np.int16) - np.asarray(second, np.int16)).max(axis=2)
        outside = np.zeros(levels.shape, bool) if where is None else np.asarray(where) == 0
        spoilt = outside & (levels > 0)
        self.changed = float((levels > 0).mean())
        self.changed_outside = int(spoilt.sum())
        self.most_outside = int(levels[spoilt].max(initial=0))
        self._show(levels, spoilt)

    def _show(self, levels: NDArray[np.int16], spoilt: NDArray[np.bool_]) -> None:
        height, width = levels.shape
        with self.hold_sync():
            self.set_trait("width", width)
            self.set_trait("height", height)
            self.set_trait("before_file", shown_bytes(self.before))
            self.set_trait("after_file", shown_bytes(self.after))
            self.set_trait("difference_file", shown_bytes(_heat(levels, spoilt)))
            self.set_trait("report", self._words(int(levels.max())))
            self.set_trait("is_clean", self.mask is not None and not self.changed_outside)

    def _words(self, most: int) -> str:
        everywhere = f"{self.changed:.1%} of the pixels differ, by at most {most} of 255 levels."
        if not most:
            everywhere = "The two are equal to the last bit."
        if self.mask is None:
            return everywhere
        outside = f"{self.changed_outside:,} pixels changed outside the mask"
        by = f", by at most {self.most_outside} levels" if self.changed_outside else ""
        return f"{outside}{by}. {everywhere}"


def _heat(levels: NDArray[np.int16], spoilt: NDArray[np.bool_]) -> Image.Image:
    """Differences as brightness, the greatest white; pixels that changed outside the mask in magenta."""
    share = levels / max(1, int(levels.max()))
    colours = np.repeat((np.sqrt(share) * 255).astype(np.uint8)[:, :, None], 3, axis=2)
    colours[spoilt] = OUTSIDE
    return Image.fromarray(colours)
