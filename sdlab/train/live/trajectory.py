"""What the student learns from: points of the teacher's guided trajectories, and the ends they lead to.

The teacher walks all the way, so its ends are exact and the student needs no moving target of its own. A
trajectory begins where the student's sampler will be: in pure noise, or in what the student (or the teacher)
made so far, with fresh noise on it.
"""

import random
from collections.abc import Callable
from itertools import pairwise
from typing import Final, NamedTuple

import torch
from torch import Tensor

from sdlab.models.skip_transformer import SkipTransformer2DModel
from sdlab.train.denoiser import plain_attention
from sdlab.train.latent import channels_last
from sdlab.train.live.consistency import Consistency
from sdlab.train.member import Member
from sdlab.train.precision import mixed
from sdlab.train.sampling import guiding_states

_STEPS: Final = (2, 4, 4, 4, 6, 8)
"""Lengths of the student's walks, which decide where trajectories begin: mostly those of four steps."""


class Point(NamedTuple):
    """A point of a trajectory.

    Attributes:
        noisy: [4, 16, 16].
        time: a step of the schedule.
        end: [4, 16, 16], the clean latents at the trajectory's end.
        caption: of the trajectory.
    """

    noisy: Tensor
    time: int
    end: Tensor
    caption: str


class Guide:
    """Walks the teacher's guided trajectories from where the student will stand.

    Args:
        teacher: the parent, with its averaged weights.
        student: the denoiser under training.
        guidance: what the student is to have built in.
        stride: steps of the schedule between two points of a trajectory; 50 makes 20 points of a whole one.
        kept: points kept of a trajectory: its beginning, and others at random.
        compiled: compile the teacher.
    """

    def __init__(
        self,
        teacher: Member,
        student: SkipTransformer2DModel,
        guidance: float,
        stride: int = 50,
        kept: int = 5,
        compiled: bool = True,
    ) -> None:
        self._teacher, self._student, self._guidance = teacher, student, guidance
        self._stride, self._kept = stride, kept
        self._consistency = Consistency(teacher.scheduler)
        unet = teacher.joint.unet
        self._unet = torch.compile(unet, dynamic=False) if compiled else unet
        self._before: tuple[Tensor, list[str]] | None = None

    @torch.no_grad()
    def points(self, captions: Callable[[], list[str]], dice: random.Random) -> list[Point]:
        """Points of new trajectories, one trajectory a caption; a third goes on from the last lot's ends."""
        with plain_attention(), mixed():
            if self._before is not None and dice.random() < 0.3:
                ends, words = self._before
                start = dice.choice(self._consistency.schedule(dice.choice(_STEPS))[1:])
                noisy = self._at(ends, start)
                states = guiding_states(self._teacher, words)
            else:
                words = captions()
                states = guiding_states(self._teacher, words)
                noisy, start = self._stood(len(words), states, dice)
            passed, ends = self._walked(noisy, start, states)
        self._before = (ends, words)
        others = dice.sample(passed[1:], min(self._kept - 1, len(passed) - 1))
        return [
            Point(there, time, end, caption)
            for time, noisy in (passed[0], *others)
            for there, end, caption in zip(noisy, ends, words, strict=True)
        ]

    def _stood(self, count: int, states: Tensor, dice: random.Random) -> tuple[Tensor, int]:
        """Where the student stands after some of its own steps, none included, and the time there."""
        times = self._consistency.schedule(dice.choice(_STEPS))
        taken = dice.randrange(len(times))
        wanted = states[count:]
        noisy = torch.randn(count, 4, 16, 16)
        for now, after in pairwise(times[: taken + 1]):
            at = torch.full((count,), now)
            velocity = self._student(noisy, at, encoder_hidden_states=wanted).sample.float()
            noisy = self._at(self._consistency.clean(noisy, velocity, at), after)
        return noisy, times[taken]

    def _walked(self, noisy: Tensor, start: int, states: Tensor) -> tuple[list[tuple[int, Tensor]], Tensor]:
        """The teacher's way from there: where it stood at which time, and the clean latents at its end."""
        passed = []
        for now in range(start, 0, -self._stride):
            passed.append((now, noisy))
            at = torch.full((len(noisy),), now)
            velocity = self._velocity(noisy, at, states)
            if now > self._stride:
                noisy = self._consistency.advanced(noisy, velocity, at, at - self._stride)
        return passed, self._consistency.predicted(noisy, velocity, at)

    def _velocity(self, noisy: Tensor, times: Tensor, states: Tensor) -> Tensor:
        """The teacher's guided velocity."""
        both, at = channels_last(torch.cat([noisy, noisy])), torch.cat([times, times])
        found = self._unet(both, at, encoder_hidden_states=states, return_dict=False)[0]
        empty, wanted = found.float().chunk(2)
        guided: Tensor = empty + self._guidance * (wanted - empty)
        return guided

    def _at(self, clean: Tensor, time: int) -> Tensor:
        """Clean latents with fresh noise, as strong as at a time."""
        return self._consistency.renoised(clean, torch.randn_like(clean), torch.full((len(clean),), time))
