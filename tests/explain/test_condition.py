import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from sdlab.errors import NotOffered, UnknownName
from sdlab.explain.condition import condition_of, is_drawing


@pytest.fixture
def photo():
    ramp = np.tile(np.linspace(60, 200, 64), (64, 1)).astype(np.uint8)
    picture = Image.fromarray(ramp).convert("RGB")
    ImageDraw.Draw(picture).ellipse((12, 12, 50, 50), fill="red")
    return picture


@pytest.fixture
def drawing():
    lines = Image.new("L", (64, 64), 0)
    ImageDraw.Draw(lines).ellipse((12, 12, 50, 50), outline=255, width=2)
    return lines


def test_line_art_is_told_from_photos(photo, drawing):
    assert is_drawing(drawing)
    assert is_drawing(ImageOps.invert(drawing))
    assert not is_drawing(photo)
    assert not is_drawing(Image.new("RGB", (8, 8), "white"))


@pytest.mark.parametrize("kind", ["canny", "scribble", "lineart"])
def test_a_drawing_is_white_lines_on_black(photo, drawing, kind):
    lines = np.asarray(condition_of(photo, kind).convert("L"))
    assert (lines > 128).mean() < 0.3
    assert lines[8:54, 8:54].max() == 255
    assert lines[:4, :4].max() < 64
    for given in (drawing, ImageOps.invert(drawing)):
        assert condition_of(given, kind).convert("L").tobytes() == drawing.tobytes()


def test_scribbles_are_thicker_than_edges(photo):
    thick, thin = (
        np.asarray(condition_of(photo, kind).convert("L")).mean() for kind in ("scribble", "canny")
    )
    assert thick > 1.5 * thin


def test_saying_what_it_is_overrules_its_look(photo, drawing):
    assert condition_of(photo, "canny", drawn=True).convert("L").getpixel((0, 0)) > 0
    assert condition_of(drawing, "canny", drawn=False).convert("L").tobytes() != drawing.tobytes()


def test_maps_that_take_a_detector_are_known_by_their_look_and_photos_refused(photo):
    depth, pose = photo.convert("L"), Image.new("RGB", (64, 64))
    ImageDraw.Draw(pose).line((32, 8, 32, 40, 20, 60), fill=(255, 85, 0), width=3)
    for given, kind in ((depth, "depth"), (pose, "openpose")):
        assert condition_of(given, kind).tobytes() == given.convert("RGB").tobytes()
    for given, kind in ((photo, "depth"), (photo, "openpose"), (pose, "depth"), (depth, "openpose")):
        with pytest.raises(NotOffered, match=r"detector and pass that; .* drawn=True"):
            condition_of(given, kind)
        assert condition_of(given, kind, drawn=True).tobytes() == given.convert("RGB").tobytes()


def test_maps_said_to_be_photos_are_refused(photo):
    assert condition_of(photo, "tile", drawn=False).tobytes() == photo.tobytes()
    with pytest.raises(NotOffered, match="detector"):
        condition_of(photo, "openpose", drawn=False)
    with pytest.raises(UnknownName, match="canny"):
        condition_of(photo, "cany")
