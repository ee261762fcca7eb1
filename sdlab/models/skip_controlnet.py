"""A ControlNet for the transformer in the U-Net's place: a copy of its first blocks that a drawing leads.

Zhang et al. 2023 (arXiv:2302.05543), with linear layers of zeros for convolutions of zeros.
"""

from typing import Any, Final

import torch
from diffusers import ControlNetModel
from diffusers.configuration_utils import register_to_config
from diffusers.models.controlnets.controlnet import ControlNetConditioningEmbedding, ControlNetOutput
from torch import Tensor, nn

from sdlab.models.skip_transformer import SkipTransformer2DModel, Trunk

_SHARED: Final = (
    "sample_size", "room", "in_channels", "patch_size", "inner_dim", "num_attention_heads",
    "cross_attention_dim",
)  # fmt: skip


class SkipControlNetModel(ControlNetModel):  # type: ignore[misc]  # diffusers is untyped
    """A ControlNet whose residuals join the skips of a `SkipTransformer2DModel`.

    It is a `ControlNetModel` because the pipelines ask for one; nothing of that class's network is built.

    Args:
        num_layers: blocks of its own; the last speaks to all skips that are left, and between the halves.
        num_skips: skips of the transformer.
        conditioning_channels: channels of the drawing.
        conditioning_embedding_out_channels: channels on the drawing's way, its sides halved between them;
            five because a drawing has 8 pixels for each latent and a patch has 2 latents.
        global_pool_conditions: always False: the pipelines ask for it.

    The others are those of the transformer.
    """

    _repeated_blocks = ("BasicTransformerBlock",)

    @register_to_config  # type: ignore[untyped-decorator]
    def __init__(
        self,
        sample_size: int = 16,
        room: int = 2,
        in_channels: int = 4,
        patch_size: int = 2,
        inner_dim: int = 256,
        num_layers: int = 2,
        num_skips: int = 4,
        num_attention_heads: int = 4,
        cross_attention_dim: int = 192,
        conditioning_channels: int = 3,
        conditioning_embedding_out_channels: tuple[int, ...] = (16, 32, 64, 96, 128),
        global_pool_conditions: bool = False,  # noqa: ARG002  read from the config
    ) -> None:
        super(ControlNetModel, self).__init__()
        heads, width = num_attention_heads, cross_attention_dim
        self.trunk = Trunk(sample_size, room, in_channels, patch_size, inner_dim, num_layers, heads, width)
        self.controlnet_cond_embedding = ControlNetConditioningEmbedding(
            inner_dim, conditioning_channels, conditioning_embedding_out_channels
        )
        self.controlnet_down_blocks = nn.ModuleList(_silent(inner_dim) for _ in range(num_skips))
        self.controlnet_mid_block = _silent(inner_dim)

    @classmethod
    def from_unet(cls, unet: SkipTransformer2DModel, num_layers: int = 2) -> "SkipControlNetModel":
        """A ControlNet that begins as the transformer's first `num_layers` blocks and says nothing yet.

        A transformer with fewer in its first half gives all it has there.
        """
        shape = {name: unet.config[name] for name in _SHARED}
        control: SkipControlNetModel = cls(
            **shape, num_layers=min(num_layers, len(unet.skips)), num_skips=len(unet.skips)
        )
        known = unet.trunk.state_dict()
        control.trunk.load_state_dict({name: known[name] for name in control.trunk.state_dict()})
        return control

    def forward(
        self,
        sample: Tensor,
        timestep: Tensor | float,
        encoder_hidden_states: Tensor,
        controlnet_cond: Tensor,
        conditioning_scale: float = 1.0,
        guess_mode: bool = False,
        return_dict: bool = True,
        **ignored: Any,  # noqa: ANN401, ARG002
    ) -> ControlNetOutput | tuple[list[Tensor], Tensor]:
        """What to add to each of the transformer's skips and between its halves, [batch, patch, inner_dim].

        Args:
            sample: noisy latents [batch, in_channels, row, column].
            timestep: the step, one for all or one each.
            encoder_hidden_states: the text's hidden states [batch, token, cross_attention_dim].
            controlnet_cond: the drawing [batch, conditioning_channels, 8 × row, 8 × column], 0..1.
            conditioning_scale: how much it counts.
            guess_mode: let it count a tenth at the first block, rising to all of it between the halves.
            return_dict: return a diffusers output instead of a tuple.
            ignored: what else the pipelines hand over.
        """
        trunk, states = self.trunk, encoder_hidden_states
        grid = trunk.grid(sample) + self.controlnet_cond_embedding(controlnet_cond)
        left = trunk(grid.flatten(2).mT, trunk.condition(sample, timestep, states), states)
        layers = (*self.controlnet_down_blocks, self.controlnet_mid_block)
        left += left[-1:] * (len(layers) - len(left))
        weights = torch.full((len(layers),), conditioning_scale, device=sample.device)
        if guess_mode:
            weights = weights * torch.logspace(-1, 0, len(weights), device=sample.device)
        added = [
            (layer(one) * weight).to(sample.dtype)
            for layer, one, weight in zip(layers, left, weights, strict=True)
        ]
        down, middle = added[:-1], added[-1]
        return ControlNetOutput(down, middle) if return_dict else (down, middle)


def _silent(width: int) -> nn.Linear:
    layer = nn.Linear(width, width)
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    return layer
