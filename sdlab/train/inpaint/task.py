"""Training `tiny-inpaint`: the denoiser's objective, with the hole and its surroundings beside the noise."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional

from sdlab.models.skip_transformer import SkipTransformer2DModel
from sdlab.train.denoiser import OUTER, Objective, plain_attention
from sdlab.train.diet import Diet
from sdlab.train.inpaint.stock import Piece, beside
from sdlab.train.latent import channels_last
from sdlab.train.member import Member
from sdlab.train.muon import optimisers
from sdlab.train.plan import Worded
from sdlab.train.precision import mixed
from sdlab.train.ring import Ring

CHANNELS: Final = 9
"""Noisy latents, mask, latents of the surroundings: 4 + 1 + 4, in this order."""


@dataclass(frozen=True)
class Plan(Worded):
    """How a run goes.

    Attributes:
        outside: weight of the loss where the picture stays as it is.
    """

    outside: float = 0.2


@torch.no_grad()
def widened(unet: SkipTransformer2DModel) -> SkipTransformer2DModel:
    """A copy of a denoiser that takes five channels more and at first pays them no heed."""
    wide = SkipTransformer2DModel.from_config({**unet.config, "in_channels": CHANNELS})
    narrow = unet.trunk.conv_in.weight
    padded = torch.zeros_like(wide.trunk.conv_in.weight)
    padded[:, : narrow.shape[1]] = narrow
    wide.load_state_dict({**unet.state_dict(), "trunk.conv_in.weight": padded})
    ready: SkipTransformer2DModel = wide.to(memory_format=torch.channels_last)
    return ready


class InpaintTask:
    """The training as the loop wants it.

    Args:
        parent: whose text encoder, vocabulary and noise schedule are used as they are.
        unet: what is trained.
        ring: where pictures with holes come from, made of the diet's records.
        diet: where captions come from.
        plan: how the run goes.
        page: draws the sheet of fixed cases.
        compiled: compile the denoiser.
    """

    name = "inpaint"

    def __init__(
        self,
        parent: Member,
        unet: SkipTransformer2DModel,
        ring: Ring[Piece],
        diet: Diet,
        plan: Plan,
        page: Callable[[], Image.Image],
        compiled: bool = True,
    ) -> None:
        self._parent, self.model, self.batch, self.page = parent, unet, plan.batch, page
        self.optimisers = optimisers(unet, plan.muon_lr, plan.adam_lr, OUTER)
        self._ring, self._diet, self._outside = ring, diet, plan.outside
        self._objective = Objective(parent.scheduler)
        self._forward = torch.compile(unet, dynamic=False) if compiled else unet

    def loss(self, share: float) -> Tensor:  # noqa: ARG002  the world is the same all the time
        """The loss of the next batch."""
        pieces = self._ring.taken(self.batch)
        latents = torch.stack([piece.latents for piece in pieces])
        times = self._objective.times(self.batch)
        noisy, velocity = self._objective.noised(latents, torch.randn_like(latents), times)
        seen = channels_last(torch.cat([noisy, beside(pieces)], dim=1))
        with plain_attention(), mixed():
            with torch.no_grad():
                states = self._parent.states([self._diet.words(piece.wanted) for piece in pieces])
            predicted = self._forward(seen, times, encoder_hidden_states=states, return_dict=False)[0]
        places = self._places(torch.stack([piece.cells for piece in pieces]))
        return self._objective.loss(predicted.float(), velocity, times, places)

    def _places(self, cells: Tensor) -> Tensor:
        """Weights of places: the hole and the cells next to it count in full."""
        near = functional.max_pool2d(cells, 3, stride=1, padding=1)
        return self._outside + (1.0 - self._outside) * near
