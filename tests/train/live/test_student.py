"""The copies with less to do that are distilled."""

import pytest
import torch

from sdlab.models.skip_transformer import SkipTransformer2DModel
from sdlab.train.autoencoder import Shape, build
from sdlab.train.live.student import lighter, shallower


@pytest.fixture
def unet() -> SkipTransformer2DModel:
    """A denoiser of eight blocks, each of which does something."""
    torch.manual_seed(0)
    made = SkipTransformer2DModel(
        inner_dim=32, num_layers=8, num_attention_heads=2, cross_attention_dim=16
    ).requires_grad_(False)
    for weight in made.parameters():
        weight.add_(0.1 * torch.randn_like(weight))
    return made.eval()


def said(unet: SkipTransformer2DModel) -> torch.Tensor:
    generator = torch.Generator().manual_seed(1)
    noisy = torch.randn(2, 4, 16, 16, generator=generator)
    states = torch.randn(2, 5, 16, generator=generator)
    return unet(noisy, torch.tensor([999, 300]), encoder_hidden_states=states).sample


def test_a_copy_with_all_blocks_says_the_same(unet: SkipTransformer2DModel) -> None:
    assert torch.equal(said(shallower(unet, 8)), said(unet))
    assert torch.equal(said(shallower(unet, 12)), said(unet))


def test_inner_blocks_that_do_nothing_are_not_missed(unet: SkipTransformer2DModel) -> None:
    before = said(unet)
    for block in (*unet.trunk.blocks[2:], *unet.blocks[:2]):
        for layer in (block.attn1.to_out[0], block.attn2.to_out[0], block.ff.net[2]):
            layer.weight.zero_()
            layer.bias.zero_()
    for skip in unet.skips[:2]:
        skip.weight.copy_(torch.eye(32, 64))
        skip.bias.zero_()
    copy = shallower(unet, 4)
    assert len(copy.trunk.blocks) == len(copy.blocks) == len(copy.skips) == 2
    assert not torch.allclose(said(unet), before, atol=1e-3)
    assert torch.allclose(said(copy), said(unet), atol=1e-5)


def test_a_lighter_decoder_has_its_last_blocks_a_level_down_and_the_same_encoder() -> None:
    torch.manual_seed(0)
    whole = build(Shape(channels=8, encoder=(0, 1, 1, 1), decoder=(1, 1, 1, 2))).requires_grad_(False)
    copy = lighter(whole)
    assert tuple(copy.config.num_decoder_blocks) == (1, 1, 3, 0)
    pictures = torch.rand(2, 3, 64, 64) * 2 - 1
    latents = whole.encode(pictures).latents
    assert torch.equal(copy.encode(pictures).latents, latents)
    assert copy.decode(latents).sample.shape == pictures.shape


def test_blocks_that_do_nothing_do_nothing_a_level_down() -> None:
    """Moved blocks pass on what they get, so the lighter decoder makes the same picture."""
    torch.manual_seed(0)
    whole = build(Shape(channels=8, encoder=(0, 1, 1, 1), decoder=(1, 1, 1, 1))).requires_grad_(False)
    doubling, block = whole.decoder.layers[-3], whole.decoder.layers[-2]
    doubling.weight.abs_()  # what comes out is positive, and a block's last step leaves it alone
    for layer in block.conv:
        if hasattr(layer, "weight"):
            layer.weight.zero_()
            layer.bias.zero_()
    latents = torch.randn(1, 4, 8, 8)
    assert torch.allclose(lighter(whole).decode(latents).sample, whole.decode(latents).sample, atol=1e-5)
