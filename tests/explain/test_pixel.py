import numpy as np
import pytest
import torch
from diffusers.image_processor import VaeImageProcessor
from PIL import Image

from sdlab.errors import BadValue
from sdlab.explain.pixel import to_pictures, to_share, to_tensor


@pytest.fixture
def every_level():
    levels = np.arange(256, dtype=np.uint8).reshape(16, 16)
    return Image.fromarray(np.stack([levels, levels[::-1], levels.T], axis=-1))


def test_tensors_are_those_of_diffusers(every_level):
    expected = VaeImageProcessor(vae_scale_factor=8).preprocess(every_level)
    assert torch.equal(to_tensor(every_level), expected)


def test_pictures_are_those_of_diffusers():
    tensor = torch.randn(2, 3, 16, 24, generator=torch.Generator().manual_seed(1))
    expected = VaeImageProcessor().postprocess(tensor, output_type="pil")
    for ours, theirs in zip(to_pictures(tensor), expected, strict=True):
        assert ours.tobytes() == theirs.tobytes()


def test_there_and_back_changes_no_pixel(every_level):
    assert to_pictures(to_tensor([every_level, every_level]))[1].tobytes() == every_level.tobytes()


def test_half_precision_comes_back_within_a_level(every_level):
    back = to_pictures(to_tensor(every_level).half())[0]
    assert np.abs(np.asarray(back, int) - np.asarray(every_level, int)).max() <= 1


def test_a_mask_becomes_a_share_from_nought_to_one():
    mask = Image.new("L", (4, 2), 0)
    mask.putpixel((3, 1), 255)
    share = to_share(mask)
    assert share.shape == (1, 1, 2, 4)
    assert share[0, 0, 1, 3] == 1
    assert share.sum() == 1


def test_pictures_of_two_sizes_and_odd_tensors_are_refused():
    with pytest.raises(BadValue, match="one size"):
        to_tensor([Image.new("RGB", (8, 8)), Image.new("RGB", (8, 9))])
    with pytest.raises(BadValue, match="pictures"):
        to_tensor([])
    with pytest.raises(BadValue, match=r"\[batch, 3, row, column\]"):
        to_pictures(torch.zeros(3, 8, 8))
    with pytest.raises(BadValue, match="float32"):
        to_pictures(torch.full((1, 3, 8, 8), float("nan")))
