import io
import time

import numpy as np
import pytest
from PIL import Image

from sdlab.errors import BadValue, DamagedFile
from sdlab.widgets.mask_painter import MaskPainter


def png(image):
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


class Front:
    """What a browser would say, and what it is told."""

    def __init__(self, painter, name="front"):
        self.painter, self.name, self.told, self.number = painter, name, [], 0
        painter.send = lambda content, buffers=None: self.told.append((content, list(buffers or ())))

    def say(self, kind, buffers=(), **content):
        content = {"kind": kind, "from": self.name, "view": self.name} | content
        self.painter._handle_custom_msg(content, list(buffers))

    def paint(self, array, part_size=200_000, **lies):
        claims = {"width": array.shape[1], "height": array.shape[0]} | lies
        self.send_file("sheet", png(Image.fromarray(array)), part_size, **claims)

    def send_file(self, kind, file, part_size=200_000, **content):
        self.number += 1
        pieces = [file[i : i + part_size] for i in range(0, len(file), part_size)]
        for index, piece in enumerate(pieces):
            numbers = {"number": self.number, "part": index, "parts": len(pieces)}
            self.say(kind, [piece], **(numbers | content))

    def heard(self, kind):
        return [(content, buffers) for content, buffers in self.told if content["kind"] == kind]


def wait(true, seconds=20):
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.01)
    assert true()


def square(size=64, left=8, top=16, side=20):
    array = np.zeros((size, size), np.uint8)
    array[top : top + side, left : left + side] = 255
    return array


def picture(width=64, height=64):
    return Image.new("RGB", (width, height), "teal")


@pytest.fixture
def painter():
    return MaskPainter(picture())


@pytest.fixture
def front(painter):
    return Front(painter)


def test_what_is_painted_is_the_mask_to_the_byte_and_is_acknowledged(painter, front):
    painted = np.arange(4096, dtype=np.uint8).reshape(64, 64)
    front.paint(painted, part_size=100)
    assert (painter.mask_array == painted).all()
    assert painter.mask.mode == "L"
    assert front.heard("taken")[0][0].items() >= {"to": "front", "number": 1}.items()


def test_every_stroke_is_heard_by_whoever_observes(painter, front):
    heard = []
    painter.observe(lambda change: heard.append(np.asarray(change["new"]).sum()), "mask")
    front.paint(square(side=1))
    front.paint(square(side=2))
    assert heard == [255, 4 * 255]
    assert painter.coverage == 4 / 4096


def test_a_stroke_is_taken_without_a_look_at_all_the_pixels(painter, front, monkeypatch):
    monkeypatch.setattr(Image.Image, "__eq__", lambda *_: pytest.fail("two whole pictures were compared"))
    front.paint(square(side=1))
    front.paint(square(side=1))
    assert painter.revision == 2


def test_a_mask_that_python_sets_reaches_the_page_as_a_step_and_a_painted_one_is_not_echoed(painter, front):
    front.say("fetch")
    wait(lambda: front.heard("sheet"))
    assert front.heard("sheet")[0][0]["to"] == "front"
    painter.mask = square()
    wait(lambda: len(front.heard("sheet")) == 2)
    content, (file,) = front.heard("sheet")[1]
    assert "to" not in content
    assert (np.asarray(Image.open(io.BytesIO(file))) == square()).all()
    front.paint(square(side=3))
    painter.later(lambda: painter.tell("mark"))
    wait(lambda: front.heard("mark"))
    assert len(front.heard("sheet")) == 2


def test_a_second_view_is_shown_what_the_first_painted(painter, front):
    front.say("fetch")
    front.say("fetch", **{"from": "other"})
    front.paint(square(side=5)[16:21, 8:13], width=64, height=64, box=[8, 16, 13, 21])
    wait(lambda: any(content.get("from") == "front" for content, _ in front.heard("sheet")))
    shown = Image.open(io.BytesIO(front.heard("sheet")[-1][1][0]))
    assert (np.asarray(shown) == square(side=5)).all()


def test_a_stroke_sends_the_box_it_changed_and_the_rest_of_the_mask_stays(painter, front):
    painter.mask = square()
    handed_out = painter.mask
    stroke = np.full((3, 5), 200, np.uint8)
    front.paint(stroke, width=64, height=64, box=[50, 60, 55, 63])
    wanted = square()
    wanted[60:63, 50:55] = 200
    assert (painter.mask_array == wanted).all()
    assert (np.asarray(handed_out) == square()).all(), "a mask once read does not change under its reader"


@pytest.mark.parametrize(
    "form", [square(), square() > 0, Image.fromarray(square()), (8, 16, 28, 36), square() / 255.0]
)
def test_a_mask_may_be_set_in_any_form(painter, form):
    painter.mask = form
    assert (painter.mask_array == square()).all()


def test_none_and_an_empty_array_clear_the_mask(painter):
    for empty in (None, np.zeros((64, 64), np.uint8)):
        painter.mask_array = square()
        painter.mask = empty
        assert painter.coverage == 0


def test_a_mask_of_another_size_is_refused_and_the_old_one_stays(painter):
    painter.mask = square()
    with pytest.raises(BadValue, match="64 × 64"):
        painter.mask = square(32, 2, 2, 5)
    assert (painter.mask_array == square()).all()


def test_grow_and_feather_leave_the_painted_mask_alone(painter):
    painter.mask = square()
    painter.grow, painter.feather = 3, 2
    assert (painter.mask_array == square()).all()
    assert np.count_nonzero(painter.reshaped) > 20 * 20
    painter.grow = painter.feather = 0
    assert painter.reshaped == painter.mask


def test_the_page_previews_what_the_model_gets(painter, front):
    painter.mask = square()
    painter.model_view = True
    wait(lambda: any(content.get("cell") == 8 for content, _ in front.heard("preview")))
    content, (file,) = front.heard("preview")[-1]
    cells = np.asarray(Image.open(io.BytesIO(file)))
    assert cells.shape == (8, 8)
    assert np.argwhere(cells).min(0).tolist() == [2, 1]
    assert np.argwhere(cells).max(0).tolist() == [4, 3]
    painter.model_view = False
    assert front.heard("preview")[-1] == ({"kind": "preview", "n": content["n"] + 1}, [])


def test_a_grown_mask_is_previewed_as_inpainting_gets_it(painter, front):
    painter.mask = square()
    painter.grow = 4
    wait(lambda: any(buffers for _, buffers in front.heard("preview")))
    cells = np.asarray(Image.open(io.BytesIO(front.heard("preview")[-1][1][0])))
    assert (cells == np.asarray(painter.reshaped)).all()


def test_shrinking_the_whole_mask_away_is_said_in_the_widget(painter):
    painter.mask = square()
    painter.grow = -40
    wait(lambda: "Shrink it by less" in painter.trouble)


def test_another_picture_of_the_same_size_keeps_the_mask_and_of_another_clears_it(painter):
    painter.mask = square()
    painter.picture = Image.new("RGB", (64, 64), "red")
    assert painter.coverage > 0
    painter.picture = picture(80, 48)
    assert painter.mask.size == (80, 48)
    assert (painter.width, painter.height, painter.coverage) == (80, 48, 0)
    painter.picture = None
    assert painter.backdrop == b""


def test_a_large_picture_is_shown_small_and_masked_at_full_size():
    painter = MaskPainter(picture(4096, 2048))
    assert painter.mask.size == (4096, 2048)
    wait(lambda: painter.backdrop)
    assert Image.open(io.BytesIO(painter.backdrop)).size == (2048, 1024)
    mask = np.zeros((2048, 4096), np.uint8)
    mask[1000:1003, 4000] = 255
    Front(painter).paint(mask)
    assert (painter.mask_array == mask).all()


# --- a front end that lies, or breaks -----------------------------------------------------------------------


def test_a_mask_whose_size_is_a_lie_is_refused_before_it_is_unpacked(painter, front):
    painter.mask = square()
    front.paint(np.zeros((32, 32), np.uint8))
    assert "64 × 64" in painter.trouble
    front.paint(np.zeros((32, 32), np.uint8), width=64, height=64)
    assert "64 × 64" in painter.trouble
    front.paint(np.zeros((64, 64, 3), np.uint8))
    assert (painter.mask_array == square()).all()


@pytest.mark.parametrize(
    "box",
    [
        [0, 0, 65, 10],
        [-1, 0, 5, 5],
        [5, 5, 5, 9],
        [9, 0, 3, 5],
        [0, 0, 5],
        [0, 0, True, 5],
        "all",
        None,
        [0.5, 0, 5, 5],
    ],
)
def test_a_box_that_cannot_be_is_refused(painter, front, box):
    painter.mask = square()
    front.paint(np.full((5, 5), 255, np.uint8), width=64, height=64, box=box)
    assert "inside 64 × 64" in painter.trouble
    assert (painter.mask_array == square()).all()


def test_a_box_of_another_size_than_its_picture_is_refused(painter, front):
    front.paint(np.full((5, 5), 255, np.uint8), width=64, height=64, box=[0, 0, 5, 6])
    assert "5 × 6" in painter.trouble
    assert painter.coverage == 0


def test_bytes_that_are_no_png_are_refused_with_words(painter, front):
    painter.mask = square()
    for file in (b"hello, this is text" * 9, b""):
        front.send_file("sheet", file or b"x", width=64, height=64)
        assert "no PNG" in painter.trouble
    front.send_file("sheet", png(Image.fromarray(square()))[:-40], width=64, height=64)
    assert painter.trouble.startswith("what was painted arrived damaged")
    assert (painter.mask_array == square()).all()


def test_a_bomb_of_a_header_is_refused(painter, front):
    file = bytearray(png(Image.fromarray(square())))
    file[16:24] = (60_000).to_bytes(4, "big") * 2
    front.send_file("sheet", bytes(file), width=64, height=64)
    assert "60000 × 60000" in painter.trouble


def test_a_stroke_cut_off_in_the_middle_leaves_the_mask_and_the_next_one_counts(painter, front):
    painter.mask = square()
    front.say("sheet", [b"\x89PNG"], number=1, part=0, parts=9, width=64, height=64)
    assert (painter.mask_array == square()).all()
    front.number = 1
    front.paint(square(side=5))
    assert (painter.mask_array == square(side=5)).all()


def test_an_older_stroke_that_arrives_late_does_not_undo_a_newer_one(painter, front):
    front.number = 7
    front.paint(square(side=5))
    front.number = 3
    front.paint(square(side=9))
    assert (painter.mask_array == square(side=5)).all()


def test_five_thousand_strokes_are_all_counted():
    painter = MaskPainter(width=16, height=16)
    front = Front(painter)
    files = [png(Image.new("L", (16, 16), level)) for level in (0, 255)]
    for stroke in range(1, 5001):
        front.send_file("sheet", files[stroke % 2], width=16, height=16)
    assert painter.revision == 5000
    assert len(front.heard("taken")) == 5000


# --- opening files ------------------------------------------------------------------------------------------


def test_an_opened_mask_is_brought_to_the_pictures_size(painter, front):
    front.send_file("open", png(Image.fromarray(square()).resize((128, 128), 0)), what="mask")
    wait(lambda: painter.coverage > 0)
    assert ((painter.mask_array > 127) == (square() > 127)).mean() > 0.98


def test_an_opened_mask_may_lie_in_the_alpha_channel(painter, front):
    image = picture().convert("RGBA")
    image.putalpha(Image.fromarray(square()))
    front.send_file("open", png(image), what="mask")
    wait(lambda: painter.coverage > 0)
    assert (painter.mask_array == square()).all()


def test_an_opened_mask_of_another_shape_is_refused(painter, front):
    front.send_file("open", png(Image.new("L", (64, 32), 255)), what="mask")
    wait(lambda: "shape" in painter.trouble)
    assert painter.coverage == 0


def test_an_opened_picture_becomes_the_picture(painter, front):
    front.send_file("open", png(picture(40, 30)), what="picture")
    wait(lambda: painter.picture.size == (40, 30))
    assert painter.mask.size == (40, 30)


def test_text_as_a_picture_and_sixty_megapixels_are_refused_with_words(painter, front):
    front.send_file("open", b"once upon a time", what="picture")
    wait(lambda: "picture" in painter.trouble)
    painter.trouble = ""
    front.send_file("open", png(Image.new("1", (10_000, 6_000))), what="picture")
    wait(lambda: "50 million pixels" in painter.trouble)
    assert painter.picture.size == (64, 64)


@pytest.mark.parametrize("side", [0, -1, 5000, 1.5, True])
def test_a_sheet_of_an_impossible_size_is_refused(side):
    with pytest.raises(BadValue, match="from 1 to 4096"):
        MaskPainter(width=side)


def test_damaged_files_and_lies_raise_our_own_errors():
    painter = MaskPainter(width=8, height=8)
    with pytest.raises(DamagedFile):
        painter._checked(b"", (8, 8))
