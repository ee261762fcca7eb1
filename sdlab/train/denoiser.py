"""The denoiser and its text encoder: their shape, and the objective, v-prediction with zero terminal SNR."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final

import torch
from diffusers import DDIMScheduler
from torch import Tensor, nn
from torch.nn.attention import SDPBackend, sdpa_kernel
from transformers import CLIPTextModel, CLIPTokenizer

from sdlab.models.skip_transformer import SkipTransformer2DModel
from sdlab.train.text import build_encoder

STEPS: Final = 1000
OUTER: Final = ("trunk.conv_in.weight", "proj_out.weight")
"""How the names of the weights next to the latents end, which are AdamW's."""
_SNR_CAP: Final = 8.0


@dataclass(frozen=True)
class Shape:
    """How large a denoiser is.

    Attributes:
        width: of a patch of 2 × 2 latents on its way.
        layers: transformer blocks, an even number.
        heads: attention heads of each block.
        text_width: width of the text encoder and of cross-attention.
        text_layers: transformer layers of the text encoder.
    """

    width: int = 256
    layers: int = 8
    heads: int = 4
    text_width: int = 192
    text_layers: int = 4


def build_unet(shape: Shape) -> SkipTransformer2DModel:
    """What goes into the pipelines' `unet` slot, with random weights."""
    made: SkipTransformer2DModel = SkipTransformer2DModel(
        inner_dim=shape.width,
        num_layers=shape.layers,
        num_attention_heads=shape.heads,
        cross_attention_dim=shape.text_width,
    )
    return made


def build_scheduler() -> DDIMScheduler:
    """The noise schedule that training and sampling share."""
    return DDIMScheduler(
        num_train_timesteps=STEPS,
        beta_start=0.00085,
        beta_end=0.012,
        beta_schedule="scaled_linear",
        prediction_type="v_prediction",
        rescale_betas_zero_snr=True,
        timestep_spacing="trailing",
        set_alpha_to_one=True,
        clip_sample=False,
        steps_offset=1,
    )


class Joint(nn.Module):
    """Text encoder and denoiser as one module, because they are trained as one."""

    def __init__(self, text: CLIPTextModel, unet: SkipTransformer2DModel) -> None:
        super().__init__()
        self.text = text
        self.unet: SkipTransformer2DModel = unet.to(memory_format=torch.channels_last)

    @classmethod
    def fresh(cls, tokenizer: CLIPTokenizer, shape: Shape) -> "Joint":
        """Both with random weights."""
        return cls(build_encoder(tokenizer, shape.text_width, shape.text_layers), build_unet(shape))

    def forward(self, noisy: Tensor, times: Tensor, numbers: Tensor, offset: Tensor | None = None) -> Tensor:
        """The velocity [batch, 4, 16, 16] of noisy latents at times [batch] under tokens [batch, length].

        `offset` [batch, 2] says how many patches off the middle of a larger picture the latents lie.
        """
        states = self.text(input_ids=numbers).last_hidden_state
        velocity: Tensor = self.unet(
            noisy, times, encoder_hidden_states=states, return_dict=False, offset=offset
        )[0]
        return velocity


class Objective:
    """The loss: v-prediction, every step weighing 1 but the nearly clean ones, which weigh 8 / snr."""

    def __init__(self, scheduler: DDIMScheduler) -> None:
        self._signal = scheduler.alphas_cumprod.sqrt()
        self._noise = (1.0 - scheduler.alphas_cumprod).sqrt()
        ratio = scheduler.alphas_cumprod / (1.0 - scheduler.alphas_cumprod)
        self._weight = (_SNR_CAP / ratio.clamp(min=1e-8)).clamp(max=1.0)

    def times(self, count: int) -> Tensor:
        """Random steps [count], one from each of `count` equal stretches of the schedule, shuffled."""
        spread = (torch.arange(count) + torch.rand(count)) / count
        return (spread * STEPS).long().clamp(max=STEPS - 1)[torch.randperm(count)]

    def noised(self, latents: Tensor, noise: Tensor, times: Tensor) -> tuple[Tensor, Tensor]:
        """Noisy latents and the velocity to predict, both [batch, 4, row, column]."""
        signal, part = (table[times][:, None, None, None] for table in (self._signal, self._noise))
        return signal * latents + part * noise, signal * noise - part * latents

    def loss(
        self, predicted: Tensor, velocity: Tensor, times: Tensor, places: Tensor | None = None
    ) -> Tensor:
        """The weighted mean squared error of a batch; `places` [batch, 1, row, column] weigh it further."""
        squares = (predicted - velocity).square()
        errors = (squares if places is None else squares * places).mean((1, 2, 3))
        mean: Tensor = (errors * self._weight[times]).mean()
        return mean


def plain_attention() -> AbstractContextManager[None]:
    """A context in which attention is plain matrix products: the fused kernel is slower on short ones."""
    context: AbstractContextManager[None] = sdpa_kernel(SDPBackend.MATH)
    return context
