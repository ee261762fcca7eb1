"""How like two pictures are: measured values on pictures whose difference is known."""

import numpy as np
import pytest

from sdlab.course.regression.likeness import NEAR, SAME, Tolerance, decode, measure
from sdlab.errors import BadValue


@pytest.fixture
def grey():
    ramp = np.add.outer(np.arange(64.0), np.arange(64.0)) * 2
    return np.repeat(ramp[..., None], 3, axis=2)


def test_a_picture_is_like_itself(grey):
    likeness = measure(grey, grey)
    assert (likeness.ssim, likeness.mae, likeness.spot) == (1.0, 0.0, 0.0)
    assert likeness.meets(NEAR)


def test_one_level_in_one_pixel_of_twenty_is_the_same_picture(grey):
    wobble = grey + (np.random.default_rng(0).random(grey.shape) < 0.05)
    assert measure(grey, wobble).meets(NEAR)


def test_a_small_square_that_changed_fails_by_its_spot_alone(grey):
    changed = grey.copy()
    changed[8:16, 8:16] += 3
    likeness = measure(grey, changed)
    assert likeness.mae < SAME.mae
    assert likeness.ssim > SAME.ssim
    assert likeness.spot == pytest.approx(3)
    assert not likeness.meets(SAME)


def test_noise_of_eight_levels_fails(grey):
    noisy = grey + np.random.default_rng(0).normal(0, 8, grey.shape)
    assert not measure(grey, noisy).meets(SAME)


@pytest.mark.parametrize("side", [1, 2, 5, 9])
def test_tiny_pictures_are_measured_too(side):
    a = np.zeros((side, side, 3))
    assert measure(a, a).meets(SAME)
    assert not measure(a, a + 40).meets(SAME)


def test_transparency_is_laid_on_white(notes):
    clear = np.zeros((4, 4, 4), np.uint8)
    assert decode(notes.png(clear)).min() == 255


def test_a_notebook_may_ask_for_another_tolerance():
    assert SAME.but({"ssim": 0.9}) == Tolerance(ssim=0.9)
    with pytest.raises(BadValue, match="mae, spot, ssim"):
        SAME.but({"psnr": 30})
    with pytest.raises(BadValue, match="numbers"):
        SAME.but({"mae": "none"})
