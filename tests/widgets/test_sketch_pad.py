import io
import time

import numpy as np
import pytest
from PIL import Image

from sdlab.errors import BadValue
from sdlab.widgets.sketch_pad import SketchPad


def say(pad, kind, image, **content):
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    numbers = {"number": 1, "part": 0, "parts": 1, "width": image.width, "height": image.height}
    pad._handle_custom_msg({"kind": kind, "from": "a", "view": "a"} | numbers | content, [buffer.getvalue()])


def drawing(width=48, height=32):
    array = np.zeros((height, width, 3), np.uint8)
    array[:, :, 0] = np.arange(width)
    array[10:20, 5:9] = (255, 0, 77)
    return Image.fromarray(array)


def test_a_blank_pad_is_its_background():
    pad = SketchPad(width=48, height=32, background="#FFEEDD")
    assert pad.picture.size == (48, 32)
    assert pad.picture.getcolors() == [(48 * 32, (255, 238, 221))]


def test_what_is_drawn_is_the_picture_to_the_bit():
    pad, heard = SketchPad(width=48, height=32), []
    pad.observe(lambda change: heard.append(change["new"]), "picture")
    say(pad, "sheet", drawing())
    assert pad.picture == drawing()
    assert heard == [drawing()]
    assert pad.revision == 1


def test_a_drawing_of_another_size_or_in_grey_is_refused():
    pad = SketchPad(width=48, height=32)
    say(pad, "sheet", drawing(32, 32))
    assert "48 × 32" in pad.trouble
    pad.trouble = ""
    say(pad, "sheet", drawing().convert("L"), number=2)
    assert "RGB" in pad.trouble
    assert pad.revision == 0


def test_a_picture_set_or_opened_gives_the_pad_its_size():
    pad = SketchPad(drawing())
    assert (pad.width, pad.height) == (48, 32)
    say(pad, "open", drawing(64, 16), what="picture")
    end = time.monotonic() + 20
    while pad.picture.size != (64, 16) and time.monotonic() < end:
        time.sleep(0.01)
    assert (pad.width, pad.height) == (64, 16)


def test_none_makes_it_blank_again():
    pad = SketchPad(drawing())
    pad.picture = None
    assert pad.picture.getcolors() == [(48 * 32, (255, 255, 255))]


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", ""])
def test_a_colour_that_is_none_is_refused(colour):
    with pytest.raises(BadValue, match="#ff8800"):
        SketchPad().colour = colour
    with pytest.raises(BadValue, match="#ff8800"):
        SketchPad(background=colour)
