import io

import numpy as np
import pytest
import torch
from diffusers.image_processor import VaeImageProcessor
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from sdlab.errors import BadValue, DamagedFile
from sdlab.mask import bounding_box, cell_mask, coverage, latent_grid, open_mask, reshape

SIZE = (40, 24)
PAINTED = arrays.arrays(np.bool_, (24, 40)).filter(lambda painted: painted.any())


@pytest.fixture
def square():
    mask = Image.new("L", SIZE, 0)
    mask.paste(255, (10, 6, 20, 16))
    return mask


def test_every_way_of_saying_where_gives_the_same_mask(square, tmp_path):
    levels = np.asarray(square)
    buffer = io.BytesIO()
    square.save(buffer, "PNG")
    square.save(tmp_path / "mask.png")
    layer = Image.new("RGBA", SIZE, (9, 9, 9, 0))
    layer.paste((9, 9, 9, 255), (10, 6, 20, 16))
    sources = [square, levels, levels > 0, levels / 255, buffer.getvalue(), tmp_path / "mask.png", layer,
               square.convert("RGB"), square.convert("1"), (10, 6, 20, 16)]  # fmt: skip
    for source in sources:
        mask = open_mask(source, SIZE)
        assert mask.mode == "L"
        assert mask.tobytes() == square.tobytes()


def test_an_opaque_picture_gives_its_brightness(square):
    assert open_mask(square.convert("RGBA"), SIZE).tobytes() == square.tobytes()


def test_a_mask_of_another_size_is_refused_with_both_sizes(square):
    with pytest.raises(BadValue, match=r"40 × 24.*24 × 24"):
        open_mask(square.crop((0, 0, 24, 24)), SIZE)


def test_an_empty_mask_is_refused():
    for empty in (np.zeros((24, 40), bool), Image.new("L", SIZE, 100)):
        with pytest.raises(BadValue, match="painted somewhere"):
            open_mask(empty, SIZE)


@pytest.mark.parametrize(
    "box",
    [(5, 5, 5, 9), (-1, 0, 4, 4), (0, 0, 41, 4), (9, 9, 2, 2), (0.0, 0, 4, 4), (1, 2, 3), (True, 0, 4, 4)],
)
def test_a_box_that_is_not_inside_the_picture_is_refused(box):
    with pytest.raises(BadValue, match="inside 40 × 24"):
        open_mask(box, SIZE)


def test_bytes_that_are_no_picture_are_damaged():
    with pytest.raises(DamagedFile, match="the mask is no picture"):
        open_mask(b"not a mask", SIZE)


def test_growing_and_shrinking_move_the_rim_by_that_many_pixels(square):
    assert bounding_box(reshape(square, grow=3)) == (7, 3, 23, 19)
    assert bounding_box(reshape(square, grow=-3)) == (13, 9, 17, 13)


def test_shrinking_everything_away_is_refused(square):
    with pytest.raises(BadValue, match="Shrink it by less"):
        reshape(square, grow=-5)


def test_a_mask_reaching_the_picture_edge_has_no_rim_there():
    everything = Image.new("L", SIZE, 255)
    assert reshape(everything, grow=-4, feather=4).getextrema() == (255, 255)
    left = open_mask((0, 0, 10, 24), SIZE)
    feathered = np.asarray(reshape(left, feather=3))
    assert feathered[0, :12].tolist() == [255] * 7 + [191, 128, 64, 0, 0]


@given(PAINTED, st.integers(0, 4), st.integers(0, 9))
@settings(max_examples=60)
def test_feathering_never_reaches_outside_the_grown_mask(painted, grow, feather):
    mask = Image.fromarray(painted.astype(np.uint8) * 255)
    grown = np.asarray(reshape(mask, grow=grow)) > 0
    soft = np.asarray(reshape(mask, grow=grow, feather=feather))
    assert not soft[~grown].any()
    assert soft[grown].all()
    assert grown[painted].all()


@given(PAINTED, st.integers(0, 6))
@settings(max_examples=60)
def test_the_bounding_box_holds_every_painted_pixel_and_lies_inside(painted, padding):
    left, top, right, bottom = bounding_box(Image.fromarray(painted.astype(np.uint8) * 255), padding)
    assert 0 <= left < right <= 40
    assert 0 <= top < bottom <= 24
    assert painted[top:bottom, left:right].sum() == painted.sum()


def test_the_bounding_box_of_nothing_is_refused():
    with pytest.raises(BadValue, match="painted"):
        bounding_box(Image.new("L", SIZE, 0))


@given(PAINTED)
@settings(max_examples=60)
def test_the_pipeline_sees_exactly_the_cells_the_grid_shows(painted):
    mask = cell_mask(Image.fromarray(painted.astype(np.uint8) * 255))
    processor = VaeImageProcessor(
        vae_scale_factor=8, do_normalize=False, do_binarize=True, do_convert_grayscale=True
    )
    seen = torch.nn.functional.interpolate(processor.preprocess(mask), size=(3, 5))[0, 0].numpy() > 0.5
    grid = latent_grid(Image.fromarray(painted.astype(np.uint8) * 255))
    assert (seen == grid).all()
    assert (np.asarray(mask)[painted] == 255).all()


def test_the_grid_of_a_picture_that_is_no_multiple_of_eight_has_a_cell_for_the_rest():
    mask = Image.new("L", (17, 9), 0)
    mask.putpixel((16, 8), 255)
    assert latent_grid(mask).tolist() == [[False, False, False], [False, False, True]]
    assert cell_mask(mask).size == (17, 9)


def test_coverage_is_the_share_of_pixels_that_may_change(square):
    assert coverage(square) == 100 / (40 * 24)
