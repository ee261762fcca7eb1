"""A picture taken from a file that a person opens."""

import io

import pytest
from fake import FakeEngine
from front_end import FrontEnd
from PIL import Image

from sdlab.errors import SdlabError
from sdlab.widgets import PictureWell, panel


def file_of(picture, kind="PNG"):
    buffer = io.BytesIO()
    picture.save(buffer, kind)
    return buffer.getvalue()


def send(part, data, number=1):
    content = {"kind": "open", "from": "one", "number": number, "part": 0, "parts": 1}
    part._handle_custom_msg(content, [data])


def test_a_file_becomes_the_picture_and_is_shown(eventually):
    well = PictureWell()
    send(well, file_of(Image.new("RGB", (100, 60), "red"), "JPEG"))
    eventually(lambda: well.picture is not None, "the picture")
    assert well.picture.size == (100, 60)
    eventually(lambda: well.extent == "100 × 60 pixels", "its size")
    eventually(lambda: well.preview.startswith(b"RIFF"), "the preview")
    well.picture = None
    assert (well.preview, well.extent) == (b"", "")


def test_what_is_no_picture_is_refused_in_words_and_the_old_one_stays(eventually):
    well = PictureWell(Image.new("RGB", (64, 64)))
    send(well, b"just a text")
    eventually(lambda: well.trouble, "the words")
    assert well.picture.size == (64, 64)
    send(well, file_of(Image.new("RGB", (80, 80))), number=2)
    eventually(lambda: well.picture.size == (80, 80), "the next picture")
    assert well.trouble == ""
    with pytest.raises(SdlabError):
        well.picture = b"just a text"


@pytest.mark.parametrize("task", ["image_to_image", "outpaint", "upscale"])
def test_an_opened_picture_is_what_the_panel_works_on(task, eventually):
    desk = panel(FakeEngine(), task)
    desk.prompt.prompt = "at night"
    send(desk.intake.well, file_of(Image.new("RGB", (128, 128), "red")))
    eventually(lambda: desk.recipe is not None, "the recipe")
    assert desk.run().recipe.start.picture.picture.getpixel((5, 5)) == (255, 0, 0)
    FrontEnd(desk.results).post("reuse")
    assert desk.picture.size == (128, 128)


def test_a_picture_opened_for_inpainting_is_shown_by_the_painter_alone(eventually):
    desk = panel(FakeEngine(), "inpaint", Image.new("RGB", (128, 128), "red"))
    well, painter = desk.intake.well, desk.intake.painter
    assert (well.preview, well.extent) == (b"", "128 × 128 pixels")
    send(well, file_of(Image.new("RGB", (96, 64), "blue")))
    eventually(lambda: desk.picture.size == (96, 64), "the picture")
    assert (painter.width, painter.height, desk.mask.size) == (96, 64, (96, 64))
    eventually(lambda: well.extent == "96 × 64 pixels", "its size")
