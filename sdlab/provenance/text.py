"""The texts inside a PNG, read without looking at its pixels. The file may come from anybody."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from sdlab.errors import DamagedFile

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_TEXT = 4_000_000  # bytes of one text once unpacked: a short chunk can claim to hold gigabytes
MOST_CHUNKS = 100_000


@dataclass(frozen=True)
class Texts:
    """What a PNG holds beside its pixels.

    `texts` are by keyword, the last of several winning; `private` the bytes of chunks of a name asked for.
    """

    width: int
    height: int
    texts: dict[str, str] = field(default_factory=dict)
    private: tuple[bytes, ...] = ()


def read_texts(data: bytes, private: bytes = b"") -> Texts:
    """The texts of a PNG; its pixel data may be missing.

    Args:
        data: the file.
        private: the four-letter name of further chunks to hand over.

    Raises:
        DamagedFile: no PNG, cut short, changed on its way, or a text that unpacks to more than MOST_TEXT.
    """
    if not data.startswith(SIGNATURE):
        raise DamagedFile("this is no PNG. Only PNG files keep the settings: take the original file.")
    texts: dict[str, str] = {}
    kept: list[bytes] = []
    size = (0, 0)
    for name, body in _chunks(data):
        if name == b"IHDR" and len(body) >= 8:
            size = struct.unpack(">II", body[:8])
        elif name in _READERS:
            keyword, text = _READERS[name](body)
            texts[keyword] = text
        elif private and name == private:
            kept.append(body)
    return Texts(*size, texts, tuple(kept))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(SIGNATURE)
    for _ in range(MOST_CHUNKS):
        if at == len(data):
            return
        if at + 12 > len(data):
            break
        length = int.from_bytes(data[at : at + 4])
        name, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        check = data[at + 8 + length : at + 12 + length]
        if len(body) != length or len(check) != 4:
            break
        if name != b"IDAT" and zlib.crc32(name + body) != int.from_bytes(check):
            raise DamagedFile(
                "this PNG was changed on its way: one of its checksums is wrong. Copy it again."
            )
        yield name, body
        if name == b"IEND":
            return
        at += 12 + length
    raise DamagedFile("this PNG is cut short. Copy the file again.")


def _plain(body: bytes) -> tuple[str, str]:
    keyword, _, text = body.partition(b"\0")
    # the format says Latin-1, but many programs write UTF-8
    return keyword.decode("latin-1"), _decoded(text)


def _packed(body: bytes) -> tuple[str, str]:
    keyword, _, rest = body.partition(b"\0")
    return keyword.decode("latin-1"), _decoded(_inflated(rest[1:]))


def _international(body: bytes) -> tuple[str, str]:
    keyword, _, rest = body.partition(b"\0")
    packed, rest = rest[:1] == b"\1", rest[2:]
    text = rest.split(b"\0", 2)[-1]
    return keyword.decode("latin-1"), _decoded(_inflated(text) if packed else text)


_READERS = {b"tEXt": _plain, b"zTXt": _packed, b"iTXt": _international}


def _decoded(text: bytes) -> str:
    if len(text) > MOST_TEXT:
        raise DamagedFile(f"a text in this PNG is over {MOST_TEXT // 1_000_000} MB, which no settings are.")
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("latin-1")


def _inflated(data: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        return unpacker.decompress(data, MOST_TEXT + 1)
    except zlib.error as error:
        raise DamagedFile(f"a packed text in this PNG is damaged ({error}). Copy the file again.") from error
