import contextlib
import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from sdlab.errors import BadValue, DamagedFile
from sdlab.picture import open_picture


def file_of(picture, kind="PNG", **options):
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def png_header(width, height):
    """The start of a PNG that claims a size and holds nothing."""
    chunks = [b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0), b"IDAT"]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in chunks
    )


@pytest.fixture
def colours():
    generator = np.random.default_rng(3)
    return Image.fromarray(generator.integers(0, 256, (6, 9, 3), dtype=np.uint8))


def test_path_bytes_picture_and_array_are_the_same_picture(colours, tmp_path):
    path = tmp_path / "colours.png"
    colours.save(path)
    for source in (path, str(path), path.read_bytes(), colours, np.asarray(colours)):
        opened = open_picture(source)
        assert opened.mode == "RGB"
        assert opened.tobytes() == colours.tobytes()


def test_the_opened_picture_is_a_copy(colours):
    before = colours.tobytes()
    open_picture(colours).paste("red", (0, 0, 4, 4))
    assert colours.tobytes() == before


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_turned_upright(orientation):
    upright = Image.new("RGB", (16, 8), "white")
    upright.paste("black", (0, 0, 8, 4))
    turn = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Pillow's transposition that undoes each orientation
    stored = upright.transpose(Image.Transpose(turn[orientation])) if orientation > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    opened = open_picture(file_of(stored, exif=exif))
    assert opened.tobytes() == upright.tobytes()


def test_transparency_lies_over_white():
    layer = Image.new("RGBA", (2, 1), (255, 0, 0, 128))
    layer.putpixel((1, 0), (0, 0, 0, 0))
    opened = open_picture(layer)
    assert opened.getpixel((0, 0)) == (255, 127, 127)
    assert opened.getpixel((1, 0)) == (255, 255, 255)


def test_a_palette_with_a_transparent_colour_lies_over_white():
    palette = Image.new("P", (2, 1), 0)
    palette.putpalette([200, 0, 0, 0, 0, 200])
    palette.putpixel((1, 0), 1)
    opened = open_picture(file_of(palette, transparency=0))
    assert opened.getpixel((0, 0)) == (255, 255, 255)
    assert opened.getpixel((1, 0)) == (0, 0, 200)


@pytest.mark.parametrize(
    "mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "HSV", "LAB", "I", "F", "I;16"]
)
def test_every_mode_opens(mode):
    opened = open_picture(Image.new(mode, (5, 4)))
    assert (opened.mode, opened.size) == ("RGB", (5, 4))


def test_sixteen_bits_become_eight_by_scaling_not_clipping():
    deep = np.array([[0, 257 * 200, 65535]], dtype=np.uint16)
    for source in (deep, Image.fromarray(deep), file_of(Image.fromarray(deep))):
        assert np.asarray(open_picture(source))[0, :, 0].tolist() == [0, 200, 255]


def test_of_an_animation_the_first_frame_counts():
    buffer, frames = io.BytesIO(), [Image.new("RGB", (20, 10), colour) for colour in ("red", "blue")]
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    assert open_picture(buffer.getvalue()).getpixel((5, 5)) == (255, 0, 0)


def test_cmyk_keeps_its_colours():
    opened = open_picture(file_of(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG"))
    red, green, blue = opened.getpixel((4, 4))
    assert red > 200
    assert max(green, blue) < 60


@pytest.mark.parametrize(
    ("array", "level"),
    [
        (np.full((2, 2), True), 255),
        (np.full((2, 2), 0.5), 128),
        (np.full((2, 2, 1), 7, dtype=np.uint8), 7),
        (np.full((2, 2, 3), 9, dtype=np.int64), 9),
        (np.full((2, 2, 4), 1.0, dtype=np.float32), 255),
    ],
)
def test_arrays_of_many_kinds_open(array, level):
    assert open_picture(array).getpixel((1, 1)) == (level, level, level)


@pytest.mark.parametrize(
    "array",
    [
        np.zeros(4),
        np.zeros((2, 2, 2)),
        np.zeros((0, 4, 3)),
        np.zeros((1, 2, 2, 3)),
        np.full((2, 2), 1.5),
        np.full((2, 2), np.nan),
        np.full((2, 2), -1),
        np.full((2, 2), 300),
        np.array([["a", "b"]]),
    ],
)
def test_arrays_that_are_no_picture_are_refused(array):
    with pytest.raises(BadValue, match="picture"):
        open_picture(array)


def test_what_holds_no_picture_is_refused_with_the_reason(tmp_path):
    text = tmp_path / "notes.png"
    text.write_text("Dear diary", encoding="utf-8")
    with pytest.raises(DamagedFile, match=r"notes\.png is no picture"):
        open_picture(text)
    with pytest.raises(DamagedFile, match="is no picture"):
        open_picture(b"")
    with pytest.raises(BadValue, match="existing file"):
        open_picture(tmp_path / "absent.png")
    with pytest.raises(BadValue, match="Download it"):
        open_picture("https://example.org/a.png")
    with pytest.raises(BadValue, match="a path"):
        open_picture(None)


def test_a_file_cut_short_is_damaged(colours):
    whole = file_of(colours.resize((64, 64)))
    with pytest.raises(DamagedFile, match="cut short"):
        open_picture(whole[: len(whole) // 2])


@pytest.mark.parametrize(("width", "height"), [(10_000, 6_000), (14_000, 14_000), (60_000, 60_000)])
def test_sixty_megapixels_and_bombs_are_refused_before_they_are_decoded(width, height):
    with pytest.raises(BadValue, match="50 million pixels"):
        open_picture(png_header(width, height))


@given(st.binary(max_size=200), st.integers(0, 120))
@settings(max_examples=150)
def test_no_bytes_break_it(noise, at):
    whole = file_of(Image.new("RGB", (4, 4), "red"))
    with contextlib.suppress(DamagedFile, BadValue):
        open_picture(whole[:at] + noise)
