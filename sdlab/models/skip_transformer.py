"""A transformer in the U-Net's place: patches of the latents with positions, long skips between its halves.

It is called as diffusers' `UNet2DConditionModel` is, so `StableDiffusionPipeline` and its kin take it as
their `unet`, and plain diffusers loads it once this module is imported. Long skips: Bao et al. 2023
(arXiv:2209.12152); one modulation for all blocks: Chen et al. 2023 (arXiv:2310.00426).
"""

from typing import Any

import torch
from diffusers import ConfigMixin, ModelMixin
from diffusers.configuration_utils import register_to_config
from diffusers.loaders import PeftAdapterMixin
from diffusers.models.attention import AttentionMixin, BasicTransformerBlock
from diffusers.models.embeddings import (
    TextTimeEmbedding,
    TimestepEmbedding,
    Timesteps,
    get_2d_sincos_pos_embed,
)
from diffusers.models.unets.unet_2d_condition import UNet2DConditionOutput
from diffusers.utils import apply_lora_scale
from torch import Tensor, nn
from torch.nn import functional


class Trunk(nn.Module):
    """The first half, which a ControlNet copies: patches, positions, what time and text say, and blocks.

    Args:
        sample_size: side of the latents that are seen in training.
        room: how many times that side the positions are known for.
        in_channels: channels of the latents, and of what lies beside them.
        patch_size: side of a patch in latents.
        inner_dim: width of a patch on its way.
        num_layers: blocks of this half.
        num_attention_heads: of every block.
        cross_attention_dim: width of the text's hidden states.
    """

    def __init__(
        self,
        sample_size: int,
        room: int,
        in_channels: int,
        patch_size: int,
        inner_dim: int,
        num_layers: int,
        num_attention_heads: int,
        cross_attention_dim: int,
    ) -> None:
        super().__init__()
        side = room * sample_size // patch_size
        waves = get_2d_sincos_pos_embed(inner_dim, side, output_type="pt")
        self.patch_size = patch_size  # conv_in may be wrapped by an adapter that does not say
        self.conv_in = nn.Conv2d(in_channels, inner_dim, patch_size, patch_size)
        self.pos_embed = nn.Parameter(0.5 * waves.float().T.reshape(1, inner_dim, side, side))
        self.edge_embed = nn.Parameter(torch.zeros(4, inner_dim))
        self.time_proj = Timesteps(inner_dim, flip_sin_to_cos=True, downscale_freq_shift=0)
        self.time_embedding = TimestepEmbedding(inner_dim, inner_dim)
        self.add_embedding = TextTimeEmbedding(cross_attention_dim, inner_dim, num_heads=4)
        self.modulation = nn.Linear(inner_dim, 6 * inner_dim)
        self.blocks = blocks(num_layers, inner_dim, num_attention_heads, cross_attention_dim)
        _silence(self.modulation)

    def grid(self, sample: Tensor, offset: Tensor | None = None) -> Tensor:
        """The patches of latents [batch, channel, row, column] with their positions, as a picture of them.

        Sides that are no multiple of a patch are continued. `offset` [batch, 2] says how many patches
        below and right of the middle of a larger picture the latents lie.
        """
        patch, (rows, columns) = self.patch_size, sample.shape[-2:]
        if rows % patch or columns % patch:
            sample = functional.pad(sample, (0, -columns % patch, 0, -rows % patch), mode="replicate")
        patches: Tensor = self.conv_in(sample)
        rows, columns = patches.shape[-2:]
        places = self._middle(rows, columns) if offset is None else self._around(offset, rows, columns)
        return patches + places + self._edges(rows, columns)

    def _edges(self, rows: int, columns: int) -> Tensor:
        """What the outermost patches are told, as a picture: latents at a rim are unlike those inside it."""
        top, bottom, left, right = self.edge_embed[:, None, :, None, None]
        across, down = (1, -1, 1, columns), (1, -1, rows, 1)
        return (
            functional.pad(top.expand(across), (0, 0, 0, rows - 1))
            + functional.pad(bottom.expand(across), (0, 0, rows - 1, 0))
            + functional.pad(left.expand(down), (0, columns - 1))
            + functional.pad(right.expand(down), (columns - 1, 0))
        )

    def _middle(self, rows: int, columns: int) -> Tensor:
        """The positions in the middle of those known; a larger grid stretches all of them."""
        known: Tensor = self.pos_embed
        if max(rows, columns) > known.shape[-1]:
            return functional.interpolate(known, (rows, columns), mode="bilinear", align_corners=False)
        top, left = ((known.shape[-1] - side) // 2 for side in (rows, columns))
        return known[..., top : top + rows, left : left + columns]

    def _around(self, offset: Tensor, rows: int, columns: int) -> Tensor:
        """The positions [batch, inner_dim, row, column] of parts that lie off the middle."""
        top, left = ((self.pos_embed.shape[-1] - side) // 2 for side in (rows, columns))
        down = offset[:, :1] + torch.arange(top, top + rows, device=offset.device)
        across = offset[:, 1:] + torch.arange(left, left + columns, device=offset.device)
        return self.pos_embed[0][:, down[:, :, None], across[:, None, :]].transpose(0, 1)

    def condition(self, sample: Tensor, timestep: Tensor | float, states: Tensor) -> Tensor:
        """What the step and the text as a whole say, [batch, inner_dim]."""
        times = torch.as_tensor(timestep, device=sample.device).expand(len(sample))
        told = self.time_embedding(self.time_proj(times).to(sample.dtype)) + self.add_embedding(states)
        return functional.silu(told)

    def forward(self, patches: Tensor, condition: Tensor, states: Tensor) -> list[Tensor]:
        """What each block leaves, [batch, patch, inner_dim]."""
        modulation, left = self.modulation(condition), [patches]
        for block in self.blocks:
            left.append(block(left[-1], encoder_hidden_states=states, timestep=modulation))
        return left[1:]


class SkipTransformer2DModel(ModelMixin, AttentionMixin, ConfigMixin, PeftAdapterMixin):  # type: ignore[misc]
    """A conditional denoiser of latents.

    Args:
        sample_size: side of the latents it is trained on.
        room: how many times that side positions are known for; larger sizes stretch them.
        in_channels: channels that go in: 4, or 9 for inpainting.
        out_channels: channels that come out.
        patch_size: side of a patch in latents.
        inner_dim: width of a patch on its way.
        num_layers: blocks, an even number: half of them on each side of the skips.
        num_attention_heads: of every block.
        cross_attention_dim: width of the text's hidden states.
        time_cond_proj_dim: always None: the pipelines ask whether guidance is told to the network.
    """

    _repeated_blocks = ("BasicTransformerBlock",)
    _no_split_modules = ("BasicTransformerBlock",)

    @register_to_config  # type: ignore[untyped-decorator]
    def __init__(
        self,
        sample_size: int = 16,
        room: int = 2,
        in_channels: int = 4,
        out_channels: int = 4,
        patch_size: int = 2,
        inner_dim: int = 256,
        num_layers: int = 8,
        num_attention_heads: int = 4,
        cross_attention_dim: int = 192,
        time_cond_proj_dim: None = None,  # noqa: ARG002  read from the config
    ) -> None:
        super().__init__()
        half = num_layers // 2
        heads, width = num_attention_heads, cross_attention_dim
        self.trunk = Trunk(sample_size, room, in_channels, patch_size, inner_dim, half, heads, width)
        self.skips = nn.ModuleList([nn.Linear(2 * inner_dim, inner_dim) for _ in range(half)])
        self.blocks = blocks(half, inner_dim, heads, width)
        self.norm_out = nn.LayerNorm(inner_dim, eps=1e-6, elementwise_affine=False)
        self.scale_shift_table = nn.Parameter(torch.zeros(2, inner_dim))
        self.proj_out = nn.Linear(inner_dim, patch_size**2 * out_channels)
        _silence(self.proj_out)

    @apply_lora_scale("cross_attention_kwargs")  # type: ignore[untyped-decorator]
    def forward(
        self,
        sample: Tensor,
        timestep: Tensor | float,
        encoder_hidden_states: Tensor,
        timestep_cond: None = None,  # noqa: ARG002
        cross_attention_kwargs: dict[str, Any] | None = None,  # noqa: ARG002  apply_lora_scale reads it
        added_cond_kwargs: dict[str, Any] | None = None,  # noqa: ARG002
        down_block_additional_residuals: list[Tensor] | None = None,
        mid_block_additional_residual: Tensor | None = None,
        return_dict: bool = True,
        offset: Tensor | None = None,
    ) -> UNet2DConditionOutput | tuple[Tensor]:
        """What the scheduler's prediction type calls for, [batch, out_channels, row, column].

        Args:
            sample: noisy latents [batch, in_channels, row, column].
            timestep: the step, one for all or one each.
            encoder_hidden_states: the text's hidden states [batch, token, cross_attention_dim].
            timestep_cond: taken and ignored, as the pipelines hand it over.
            cross_attention_kwargs: "scale" is the weight of LoRA layers; the rest is ignored.
            added_cond_kwargs: taken and ignored, as the pipelines hand it over.
            down_block_additional_residuals: what a ControlNet adds to each skip.
            mid_block_additional_residual: what a ControlNet adds between the halves.
            return_dict: return a diffusers output with `sample`, otherwise a tuple of one.
            offset: [batch, 2], how many patches below and right of a larger picture's middle the latents lie.
        """
        trunk, states = self.trunk, encoder_hidden_states
        grid = trunk.grid(sample, offset)
        condition = trunk.condition(sample, timestep, states)
        left = trunk(grid.flatten(2).mT, condition, states)
        patches = left[-1]
        if mid_block_additional_residual is not None:
            patches = patches + mid_block_additional_residual
        if down_block_additional_residuals is not None:
            left = [one + more for one, more in zip(left, down_block_additional_residuals, strict=True)]
        modulation = trunk.modulation(condition)
        for skip, block, opposite in zip(self.skips, self.blocks, reversed(left), strict=True):
            joined = skip(torch.cat([patches, opposite], dim=-1))
            patches = block(joined, encoder_hidden_states=states, timestep=modulation)
        shift, scale = (condition[:, None] + self.scale_shift_table).chunk(2, dim=1)
        latents = self._latents(self.norm_out(patches) * (1 + scale) + shift, grid)
        latents = latents[..., : sample.shape[-2], : sample.shape[-1]]
        return UNet2DConditionOutput(latents) if return_dict else (latents,)

    def _latents(self, patches: Tensor, grid: Tensor) -> Tensor:
        """Patches [batch, patch, inner_dim], in the grid's order, as latents."""
        folded = self.proj_out(patches).mT.unflatten(2, grid.shape[-2:])
        return functional.pixel_shuffle(folded, self.config.patch_size)


def blocks(count: int, width: int, heads: int, text_width: int) -> nn.ModuleList:
    """Transformer blocks that change nothing yet: the layers that end their branches are 0, their gates 1."""
    return nn.ModuleList(_block(width, heads, text_width) for _ in range(count))


def _block(width: int, heads: int, text_width: int) -> BasicTransformerBlock:
    block = BasicTransformerBlock(
        width,
        heads,
        width // heads,
        cross_attention_dim=text_width,
        activation_fn="gelu-approximate",
        attention_bias=True,
        norm_type="ada_norm_single",
        norm_elementwise_affine=False,
        norm_eps=1e-6,
    )
    for layer in (block.attn1.to_out[0], block.attn2.to_out[0], block.ff.net[2]):
        _silence(layer)
    # shift, scale and gate of attention, then of the feed-forward layer
    table = torch.tensor([0.0, 0.0, 1.0, 0.0, 0.0, 1.0])[:, None]
    block.scale_shift_table = nn.Parameter(table.repeat(1, width))
    return block


def _silence(layer: nn.Linear) -> None:
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
