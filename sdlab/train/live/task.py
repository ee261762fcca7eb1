"""Training `tiny-live`: from any point of the teacher's guided trajectories straight to its end."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from PIL import Image
from torch import Tensor

from sdlab.train.denoiser import OUTER, plain_attention
from sdlab.train.latent import channels_last
from sdlab.train.live.consistency import Consistency, pseudo_huber
from sdlab.train.live.student import Student
from sdlab.train.live.trajectory import Point
from sdlab.train.member import Member
from sdlab.train.muon import optimisers
from sdlab.train.plan import Worded
from sdlab.train.precision import mixed
from sdlab.train.ring import Ring


@dataclass(frozen=True)
class Plan(Worded):
    """How a run goes.

    Attributes:
        autoencoder: share of the time that the lighter decoder gets.
        details: crops a step of its training.
        points: that are kept to be drawn from; a run begins with a quarter of them.
    """

    autoencoder: float = 0.3
    details: int = 16
    empty: float = 0.05
    reuse: int = 4
    points: int = 3840
    muon_lr: float = 1e-3
    adam_lr: float = 3e-4


class LiveTask:
    """The training as the loop wants it.

    Args:
        parent: the teacher, with all that it shares.
        student: whose denoiser is trained; its autoencoder is done.
        ring: where the points that are learned from come from.
        plan: how the run goes.
        page: draws the sheet of fixed prompts.
        compiled: compile the student.
    """

    name = "live"

    def __init__(
        self,
        parent: Member,
        student: Student,
        ring: Ring[Point],
        plan: Plan,
        page: Callable[[], Image.Image],
        compiled: bool = True,
    ) -> None:
        student.vae.requires_grad_(False)
        self._parent, self.model, self.batch, self.page = parent, student, plan.batch, page
        self.optimisers = optimisers(student.unet, plan.muon_lr, plan.adam_lr, OUTER)
        self._ring = ring
        self._consistency = Consistency(parent.scheduler)
        self._forward = torch.compile(student.unet, dynamic=False) if compiled else student.unet

    def loss(self, share: float) -> Tensor:  # noqa: ARG002  the world is the same all the time
        """The loss of the next batch; its points are of many trajectories, so captions and times differ."""
        points = self._ring.taken(self.batch)
        noisy = channels_last(torch.stack([point.noisy for point in points]))
        ends = torch.stack([point.end for point in points])
        times = torch.tensor([point.time for point in points])
        with plain_attention(), mixed():
            with torch.no_grad():
                states = self._parent.states([point.caption for point in points])
            velocity = self._forward(noisy, times, encoder_hidden_states=states, return_dict=False)[0]
        return pseudo_huber(self._consistency.clean(noisy, velocity.float(), times) - ends)
