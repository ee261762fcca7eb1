import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from sdlab.errors import BadValue
from sdlab.explain.latent import channel_pictures, slerp


def drawn(seed, *shape):
    return torch.randn(*shape or (4, 16, 16), generator=torch.Generator().manual_seed(seed))


def test_the_ends_of_the_arc_are_the_ends():
    start, end = drawn(1), drawn(2)
    assert torch.equal(slerp(start, end, 0), start)
    assert torch.equal(slerp(start, end, 1), end)


@given(st.floats(0, 1), st.integers(0, 50))
@settings(max_examples=60)
def test_what_lies_between_two_noises_is_as_long_as_noise(share, seed):
    start, end = drawn(seed), drawn(seed + 1000)
    between = slerp(start, end, share).norm()
    assert min(start.norm(), end.norm()) * 0.9 < between < max(start.norm(), end.norm()) * 1.1


@given(st.floats(0, 1))
@settings(max_examples=30)
def test_the_way_back_passes_the_same_points(share):
    start, end = drawn(1), drawn(2)
    assert torch.allclose(slerp(start, end, share), slerp(end, start, 1 - share), atol=1e-5)


def test_equal_steps_turn_by_equal_angles():
    start, end = torch.tensor([1.0, 0.0]), torch.tensor([0.0, 1.0])
    third = slerp(start, end, 1 / 3)
    assert torch.allclose(third, torch.tensor([3**0.5 / 2, 0.5]))


def test_ends_in_one_direction_are_mixed_along_the_line():
    start = drawn(1)
    assert torch.allclose(slerp(start, start * 2, 0.5), start * 1.5)


def test_channels_share_one_scale_with_mid_grey_at_zero():
    latents = torch.zeros(3, 2, 2)
    latents[0, 0, 0], latents[1, 0, 0] = 4.0, -2.0
    pictures = channel_pictures(latents, enlarge=4)
    assert [picture.size for picture in pictures] == [(8, 8)] * 3
    assert [picture.getpixel((0, 0)) for picture in pictures] == [255, 64, 128]


def test_what_cannot_be_mixed_or_shown_is_refused():
    with pytest.raises(BadValue, match="from 0 to 1"):
        slerp(drawn(1), drawn(2), 1.1)
    with pytest.raises(BadValue, match="shape"):
        slerp(drawn(1), drawn(2, 4, 8, 8), 0.5)
    with pytest.raises(BadValue, match=r"\[channel, row, column\]"):
        channel_pictures(drawn(1, 1, 4, 8, 8))
