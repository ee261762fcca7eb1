"""Files that a front end sends in parts, because the wire takes no message over 256 kB.

Nothing a front end says of itself is believed: numbers are checked, sizes bounded, stale parts dropped.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence

from sdlab.errors import BadValue

PART = 256 * 1024  # bytes
MAX_BYTES = 64 * 2**20  # of a file; a mask of 4096 × 4096 in its worst case takes 17 MiB
MAX_SENDERS = 16  # views remembered; a person has a few tabs open
_REMEDY = "Reload the page and run the cell again."


class Parcels:
    """Collects the parts of files, one file at a time for each sender: a newer replaces an unfinished one."""

    def __init__(self, most: int = MAX_BYTES) -> None:
        self._most = most
        self._open: OrderedDict[str, tuple[int, dict[int, bytes]]] = OrderedDict()

    def take(self, content: Mapping[str, object], buffers: Sequence[bytes | memoryview]) -> bytes | None:
        """Take one part; the whole file once its last missing part is here, otherwise None.

        `content` says `from` (sender), `number` (of the file, rising), `part` and `parts`. A part of an older
        file than the newest one seen is dropped: its sender has moved on.

        Raises:
            BadValue: numbers that cannot be, a part or a file that is too large.
        """
        sender = str(content.get("from"))[:64]
        number = _whole(content, "number", 2**53)
        parts = _whole(content, "parts", self._most // 1024)
        part = _whole(content, "part", max(parts - 1, 0))
        if parts < 1 or len(buffers) != 1 or len(buffers[0]) > PART:
            raise BadValue("part", f"{parts} parts", f"one buffer of at most {PART} bytes", _REMEDY)
        newest, pieces = self._open.get(sender, (-1, {}))
        if number < newest or (number == newest and not pieces):
            return None
        if number > newest:
            pieces = {}
        pieces[part] = bytes(buffers[0])
        if sum(map(len, pieces.values())) > self._most:
            self._put(sender, number, {})
            raise BadValue("file", f"over {self._most} bytes", f"at most {self._most} bytes", _REMEDY)
        whole = b"".join(pieces[i] for i in range(parts)) if set(pieces) == set(range(parts)) else None
        self._put(sender, number, pieces if whole is None else {})
        return whole

    def _put(self, sender: str, number: int, pieces: dict[int, bytes]) -> None:
        self._open[sender] = (number, pieces)
        self._open.move_to_end(sender)
        while len(self._open) > MAX_SENDERS:
            self._open.popitem(last=False)


def _whole(content: Mapping[str, object], name: str, most: int) -> int:
    value = content.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise BadValue(name, value, f"a whole number from 0 to {most}", _REMEDY)
    return value
