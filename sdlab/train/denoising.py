"""Training the denoiser: what a batch is, how the world and the captions grow, and the sheet to look at."""

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch
from torch import Tensor

from sdlab.train.denoiser import Objective, plain_attention
from sdlab.train.member import Member
from sdlab.train.muon import optimisers
from sdlab.train.replay import Replay
from sdlab.train.sampling import Sampling
from sdlab.train.sheet import PROMPTS, drawn
from sdlab.train.text import LENGTH, tokens
from sdlab.train.world.caption import caption
from sdlab.train.world.record import Record
from sdlab.train.world.sampler import Sampler

SHORT: Final = 24
"""Tokens of most training captions: the longest caption has 23, and 77 cost a third more time."""
_OUTER: Final = frozenset(("unet.conv_in.weight", "unet.conv_out.weight"))


@dataclass(frozen=True)
class Plan:
    """How a run of the denoiser goes.

    Attributes:
        simple: share of the run that shows only single things on plain grounds.
        empty: share of captions left empty, for guidance.
        reuse: how often a picture is used before it is replaced.
        batch: pictures a step.
        muon_lr: step size of weight matrices.
        adam_lr: step size of everything else.
    """

    simple: float = 0.3
    empty: float = 0.1
    reuse: int = 6
    batch: int = 64
    muon_lr: float = 3e-3
    adam_lr: float = 1e-3


class DenoiserTask:
    """The denoiser's training as the loop wants it.

    Args:
        member: what is trained: its text encoder and U-Net.
        replay: where latents come from; filled on first use.
        sampler: where records come from.
        plan: how the run goes.
    """

    name = "denoiser"

    def __init__(
        self,
        member: Member,
        replay: Replay,
        sampler: Sampler,
        plan: Plan,
        seed: int = 0,
        compiled: bool = True,
    ) -> None:
        self._member = member
        self.model, self.batch = member.joint, plan.batch
        self.optimisers = optimisers(self.model, plan.muon_lr, plan.adam_lr, _OUTER)
        self._replay, self._sampler, self._plan = replay, sampler, plan
        self._objective = Objective(member.scheduler)
        self._dice = random.Random(seed)
        self._forward = torch.compile(self.model, dynamic=False) if compiled else self.model
        self._owed = 0

    def loss(self, share: float) -> Tensor:
        """The loss of the next batch; the ring of pictures is renewed as the plan says."""
        self._feed(share)
        latents, records = self._replay.batch(self.batch, self._dice)
        latents = latents.contiguous(memory_format=torch.channels_last)
        times = self._objective.times(self.batch)
        noisy, velocity = self._objective.noised(latents, torch.randn_like(latents), times)
        numbers = tokens(
            self._member.tokenizer, [self._words(record) for record in records], self._length(share)
        )
        with plain_attention(), torch.autocast("cpu", torch.bfloat16):
            predicted = self._forward(noisy, times, numbers)
        return self._objective.loss(predicted.float(), velocity, times)

    def look(self, folder: Path, seen: int) -> None:
        """Write the sheet of fixed prompts and seeds."""
        self.model.eval()
        drawn(self._member, PROMPTS, Sampling()).save(folder / f"sheet-{seen:07d}.png")
        self.model.train()

    def _feed(self, share: float) -> None:
        draw = self._sampler.simple if share < self._plan.simple else self._mixed
        if len(self._replay) == 0:
            self._replay.fill(draw)
        self._owed += self.batch
        while self._owed >= 64 * self._plan.reuse:
            self._replay.renew(draw)
            self._owed -= 64 * self._plan.reuse

    def _mixed(self) -> Record:
        return self._sampler.simple() if self._dice.random() < 0.3 else self._sampler.anything()

    def _words(self, record: Record) -> str:
        return "" if self._dice.random() < self._plan.empty else caption(record, self._dice)

    def _length(self, share: float) -> int:
        """Tokens of the next batch: short mostly, but all 77 at the end, as the pipelines pad."""
        return SHORT if share < 0.9 else LENGTH
