import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from sdlab.errors import BadValue
from sdlab.picture import fit, fitted_size


@given(st.integers(1, 6000), st.integers(1, 6000), st.sampled_from([128, 512, 1024]))
@settings(max_examples=200)
def test_a_fitted_size_is_legal_and_about_native_in_area(width, height, native):
    fitted = fitted_size((width, height), native)
    assert all(side % 8 == 0 and 64 <= side <= 4096 for side in fitted)
    if 0.5 <= width / height <= 2 and fitted != (width, height):
        assert 0.85 < fitted[0] * fitted[1] / native**2 < 1.15
        assert abs(fitted[0] / fitted[1] - width / height) < 0.1 * width / height


@given(st.integers(1, 90), st.integers(1, 90), st.sampled_from([64, 72, 128]), st.sampled_from([64, 80]))
@settings(max_examples=40)
def test_a_picture_of_any_size_comes_out_as_wanted(width, height, to_width, to_height):
    assert fit(Image.new("RGB", (width, height)), to_width, to_height).size == (to_width, to_height)


def test_a_picture_of_the_wanted_size_keeps_every_pixel():
    picture = Image.fromarray(np.random.default_rng(1).integers(0, 256, (128, 128, 3), dtype=np.uint8))
    assert fit(picture, native=128).tobytes() == picture.tobytes()


def test_what_juts_out_is_cut_equally_on_both_sides():
    wide = Image.new("RGB", (300, 100), "white")
    wide.paste("red", (0, 0, 100, 100))
    wide.paste("blue", (200, 0, 300, 100))
    square = fit(wide, 64, 64)
    assert square.getpixel((5, 32)) == square.getpixel((58, 32)) == (255, 255, 255)


def test_a_side_left_out_follows_the_other():
    assert fit(Image.new("RGB", (200, 100)), width=128).size == (128, 64)
    assert fit(Image.new("RGB", (200, 100)), height=128).size == (256, 128)


def test_the_native_size_rules_when_no_side_is_given():
    assert fit(Image.new("RGB", (4000, 3000)), native=512).size == (592, 440)
    assert fit(Image.new("RGB", (30, 30)), native=128).size == (128, 128)


@pytest.mark.parametrize("width", [63, 100, 0, -8, 5000])
def test_a_side_no_model_paints_is_refused(width):
    with pytest.raises(BadValue, match="multiple of 8"):
        fit(Image.new("RGB", (64, 64)), width=width)


@pytest.mark.parametrize(("size", "fitted"), [
    ((256, 128), (256, 128)), ((192, 192), (192, 192)), ((200, 192), (128, 128)), ((192, 72), (192, 72)),
    ((250, 128), (176, 88)), ((64, 64), (128, 128)),
])  # fmt: skip
def test_a_legal_picture_near_the_native_size_keeps_its_own(size, fitted):
    assert fitted_size(size, 128) == fitted
