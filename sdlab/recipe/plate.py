"""A picture as a value: PNG bytes that cannot change, and their fingerprint."""

import hashlib
import io
from dataclasses import dataclass, field
from functools import cached_property

from PIL import Image

from sdlab.errors import DamagedFile


@dataclass(frozen=True)
class Plate:
    """A picture frozen into lossless PNG bytes, so that a recipe holding it can be hashed, sent and replayed.

    Make one with `Plate.of(picture)`; look at it with `.picture`.
    """

    png: bytes = field(repr=False)

    @classmethod
    def of(cls, picture: Image.Image) -> "Plate":
        """The plate of a picture; keeps its mode and every pixel, drops its metadata."""
        buffer = io.BytesIO()
        bare = Image.new(picture.mode, picture.size)
        bare.paste(picture)
        bare.save(buffer, "PNG", compress_level=1)
        return cls(buffer.getvalue())

    @cached_property
    def sha256(self) -> str:
        """Fingerprint of the PNG bytes, 64 hex digits."""
        return hashlib.sha256(self.png).hexdigest()

    @property
    def picture(self) -> Image.Image:
        """The picture, decoded afresh so that nobody can change the plate through it.

        Raises:
            DamagedFile: the bytes are no picture.
        """
        try:
            picture = Image.open(io.BytesIO(self.png))
            picture.load()
        except (OSError, ValueError, SyntaxError) as error:
            raise DamagedFile(
                f"the recipe's input picture cannot be read ({error}). Give it again."
            ) from error
        return picture

    def __repr__(self) -> str:
        return f"Plate({self.sha256[:8]}, {len(self.png)} bytes)"
