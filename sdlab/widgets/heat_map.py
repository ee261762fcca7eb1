"""Where each word of a prompt landed in the picture."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike, NDArray

from sdlab.errors import BadValue
from sdlab.picture import Source, open_picture
from sdlab.widgets.base import Part
from sdlab.widgets.image import VIEW, webp

MOST_WORDS = 80
MOST_SIDE = 128  # rows or columns of a map


class HeatMap(Part):
    """A picture under a map of where a word had its say; the words are chips to choose from.

    `chosen` is the number of the chosen word, -1 for none, `strength` how dark the rest of the picture gets,
    0 to 1. Each map is stretched from its least to its greatest place; `shares` says what part of all
    attention each word got.

    Args:
        picture: what came of the prompt.
        words: the prompt's words, in order.
        maps: [word, row, column] of any scale, or one array for each word: what `sdlab.explain.attention`
            gives as `HeatMap.share`.
        chosen: the first word shown.

    Raises:
        BadValue: a map for each word is missing, a map holds no numbers, or there is no such word.
    """

    stem = "heat_map"
    written = frozenset({"chosen", "strength"})

    chosen = traitlets.Int(0).tag(sync=True)
    strength = traitlets.Float(0.75, min=0, max=1).tag(sync=True)
    words = traitlets.List(traitlets.Unicode()).tag(sync=True)
    shares = traitlets.List(traitlets.Float()).tag(sync=True)
    grid = traitlets.List(traitlets.Int(), [1, 1]).tag(sync=True)
    levels = traitlets.Bytes(b"").tag(sync=True)
    picture = traitlets.Bytes(b"").tag(sync=True)
    size = traitlets.List(traitlets.Int(), [1, 1]).tag(sync=True)

    def __init__(
        self, picture: Source, words: Sequence[str], maps: ArrayLike | Sequence[ArrayLike], *, chosen: int = 0
    ) -> None:
        self._maps: NDArray[np.float32] = np.zeros((0, 1, 1), np.float32)
        super().__init__()
        self.show(picture, words, maps)
        self.chosen = chosen

    def show(self, picture: Source, words: Sequence[str], maps: ArrayLike | Sequence[ArrayLike]) -> None:
        """Show another picture with its words and maps.

        Raises:
            BadValue: as the class says.
        """
        opened = open_picture(picture)
        checked = _checked(words, maps)
        with self._lock:
            self._maps = checked
            self.chosen = min(self.chosen, len(words) - 1)
            self.size = list(opened.size)
            self.grid = list(checked.shape[1:])
            self.levels = _levels(checked)
            self.shares = [float(share) for share in checked.mean(axis=(1, 2))]
            self.words = list(words)
            self.picture = webp(opened, VIEW, 90)

    @property
    def map(self) -> NDArray[np.float32] | None:
        """The chosen word's map as it was given, [row, column]."""
        return self._maps[self.chosen] if self.chosen >= 0 else None

    @traitlets.validate("chosen")
    def _check_chosen(self, proposal: dict[str, Any]) -> int:
        number = int(proposal["value"])
        if not -1 <= number < max(len(self._maps), 1):
            raise BadValue("chosen", number, f"-1 or a word's number, 0 to {len(self._maps) - 1}")
        return number


def _checked(words: Sequence[str], maps: ArrayLike | Sequence[ArrayLike]) -> NDArray[np.float32]:
    if not 1 <= len(words) <= MOST_WORDS:
        raise BadValue("words", f"{len(words)} words", f"1 to {MOST_WORDS} words")
    try:
        array = np.asarray(maps, dtype=np.float32)
    except (TypeError, ValueError):
        raise BadValue("maps", "something else", "numbers [word, row, column], all of one shape") from None
    if array.ndim != 3 or len(array) != len(words) or not 0 < max(array.shape[1:]) <= MOST_SIDE:
        allowed = f"[{len(words)}, row, column] with up to {MOST_SIDE} rows and columns"
        raise BadValue("maps", f"an array of shape {array.shape}", allowed)
    if not np.isfinite(array).all():
        raise BadValue("maps", "NaN or infinity", "finite numbers")
    return array


def _levels(maps: NDArray[np.float32]) -> bytes:
    """Each map stretched to 0…255, one byte a place."""
    least = maps.min(axis=(1, 2), keepdims=True)
    span = maps.max(axis=(1, 2), keepdims=True) - least
    relative = np.divide(maps - least, span, out=np.zeros_like(maps), where=span > 0)
    return bytes((relative * 255).round().astype(np.uint8).tobytes())
