import numpy as np
import pytest
import torch
from diffusers import UNet2DConditionModel
from PIL import Image

from sdlab.engine import Token
from sdlab.errors import BadValue
from sdlab.explain.attention import AttentionLog, HeatMap, watch_attention

PROMPT = "a red-nosed dog's (ball:1.2)"
TOKENS = [Token(text=PROMPT[start:end], start=start, end=end, is_read=True)
          for start, end in [(0, 1), (2, 5), (5, 6), (6, 11), (12, 15), (15, 17), (19, 23)]]  # fmt: skip


@pytest.fixture(scope="module")
def unet():
    torch.manual_seed(0)
    return UNet2DConditionModel(
        cross_attention_dim=12, block_out_channels=(16, 32), layers_per_block=1, norm_num_groups=8,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"), attention_head_dim=2,
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
    ).eval().requires_grad_(False)  # fmt: skip


@pytest.fixture(scope="module")
def asked():
    generator = torch.Generator().manual_seed(1)
    return torch.randn(2, 4, 8, 16, generator=generator), 500, torch.randn(2, 10, 12, generator=generator)


def test_watching_changes_the_answer_by_rounding_only_and_leaves_no_trace(unet, asked):
    before = unet(*asked).sample
    processors = dict(unet.attn_processors)
    with watch_attention(unet):
        watched = unet(*asked).sample
    assert torch.allclose(before, watched, atol=1e-5)
    assert unet.attn_processors == processors
    assert torch.equal(before, unet(*asked).sample)


def test_it_leaves_no_trace_after_a_fault_either(unet, asked):
    processors = dict(unet.attn_processors)
    with pytest.raises(RuntimeError), watch_attention(unet):
        unet(asked[0], 500, torch.zeros(2, 10, 11))
    assert unet.attn_processors == processors


def test_the_shares_of_all_tokens_add_up_to_one_everywhere(unet, asked):
    with watch_attention(unet) as log:
        unet(*asked)
        unet(*asked)
    maps = log.token_maps()
    assert maps.shape == (10, 8, 16)
    assert np.allclose(maps.sum(axis=0), 1, atol=1e-5)
    assert log.token_maps(size=(4, 4)).shape == (10, 4, 4)


def test_each_of_the_batch_has_maps_of_its_own(unet, asked):
    with watch_attention(unet) as log:
        unet(*asked)
    with watch_attention(unet) as alone:
        unet(asked[0][:1], 500, asked[2][:1])
    assert np.allclose(log.token_maps(0), alone.token_maps(0), atol=1e-5)
    assert not np.allclose(log.token_maps(0), log.token_maps(1), atol=1e-3)


def test_a_token_that_all_listen_to_is_seen_where_it_is_heard():
    log = AttentionLog()
    share = torch.zeros(1, 2, 4, 3)
    share[:, :, :3, 0], share[:, :, 3, 2] = 1, 1
    log.add(share, (2, 2))
    assert log.token_maps().tolist()[2] == [[0, 0], [0, 1]]


def test_maps_are_aligned_to_words_over_their_tokens():
    log = AttentionLog()
    log.add(torch.arange(10.0).reshape(1, 1, 1, 10), (1, 1))
    maps = log.word_maps(PROMPT, TOKENS)
    assert [(each.word, each.start) for each in maps[:4]] == [
        ("a", 0),
        ("red-nosed", 2),
        ("dog's", 12),
        ("ball", 19),
    ]
    assert [float(each.share[0, 0]) for each in maps[:4]] == [1, 3, 5.5, 7]


def test_words_that_fell_off_the_end_have_no_map():
    log = AttentionLog()
    log.add(torch.ones(1, 1, 1, 10), (1, 1))
    unread = [
        Token(text=token.text, start=token.start, end=token.end, is_read=token.start < 6) for token in TOKENS
    ]
    assert [each.word for each in log.word_maps(PROMPT, unread)] == ["a", "red-nosed"]


def test_an_empty_log_says_how_to_fill_it():
    with pytest.raises(BadValue, match="watch_attention"):
        AttentionLog().token_maps()


def test_a_heat_map_colours_the_place_it_means():
    share = np.zeros((2, 2), np.float32)
    share[0, 1] = 0.2
    heat = HeatMap("dog", 0, share)
    assert heat.relative.max() == 1
    shown = heat.over(Image.new("RGB", (32, 32), "white"))
    assert shown.size == (32, 32)
    red, _, blue = shown.getpixel((30, 1))
    assert red - blue > 150
    assert shown.getpixel((1, 30)) == (255, 255, 255)
    assert HeatMap("dog", 0, np.full((2, 2), 0.3, np.float32)).relative.max() == 0
