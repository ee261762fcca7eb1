"""The ControlNet of `tiny-control`, grown out of `tiny`'s U-Net, and the two as one network."""

from typing import Final

import torch
from diffusers import ControlNetModel, UNet2DConditionModel
from torch import Tensor, nn

_EMBEDDING: Final = (16, 32, 64, 96)
"""Channels on the drawing's way from 128 × 128 pixels to 16 × 16 cells."""
_COPIED: Final = ("conv_in", "time_embedding", "add_embedding", "down_blocks", "mid_block")


@torch.no_grad()
def grown(unet: UNet2DConditionModel) -> ControlNetModel:
    """A ControlNet with the U-Net's first half; convolutions of zeros keep it silent at first.

    diffusers' `from_unet` forgets the number of heads that pool the text, so the network is built again with
    the U-Net's.
    """
    plan = ControlNetModel.from_unet(
        unet, conditioning_embedding_out_channels=_EMBEDDING, load_weights_from_unet=False
    )
    # what begins with _ is diffusers' own notes, which would reset the number
    known = {name: value for name, value in plan.config.items() if not name.startswith("_")}
    known["addition_embed_type_num_heads"] = unet.config.addition_embed_type_num_heads
    control: ControlNetModel = ControlNetModel.from_config(known)
    for name in _COPIED:
        getattr(control, name).load_state_dict(getattr(unet, name).state_dict())
    return control.to(memory_format=torch.channels_last)


class Led(nn.Module):
    """A U-Net led by a ControlNet, as the pipelines lead it."""

    def __init__(self, unet: UNet2DConditionModel, control: ControlNetModel) -> None:
        super().__init__()
        self.unet, self.control = unet, control

    def forward(
        self, noisy: Tensor, times: Tensor, states: Tensor, drawings: Tensor, weight: float = 1.0
    ) -> Tensor:
        """The velocity [batch, 4, 16, 16].

        Args:
            noisy: latents [batch, 4, 16, 16].
            times: steps, [batch] or one for all.
            states: the prompts' hidden states [batch, token, width].
            drawings: line art [batch, 3, 128, 128] in 0..1, white on black.
            weight: how much the drawing counts.
        """
        down, middle = self.control(
            noisy,
            times,
            encoder_hidden_states=states,
            controlnet_cond=drawings,
            conditioning_scale=weight,
            return_dict=False,
        )
        velocity: Tensor = self.unet(
            noisy,
            times,
            encoder_hidden_states=states,
            down_block_additional_residuals=down,
            mid_block_additional_residual=middle,
            return_dict=False,
        )[0]
        return velocity
