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


def png(picture: Image.Image, side: int) -> bytes:
    """The picture as PNG, its longer side at most `side` pixels."""
    small = picture.convert("RGB")
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    small.save(buffer, "PNG")
    return buffer.getvalue()
