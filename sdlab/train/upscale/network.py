"""The networks of `tiny-upscale`: what `StableDiffusionUpscalePipeline` asks for, as small as will do."""

from dataclasses import dataclass
from typing import Final

import torch
from diffusers import AutoencoderKL, DDPMScheduler, ModelMixin, UNet2DConditionModel
from torch import Tensor, nn

FACTOR: Final = 4
"""Pixels of the large picture for each of the small one, and for each latent: they lie side by side."""
LATENTS: Final = 16
"""With 4, as Stable Diffusion's autoencoder has, 12,600 crops came to 29 dB: below cubic interpolation."""
SCALING: Final = 0.08333
"""What the pipeline divides latents by before decoding; it forces this number on every autoencoder."""
MOST_NOISE: Final = 350
"""The highest noise level the pipeline allows on the small picture."""


@dataclass(frozen=True)
class Shape:
    """How large an upscaler is.

    Attributes:
        detail: channels of the autoencoder's levels, from the large picture to the latents.
        channels: of the U-Net's levels, from the latents inwards.
        tile: side of the small pictures that are enlarged in one piece.
    """

    detail: tuple[int, int, int] = (24, 48, 64)
    channels: tuple[int, int, int] = (48, 96, 128)
    tile: int = 128


class Enlarger(ModelMixin):  # type: ignore[misc]  # diffusers is untyped
    """Autoencoder and U-Net as one network: they are trained one after the other and shipped together."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.vae = build_autoencoder(shape)
        self.unet = build_unet(shape)


def build_autoencoder(shape: Shape) -> AutoencoderKL:
    """An autoencoder with random weights. It is the one class with all the pipeline asks for.

    Its spread is set to nothing: what it encodes is a latent, not a distribution.
    """
    levels = len(shape.detail)
    autoencoder = AutoencoderKL(
        down_block_types=("DownEncoderBlock2D",) * levels,
        up_block_types=("UpDecoderBlock2D",) * levels,
        block_out_channels=shape.detail,
        layers_per_block=1,
        latent_channels=LATENTS,
        norm_num_groups=4,
        sample_size=shape.tile * FACTOR,
        scaling_factor=SCALING,
        force_upcast=False,
        mid_block_add_attention=False,
    )
    with torch.no_grad():
        autoencoder.quant_conv.weight[LATENTS:] = 0.0
        autoencoder.quant_conv.bias[LATENTS:] = -30.0
    steady(autoencoder)
    return autoencoder.to(memory_format=torch.channels_last)


def build_unet(shape: Shape) -> UNet2DConditionModel:
    """A U-Net with random weights: convolutions alone, so that it works at any size and ignores the prompt.

    It is told the noise level of the small picture as a second time; a table of levels, as larger upscalers
    have, would leave every level that training missed at random.
    """
    unet = UNet2DConditionModel(
        sample_size=shape.tile,
        in_channels=LATENTS + 3,
        out_channels=LATENTS,
        layers_per_block=1,
        block_out_channels=shape.channels,
        down_block_types=("DownBlock2D",) * 3,
        mid_block_type="UNetMidBlock2D",
        up_block_types=("UpBlock2D",) * 3,
        norm_num_groups=8,
        class_embed_type="timestep",
        resnet_time_scale_shift="scale_shift",
    )
    steady(unet)
    return unet.to(memory_format=torch.channels_last)


@torch.no_grad()
def steady(network: nn.Module) -> None:
    """Give the convolutions that begin a level biases of ±1, which no group norm then sees without.

    A group norm divides by the spread of the whole picture, so a tile of plain sky would come out unlike the
    sky of a busy one. A constant spread among the channels of each group drowns that difference.
    """
    for name, layer in network.named_modules():
        begins = name.endswith("conv_in") or (name.endswith(".conv") and "sampler" in name)
        if begins and isinstance(layer, nn.Conv2d) and layer.bias is not None:
            layer.bias.copy_(1.0 - 2.0 * (torch.arange(len(layer.bias)) % 2))


def build_low_res_scheduler() -> DDPMScheduler:
    """The schedule of the noise that the small picture gets."""
    return DDPMScheduler(beta_start=0.0001, beta_end=0.02, beta_schedule="squaredcos_cap_v2")


class Halves(nn.Module):
    """An autoencoder as it is trained: latents of mean 0 and variance 1 between its halves.

    `fold` moves the normalisation, and the pipeline's number, into the convolutions next to the latents.
    """

    def __init__(self, autoencoder: AutoencoderKL) -> None:
        super().__init__()
        self.autoencoder = autoencoder
        self.normal = nn.BatchNorm2d(LATENTS, affine=False, momentum=0.02)

    def forward(self, pictures: Tensor, noise: Tensor) -> Tensor:
        """Pictures [batch, 3, row, column] in -1..1 through latents with `noise` added, and back."""
        moments = self.autoencoder.quant_conv(self.autoencoder.encoder(pictures))
        latents = self.normal(moments[:, :LATENTS]) + noise
        returned: Tensor = self.autoencoder.decoder(self.autoencoder.post_quant_conv(latents))
        return returned

    @torch.no_grad()
    def fold(self) -> AutoencoderKL:
        """The autoencoder with all that folded in; call it once, when training is over."""
        mean, variance = self.normal.get_buffer("running_mean"), self.normal.get_buffer("running_var")
        deviation = (variance + self.normal.eps).sqrt() * SCALING
        inner, outer = self.autoencoder.quant_conv, self.autoencoder.post_quant_conv
        inner.weight[:LATENTS] /= deviation[:, None, None, None]
        inner.bias[:LATENTS] = (inner.bias[:LATENTS] - mean) / deviation
        outer.weight.mul_(SCALING)
        return self.autoencoder


def encoded(autoencoder: AutoencoderKL, pictures: Tensor) -> Tensor:
    """Latents of unit variance [batch, 4, row / 4, column / 4] of pictures in -1..1."""
    latents: Tensor = autoencoder.encode(pictures).latent_dist.mode() * SCALING
    return latents


def decoded(autoencoder: AutoencoderKL, latents: Tensor) -> Tensor:
    """Pictures of latents of unit variance, decoded as the pipeline does it."""
    pictures: Tensor = autoencoder.decode(latents / SCALING).sample
    return pictures
