"""Training `tiny-control`: the denoiser's objective with line art beside it; only the ControlNet learns."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch
from diffusers import ControlNetModel
from PIL import Image
from torch import Tensor

from sdlab.train.control.network import Led
from sdlab.train.control.stock import Stock
from sdlab.train.denoiser import Objective, plain_attention
from sdlab.train.member import Member
from sdlab.train.muon import optimisers
from sdlab.train.world.caption import caption
from sdlab.train.world.record import Record
from sdlab.train.world.sampler import Sampler

_OUTER: Final = frozenset(("conv_in.weight", "controlnet_cond_embedding.conv_in.weight"))


@dataclass(frozen=True)
class Plan:
    """How a run goes.

    Attributes:
        simple: share of pictures that show one thing on plain ground.
        empty: share of captions left empty: then the drawing alone says what is to be there.
        reuse: how often a picture is used before it is replaced.
        batch: pictures a step.
        muon_lr: step size of weight matrices.
        adam_lr: step size of everything else.
    """

    simple: float = 0.3
    empty: float = 0.3
    reuse: int = 6
    batch: int = 64
    muon_lr: float = 2e-3
    adam_lr: float = 1e-3


class ControlTask:
    """The training as the loop wants it.

    Args:
        parent: whose text encoder, U-Net and noise schedule are used as they are.
        control: what is trained.
        stock: where pictures and drawings come from; filled on first use.
        sampler: where records come from.
        plan: how the run goes.
        page: draws the sheet of fixed cases.
        compiled: compile U-Net and ControlNet.
    """

    name = "control"

    def __init__(
        self,
        parent: Member,
        control: ControlNetModel,
        stock: Stock,
        sampler: Sampler,
        plan: Plan,
        page: Callable[[], Image.Image],
        compiled: bool = True,
    ) -> None:
        self._parent, self.model, self.batch = parent, control, plan.batch
        self.optimisers = optimisers(control, plan.muon_lr, plan.adam_lr, _OUTER)
        self._stock, self._sampler, self._plan, self._page = stock, sampler, plan, page
        self._objective = Objective(parent.scheduler)
        self._dice = random.Random(0)
        led = Led(parent.joint.unet, control)
        self._forward = torch.compile(led, dynamic=False) if compiled else led
        self._owed = 0

    def loss(self, share: float) -> Tensor:  # noqa: ARG002  the world is the same all the time
        """The loss of the next batch; the ring of pictures is renewed as the plan says."""
        self._feed()
        batch = self._stock.batch(self.batch, self._dice)
        times = self._objective.times(self.batch)
        noisy, velocity = self._objective.noised(batch.latents, torch.randn_like(batch.latents), times)
        noisy = noisy.contiguous(memory_format=torch.channels_last)
        drawings = batch.drawings.contiguous(memory_format=torch.channels_last)
        with plain_attention(), torch.autocast("cpu", torch.bfloat16):
            with torch.no_grad():
                states = self._parent.states([self._words(record) for record in batch.records])
            predicted = self._forward(noisy, times, states, drawings)
        return self._objective.loss(predicted.float(), velocity, times)

    def look(self, folder: Path, seen: int) -> None:
        """Write the sheet of fixed cases."""
        self.model.eval()
        self._page().save(folder / f"{self.name}-{seen:07d}.png")
        self.model.train()

    def _feed(self) -> None:
        if len(self._stock) == 0:
            self._stock.fill(self._record)
        self._owed += self.batch
        while self._owed >= 64 * self._plan.reuse:
            self._stock.renew(self._record)
            self._owed -= 64 * self._plan.reuse

    def _record(self) -> Record:
        simple = self._dice.random() < self._plan.simple
        return self._sampler.simple() if simple else self._sampler.anything()

    def _words(self, record: Record) -> str:
        return "" if self._dice.random() < self._plan.empty else caption(record, self._dice)
