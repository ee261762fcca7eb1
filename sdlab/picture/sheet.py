"""Many pictures on one: a contact sheet, with words above its columns and beside its rows if wanted."""

from collections.abc import Sequence
from math import ceil, sqrt

from PIL import Image, ImageDraw, ImageFont

from sdlab.errors import BadValue

GAP = 4  # pixels between pictures
INK, PAPER = "#222222", "#ffffff"
_LETTER = 13  # pixels; about the size of a notebook's own text


def contact_sheet(
    pictures: Sequence[Image.Image],
    columns: int | None = None,
    *,
    across: Sequence[str] = (),
    down: Sequence[str] = (),
) -> Image.Image:
    """The pictures row by row on white, as RGB; smaller ones are centred in their cell.

    Args:
        pictures: at least one.
        columns: how many to a row; as near to a square as it goes if left out.
        across: a word for each column.
        down: a word for each row.

    Raises:
        BadValue: no picture, fewer than one column, or a wrong number of words.
    """
    if not pictures:
        raise BadValue("pictures", [], "at least one picture")
    columns = ceil(sqrt(len(pictures))) if columns is None else columns
    if columns < 1:
        raise BadValue("columns", columns, "1 or more")
    rows = ceil(len(pictures) / columns)
    _check_words("across", across, columns)
    _check_words("down", down, rows)
    cell = (max(p.width for p in pictures) + GAP, max(p.height for p in pictures) + GAP)
    left, top = _corner(cell[0], across, down)
    sheet = Image.new("RGB", (left + columns * cell[0], top + rows * cell[1]), PAPER)
    for index, picture in enumerate(pictures):
        row, column = divmod(index, columns)
        sheet.paste(
            picture.convert("RGB"), _centred(picture, (left + column * cell[0], top + row * cell[1]), cell)
        )
    _write(sheet, across, down, (left, top), cell)
    return sheet


def sheet_size(
    largest: tuple[int, int], across: Sequence[str], down: Sequence[str], *, labelled: bool = True
) -> tuple[int, int]:
    """Width and height of a contact sheet with these words, its pictures at most `largest`.

    `labelled=False` counts the rows without writing beside them.
    """
    width, height = largest[0] + GAP, largest[1] + GAP
    left, top = _corner(width, across, down if labelled else ())
    return left + len(across) * width, top + len(down) * height


def _corner(width: int, across: Sequence[str], down: Sequence[str]) -> tuple[int, int]:
    """Where the first cell begins, beside and below the words."""
    return GAP + _label_width(down, width), GAP + (_LETTER + 2 * GAP if across else 0)


def _centred(picture: Image.Image, corner: tuple[int, int], cell: tuple[int, int]) -> tuple[int, int]:
    return (
        corner[0] + (cell[0] - GAP - picture.width) // 2,
        corner[1] + (cell[1] - GAP - picture.height) // 2,
    )


def _check_words(name: str, words: Sequence[str], count: int) -> None:
    if words and len(words) != count:
        raise BadValue(name, list(words), f"{count} words, one each")


def _font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(_LETTER)


def _label_width(words: Sequence[str], most: int) -> int:
    longest = max((_font().getlength(word) for word in words), default=0.0)
    return min(ceil(longest), most) + 2 * GAP if words else 0


def _write(
    sheet: Image.Image,
    across: Sequence[str],
    down: Sequence[str],
    corner: tuple[int, int],
    cell: tuple[int, int],
) -> None:
    pen, font = ImageDraw.Draw(sheet), _font()
    for column, word in enumerate(across):
        middle = corner[0] + column * cell[0] + (cell[0] - GAP) // 2
        pen.text((middle, corner[1] - GAP), _shortened(word, cell[0], font), INK, font, anchor="ms")
    for row, word in enumerate(down):
        middle = corner[1] + row * cell[1] + (cell[1] - GAP) // 2
        pen.text((corner[0] - 2 * GAP, middle), _shortened(word, cell[0], font), INK, font, anchor="rm")


def _shortened(word: str, width: int, font: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> str:
    if font.getlength(word) <= width:
        return word
    while word and font.getlength(word + "…") > width:
        word = word[:-1]
    return word + "…"
