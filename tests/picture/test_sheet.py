import pytest
from PIL import Image

from sdlab.errors import BadValue
from sdlab.picture import contact_sheet
from sdlab.picture.sheet import GAP


def squares(*colours):
    return [Image.new("RGB", (20, 20), colour) for colour in colours]


def test_pictures_lie_row_by_row():
    sheet = contact_sheet(squares("red", "lime", "blue"), columns=2)
    assert sheet.size == (2 * 20 + 3 * GAP, 2 * 20 + 3 * GAP)
    assert sheet.getpixel((GAP, GAP)) == (255, 0, 0)
    assert sheet.getpixel((2 * GAP + 20, GAP)) == (0, 255, 0)
    assert sheet.getpixel((GAP, 2 * GAP + 20)) == (0, 0, 255)
    assert sheet.getpixel((2 * GAP + 20, 2 * GAP + 20)) == (255, 255, 255)


def test_nine_pictures_make_a_square():
    assert len(set(contact_sheet(squares(*["red"] * 9)).size)) == 1


def test_words_stand_above_and_beside_without_covering_a_picture():
    plain = contact_sheet(squares("red", "red"), columns=1)
    worded = contact_sheet(squares("red", "red"), columns=1, across=["a rather long word"], down=["1", "2"])
    left, top = worded.width - plain.width, worded.height - plain.height
    assert worded.crop((left + GAP, top + GAP, left + GAP + 20, top + GAP + 20)).getcolors() == [
        (400, (255, 0, 0))
    ]
    assert worded.crop((0, 0, worded.width, top)).getextrema()[0][0] < 128
    assert worded.crop((0, top, left, worded.height)).getextrema()[0][0] < 128


@pytest.mark.parametrize(
    "options", [{"columns": 0}, {"across": ["only one"], "columns": 2}, {"down": ["1", "2"], "columns": 2}]
)
def test_what_cannot_be_laid_out_is_refused(options):
    with pytest.raises(BadValue):
        contact_sheet(squares("red", "blue"), **options)


def test_an_empty_sheet_is_refused():
    with pytest.raises(BadValue, match="at least one"):
        contact_sheet([])
