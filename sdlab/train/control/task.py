"""Training `tiny-control`: the denoiser's objective with line art beside it; only the ControlNet learns."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import torch
from diffusers import ControlNetModel
from PIL import Image
from torch import Tensor

from sdlab.train.control.network import Led
from sdlab.train.control.stock import Piece, as_condition
from sdlab.train.denoiser import OUTER, Objective, plain_attention
from sdlab.train.diet import Diet
from sdlab.train.latent import channels_last
from sdlab.train.member import Member
from sdlab.train.muon import optimisers
from sdlab.train.plan import Worded
from sdlab.train.precision import mixed
from sdlab.train.ring import Ring

_OUTER: Final = (*OUTER, "controlnet_cond_embedding.conv_in.weight")


@dataclass(frozen=True)
class Plan(Worded):
    """How a run goes.

    Attributes:
        empty: share of captions left empty: then the drawing alone says what is to be there.
        batch: pictures a step; fewer than elsewhere, as a ControlNet that begins silent needs steps most.
        lead: how much more it counts in use than in training: who draws wants the drawing followed, not the
            likeliest picture near it.
    """

    batch: int = 32
    empty: float = 0.3
    lead: float = 1.5


class ControlTask:
    """The training as the loop wants it.

    Args:
        parent: whose text encoder, denoiser and noise schedule are used as they are.
        control: what is trained.
        ring: where pictures and drawings come from, made of the diet's records.
        diet: where captions come from.
        plan: how the run goes.
        page: draws the sheet of fixed cases.
        compiled: compile denoiser and ControlNet.
    """

    name = "control"

    def __init__(
        self,
        parent: Member,
        control: ControlNetModel,
        ring: Ring[Piece],
        diet: Diet,
        plan: Plan,
        page: Callable[[], Image.Image],
        compiled: bool = True,
    ) -> None:
        self._parent, self.model, self.batch, self.page = parent, control, plan.batch, page
        self.optimisers = optimisers(control, plan.muon_lr, plan.adam_lr, _OUTER)
        self._ring, self._diet, self._weight = ring, diet, 1 / plan.lead
        self._objective = Objective(parent.scheduler)
        led = Led(parent.joint.unet, control)
        self._forward = torch.compile(led, dynamic=False) if compiled else led

    def loss(self, share: float) -> Tensor:  # noqa: ARG002  the world is the same all the time
        """The loss of the next batch."""
        pieces = self._ring.taken(self.batch)
        latents = torch.stack([piece.latents for piece in pieces])
        drawings = channels_last(as_condition([piece.drawing for piece in pieces]))
        times = self._objective.times(self.batch)
        noisy, velocity = self._objective.noised(latents, torch.randn_like(latents), times)
        with plain_attention(), mixed():
            with torch.no_grad():
                states = self._parent.states([self._diet.words(piece.record) for piece in pieces])
            predicted = self._forward(channels_last(noisy), times, states, drawings, self._weight)
        return self._objective.loss(predicted.float(), velocity, times)
