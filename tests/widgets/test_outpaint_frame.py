import pytest
from PIL import Image

from sdlab.errors import BadValue
from sdlab.recipe import Margin
from sdlab.widgets.outpaint_frame import OutpaintFrame


def picture(width=256, height=200):
    return Image.new("RGB", (width, height), "olive")


def test_the_margin_is_what_outpainting_takes_and_the_size_what_comes_of_it():
    frame = OutpaintFrame(picture(), right=64, top=8, overlap=48)
    assert frame.margin == Margin(right=64, top=8, overlap=48)
    assert frame.size == (320, 208)


def test_no_margin_is_none():
    assert OutpaintFrame(picture()).margin is None


def test_a_hand_on_a_handle_is_heard_by_whoever_observes():
    frame, heard = OutpaintFrame(picture()), []
    frame.observe(lambda change: heard.append(change["new"]), "left")
    frame._handle_custom_msg({"kind": "write", "view": "a", "n": 1, "values": {"left": 24}}, [])
    assert heard == [24]
    assert frame.size == (280, 200)


@pytest.mark.parametrize(
    "lie", [{"left": -8}, {"left": 10**9}, {"left": "wide"}, {"overlap": -1}, {"snap": 7}]
)
def test_a_front_end_that_lies_about_sizes_is_refused_with_words(lie):
    frame = OutpaintFrame(picture(), left=16)
    frame._handle_custom_msg({"kind": "write", "view": "a", "n": 1, "values": lie}, [])
    assert frame.trouble
    assert (frame.left, frame.overlap, frame.snap) == (16, 32, 8)


@pytest.mark.parametrize(
    "bad", [{"left": -1}, {"right": 4000}, {"overlap": 513}, {"snap": 16}], ids=lambda bad: next(iter(bad))
)
def test_impossible_margins_are_refused(bad):
    with pytest.raises(BadValue, match=next(iter(bad))):
        OutpaintFrame(picture(), **bad)


def test_the_whole_never_outgrows_what_a_recipe_takes():
    frame = OutpaintFrame(picture(4000, 64), left=90)
    with pytest.raises(BadValue, match="from 0 to 6"):
        frame.right = 7
    frame.picture = picture(4056, 64)
    assert frame.size[0] <= 4096


def test_a_text_file_for_a_picture_is_refused(tmp_path):
    file = tmp_path / "notes.txt"
    file.write_text("once upon a time")
    with pytest.raises(Exception, match="picture"):
        OutpaintFrame(file)
