"""Training `tiny-live`: from any point of the teacher's guided trajectories straight to its end."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch
from diffusers import UNet2DConditionModel
from PIL import Image
from torch import Tensor

from sdlab.train.denoiser import plain_attention
from sdlab.train.live.consistency import Consistency, pseudo_huber
from sdlab.train.live.trajectory import Guide, Points, joined
from sdlab.train.member import Member
from sdlab.train.muon import optimisers
from sdlab.train.world.caption import caption
from sdlab.train.world.sampler import Sampler

_CHUNK: Final = 64
_OUTER: Final = frozenset(("conv_in.weight", "conv_out.weight"))


@dataclass(frozen=True)
class Plan:
    """How a run goes.

    Attributes:
        simple: share of captions of one thing on plain ground.
        empty: share of captions left empty, for pictures without a prompt.
        reuse: how often a point is used before it is replaced.
        lots: lots of 64 trajectories that points are drawn from; a run begins with a quarter of them.
        batch: points a step.
        muon_lr: step size of weight matrices.
        adam_lr: step size of everything else.
    """

    simple: float = 0.3
    empty: float = 0.05
    reuse: int = 4
    lots: int = 12
    batch: int = 64
    muon_lr: float = 1e-3
    adam_lr: float = 3e-4


class LiveTask:
    """The training as the loop wants it.

    Args:
        parent: the teacher, with all that it shares.
        unet: the student, which begins as a copy of the teacher's U-Net.
        guide: makes the points that are learned from.
        sampler: where the captions' records come from.
        plan: how the run goes.
        page: draws the sheet of fixed prompts.
        compiled: compile the student.
    """

    name = "live"

    def __init__(
        self,
        parent: Member,
        unet: UNet2DConditionModel,
        guide: Guide,
        sampler: Sampler,
        plan: Plan,
        page: Callable[[], Image.Image],
        compiled: bool = True,
    ) -> None:
        self._parent, self.model, self.batch = parent, unet, plan.batch
        self.optimisers = optimisers(unet, plan.muon_lr, plan.adam_lr, _OUTER)
        self._guide, self._sampler, self._plan, self._page = guide, sampler, plan, page
        self._consistency = Consistency(parent.scheduler)
        self._dice = random.Random(0)
        self._forward = torch.compile(unet, dynamic=False) if compiled else unet
        self._lots: list[Points] = []
        self._owed = 0

    def loss(self, share: float) -> Tensor:  # noqa: ARG002  the world is the same all the time
        """The loss of the next batch; points are renewed as the plan says."""
        self._feed()
        points = self._batch()
        noisy = points.noisy.contiguous(memory_format=torch.channels_last)
        with plain_attention(), torch.autocast("cpu", torch.bfloat16):
            with torch.no_grad():
                states = self._parent.states(points.captions)
            velocity = self._forward(noisy, points.times, encoder_hidden_states=states, return_dict=False)[0]
        return pseudo_huber(self._consistency.clean(noisy, velocity.float(), points.times) - points.ends)

    def look(self, folder: Path, seen: int) -> None:
        """Write the sheet of fixed prompts."""
        self.model.eval()
        self._page().save(folder / f"{self.name}-{seen:07d}.png")
        self.model.train()

    def _feed(self) -> None:
        while len(self._lots) < max(self._plan.lots // 4, 1):
            self._lots.append(self._guide.points(self._captions, self._dice))
        self._owed += self.batch
        if self._owed >= self._plan.reuse * len(self._lots[0]):
            self._owed -= self._plan.reuse * len(self._lots[0])
            lots = [*self._lots, self._guide.points(self._captions, self._dice)]
            self._lots = lots[-self._plan.lots :]

    def _batch(self) -> Points:
        """A batch of points from any lots, so that captions and times differ."""
        lots = [self._dice.choice(self._lots) for _ in range(self.batch)]
        return joined([lot.picked([self._dice.randrange(len(lot))]) for lot in lots])

    def _captions(self) -> list[str]:
        return [self._words() for _ in range(_CHUNK)]

    def _words(self) -> str:
        if self._dice.random() < self._plan.empty:
            return ""
        simple = self._dice.random() < self._plan.simple
        return caption(self._sampler.simple() if simple else self._sampler.anything(), self._dice)
