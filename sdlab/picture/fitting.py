"""Pictures of any size brought to a size a model can paint, by one rule.

The rule: the picture is scaled until it covers the wanted size, and what juts out is cut off equally on both
sides. Without a wanted size it keeps its proportions, at about as many pixels as the model's native square,
each side rounded to the nearest multiple of 8; but one whose sides are multiples of 8 already, with half to
2.25 times those pixels, keeps its size. A picture that has the wanted size is not touched.
"""

from PIL import Image

from sdlab.recipe.check import check_side

_KEPT = (0.5, 2.25)  # what a model trained at one size still paints well, in shares of its pixels
GRID = 8  # pixels per latent
LEAST = 64  # the shortest side a recipe takes
MOST = 4096


def fitted_size(size: tuple[int, int], native: int) -> tuple[int, int]:
    """The legal (width, height) nearest in shape to `size` with about native × native pixels, by that rule.

    Proportions beyond 1 : 4 are kept only as far as both sides stay legal.
    """
    width, height = size
    if size == (legal_side(width), legal_side(height)) and _KEPT[0] <= width * height / native**2 <= _KEPT[1]:
        return size
    scale = (native * native / (width * height)) ** 0.5
    return legal_side(width * scale), legal_side(height * scale)


def legal_side(side: float) -> int:
    """The multiple of 8 from 64 to 4096 nearest to `side`."""
    return min(max(round(side / GRID) * GRID, LEAST), MOST)


def fit(
    picture: Image.Image, width: int | None = None, height: int | None = None, *, native: int = 512
) -> Image.Image:
    """The picture at width × height by the rule above; a side left out follows from the other or `native`.

    Raises:
        BadValue: a side that is no multiple of 8 from 64 to 4096.
    """
    size = wanted_size(picture.size, width, height, native)
    if size == picture.size:
        return picture.copy()
    return _cover(picture, size)


def wanted_size(size: tuple[int, int], width: int | None, height: int | None, native: int) -> tuple[int, int]:
    """The (width, height) that `fit` brings a picture of `size` to."""
    for name, side in (("width", width), ("height", height)):
        if side is not None:
            check_side(name, side)
    if width is None and height is None:
        return fitted_size(size, native)
    if width is None:
        width = legal_side((height or 0) * size[0] / size[1])
    if height is None:
        height = legal_side(width * size[1] / size[0])
    return width, height


def _cover(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    scale = max(size[0] / picture.width, size[1] / picture.height)
    across, down = size[0] / scale, size[1] / scale
    left, top = (picture.width - across) / 2, (picture.height - down) / 2
    box = (max(left, 0), max(top, 0), min(left + across, picture.width), min(top + down, picture.height))
    return picture.resize(size, Image.Resampling.LANCZOS, box=box)
