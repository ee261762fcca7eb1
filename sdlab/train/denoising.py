"""Training the denoiser: what a batch is, how the world and the captions grow, and the sheet to look at."""

from dataclasses import dataclass
from typing import Final

import torch
from PIL import Image
from torch import Tensor

from sdlab.train.denoiser import OUTER, Objective, plain_attention
from sdlab.train.diet import Diet
from sdlab.train.latent import Encoded, channels_last
from sdlab.train.member import Member
from sdlab.train.muon import optimisers
from sdlab.train.plan import Worded
from sdlab.train.precision import mixed
from sdlab.train.ring import Ring
from sdlab.train.sampling import Sampling
from sdlab.train.sheet import PROMPTS, drawn
from sdlab.train.text import LENGTH, tokens

SHORT: Final = 24
"""Tokens of most training captions: the longest caption has 23, and 77 cost a third more time."""


@dataclass(frozen=True)
class Plan(Worded):
    """How a run of the denoiser goes.

    Attributes:
        simple_first: share of the run that shows only single things on plain grounds.
    """

    simple_first: float = 0.3
    muon_lr: float = 3e-3


class DenoiserTask:
    """The denoiser's training as the loop wants it.

    Args:
        member: what is trained: its text encoder and denoiser.
        ring: where latents come from, made of the diet's records.
        diet: where records and captions come from.
        plan: how the run goes.
        compiled: compile text encoder and denoiser.
    """

    name = "denoiser"

    def __init__(
        self, member: Member, ring: Ring[Encoded], diet: Diet, plan: Plan, compiled: bool = True
    ) -> None:
        self._member = member
        self.model, self.batch = member.joint, plan.batch
        self.optimisers = optimisers(self.model, plan.muon_lr, plan.adam_lr, OUTER)
        self._ring, self._diet, self._plan = ring, diet, plan
        self._objective = Objective(member.scheduler)
        self._forward = torch.compile(self.model, dynamic=False) if compiled else self.model

    def loss(self, share: float) -> Tensor:
        """The loss of the next batch."""
        self._diet.simple = 1.0 if share < self._plan.simple_first else self._plan.simple
        pieces = self._ring.taken(self.batch)
        latents = torch.stack([piece.latents for piece in pieces])
        offset = torch.tensor([piece.offset for piece in pieces])
        times = self._objective.times(self.batch)
        noisy, velocity = self._objective.noised(latents, torch.randn_like(latents), times)
        words = [self._diet.words(piece.record) for piece in pieces]
        numbers = tokens(self._member.tokenizer, words, self._length(share))
        with plain_attention(), mixed():
            predicted = self._forward(channels_last(noisy), times, numbers, offset)
        return self._objective.loss(predicted.float(), velocity, times)

    def page(self) -> Image.Image:
        """The sheet of fixed prompts and seeds."""
        return drawn(self._member, PROMPTS, Sampling())

    def _length(self, share: float) -> int:
        """Tokens of the next batch: short mostly, but all 77 at the end, as the pipelines pad."""
        return SHORT if share < 0.9 else LENGTH
