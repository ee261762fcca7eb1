"""Pictures as small bytes for a screen."""

import io

from PIL import Image

VIEW = 1024  # pixels, the longer side of what a control draws
FRAME = 320  # pixels, the longer side of a step's preview
THUMB = 96


def webp(picture: Image.Image, side: int, quality: int = 82) -> bytes:
    """The picture as WebP, its longer side at most `side` pixels."""
    small = picture.convert("RGB")
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    small.save(buffer, "WEBP", quality=quality, method=2)
    return buffer.getvalue()


def webp_exact(picture: Image.Image) -> bytes:
    """The picture as WebP with every pixel as it is, at its own size."""
    buffer = io.BytesIO()
    picture.convert("RGB").save(buffer, "WEBP", lossless=True, quality=0, method=1)
    return buffer.getvalue()
