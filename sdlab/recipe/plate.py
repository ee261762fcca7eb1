"""A picture as a value: PNG bytes that cannot change, and their fingerprint."""

import hashlib
import io
from functools import cached_property

from PIL import Image

from sdlab.errors import DamagedFile


class Plate:
    """A picture frozen into lossless PNG bytes, so that a recipe holding it can be hashed, sent and replayed.

    Make one with `Plate.of(picture)`; look at it with `.picture`. Equal plates have equal bytes.
    """

    def __init__(self, png: bytes) -> None:
        self._held: bytes | Image.Image = png  # a picture until somebody wants its bytes

    @classmethod
    def of(cls, picture: Image.Image) -> "Plate":
        """The plate of a picture; keeps its mode and every pixel, drops its metadata.

        Returns at once: a large picture takes a second to encode, which is done when its bytes are wanted.
        """
        bare = Image.new(picture.mode, picture.size)
        bare.paste(picture)
        plate = cls(b"")
        plate._held = bare
        return plate

    @property
    def png(self) -> bytes:
        """The bytes of a PNG file."""
        held = self._held
        if isinstance(held, bytes):
            return held
        buffer = io.BytesIO()
        held.save(buffer, "PNG", compress_level=1)
        self._held = buffer.getvalue()
        return self._held

    @cached_property
    def sha256(self) -> str:
        """Fingerprint of the PNG bytes, 64 hex digits."""
        return hashlib.sha256(self.png).hexdigest()

    @property
    def picture(self) -> Image.Image:
        """The picture, afresh so that nobody can change the plate through it.

        Raises:
            DamagedFile: the bytes are no picture.
        """
        held = self._held
        if not isinstance(held, bytes):
            return held.copy()
        try:
            picture = Image.open(io.BytesIO(held))
            picture.load()
        except (OSError, ValueError, SyntaxError) as error:
            raise DamagedFile(
                f"the recipe's input picture cannot be read ({error}). Give it again."
            ) from error
        return picture

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Plate):
            return NotImplemented
        mine, its = self._held, other._held
        if isinstance(mine, bytes) or isinstance(its, bytes):
            return self.png == other.png
        return mine is its or (mine.mode, mine.size, mine.tobytes()) == (its.mode, its.size, its.tobytes())

    def __hash__(self) -> int:
        return hash(self.png)

    def __repr__(self) -> str:
        return f"Plate({self.sha256[:8]}, {len(self.png)} bytes)"
