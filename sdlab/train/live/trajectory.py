"""What the student learns from: points of the teacher's guided trajectories, and the ends they lead to.

The teacher walks all the way, so its ends are exact and the student needs no moving target of its own. A
trajectory begins where the student's sampler will be: in pure noise, or in what the student (or the teacher)
made so far, with fresh noise on it.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import torch
from diffusers import UNet2DConditionModel
from torch import Tensor

from sdlab.train.denoiser import plain_attention
from sdlab.train.live.consistency import Consistency
from sdlab.train.member import Member
from sdlab.train.sampling import guiding_states

_STEPS: Final = (2, 4, 4, 4, 6, 8)
"""Lengths of the student's walks, which decide where trajectories begin: mostly those of four steps."""


@dataclass(frozen=True)
class Points:
    """Points of trajectories.

    Attributes:
        noisy: [point, 4, 16, 16].
        times: [point], steps of the schedule.
        ends: [point, 4, 16, 16], the clean latents at the end of each point's trajectory.
        captions: one a point.
    """

    noisy: Tensor
    times: Tensor
    ends: Tensor
    captions: list[str]

    def __len__(self) -> int:
        return len(self.captions)

    def picked(self, rows: Sequence[int]) -> "Points":
        """Some of them."""
        chosen = list(rows)
        captions = [self.captions[row] for row in chosen]
        return Points(self.noisy[chosen], self.times[chosen], self.ends[chosen], captions)


def joined(parts: Sequence[Points]) -> Points:
    """All points of several lots."""
    return Points(
        torch.cat([part.noisy for part in parts]),
        torch.cat([part.times for part in parts]),
        torch.cat([part.ends for part in parts]),
        [words for part in parts for words in part.captions],
    )


class Guide:
    """Walks the teacher's guided trajectories from where the student will stand.

    Args:
        teacher: the parent, with its averaged weights.
        student: the U-Net under training.
        guidance: what the student is to have built in.
        stride: steps of the schedule between two points of a trajectory; 50 makes 20 points of a whole one.
        kept: points kept of a trajectory: its beginning, and others at random.
        compiled: compile the teacher.
    """

    def __init__(
        self,
        teacher: Member,
        student: UNet2DConditionModel,
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
    def points(self, captions: Callable[[], list[str]], dice: random.Random) -> Points:
        """Points of new trajectories, one trajectory a caption; a third goes on from the last lot's ends."""
        with plain_attention(), torch.autocast("cpu", torch.bfloat16):
            if self._before is not None and dice.random() < 0.3:
                ends, words = self._before
                start = dice.choice(self._consistency.schedule(dice.choice(_STEPS))[1:])
                noisy = self._at(ends, start)
                states = guiding_states(self._teacher, words)
            else:
                words = captions()
                states = guiding_states(self._teacher, words)
                noisy, start = self._stood(len(words), states, dice)
            lot = self._walked(noisy, start, states, words)
        self._before = (lot[0].ends, words)
        others = dice.sample(lot[1:], min(self._kept - 1, len(lot) - 1))
        return joined([lot[0], *others])

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

    def _walked(self, noisy: Tensor, start: int, states: Tensor, words: list[str]) -> list[Points]:
        """The teacher's way from there to the end: one lot a step, all with the same ends."""
        passed = []
        for now in range(start, 0, -self._stride):
            at = torch.full((len(words),), now)
            passed.append((noisy, at))
            velocity = self._velocity(noisy, at, states)
            if now > self._stride:
                noisy = self._consistency.advanced(noisy, velocity, at, at - self._stride)
        ends = self._consistency.predicted(noisy, velocity, at)
        return [Points(there, at, ends, words) for there, at in passed]

    def _velocity(self, noisy: Tensor, times: Tensor, states: Tensor) -> Tensor:
        """The teacher's guided velocity."""
        both = torch.cat([noisy, noisy]).contiguous(memory_format=torch.channels_last)
        found = self._unet(both, torch.cat([times, times]), encoder_hidden_states=states, return_dict=False)[
            0
        ]
        empty, wanted = found.float().chunk(2)
        guided: Tensor = empty + self._guidance * (wanted - empty)
        return guided

    def _at(self, clean: Tensor, time: int) -> Tensor:
        """Clean latents with fresh noise, as strong as at a time."""
        return self._consistency.renoised(clean, torch.randn_like(clean), torch.full((len(clean),), time))
