"""Pictures in a few steps without guidance, drawn with `LCMScheduler` as the pipelines do."""

from collections.abc import Sequence
from typing import Final

import torch
from PIL import Image

from sdlab.explain.pixel import to_pictures
from sdlab.train.live.consistency import lcm_scheduler
from sdlab.train.live.student import Student
from sdlab.train.member import Member
from sdlab.train.sampling import Sampling, sampled
from sdlab.train.sheet import PROMPTS, sheet

_COLUMNS: Final = 8


@torch.no_grad()
def drawn(
    parent: Member, student: Student, prompts: Sequence[str], steps: int, seed: int
) -> list[Image.Image]:
    """One picture a prompt; the n-th from seed `seed` + n, the noise between its steps included."""
    scheduler = lcm_scheduler(parent.scheduler)
    scheduler.set_timesteps(steps)
    generators = [torch.Generator().manual_seed(seed + index) for index in range(len(prompts))]
    latents = torch.cat([torch.randn(1, 4, 16, 16, generator=generator) for generator in generators])
    states = parent.states(prompts)
    for time in scheduler.timesteps:
        velocity = student.unet(latents, time, encoder_hidden_states=states).sample
        latents = scheduler.step(velocity, time, latents, generator=generators).prev_sample
    return to_pictures(student.vae.decode(latents).sample)


def page(
    parent: Member,
    student: Student,
    steps: int,
    teacher: Sampling,
    prompts: Sequence[str] = PROMPTS,
) -> Image.Image:
    """The documentation's prompts by the teacher, and in a row below by the student from the same seeds."""
    slow = sampled(parent, prompts, teacher)
    fast = drawn(parent, student, prompts, steps, teacher.seed)
    shown: list[Image.Image] = []
    captions: list[str] = []
    for start in range(0, len(prompts), _COLUMNS):
        row = range(len(prompts))[start : start + _COLUMNS]
        for pictures, count in ((slow, teacher.steps), (fast, steps)):
            shown += [pictures[index] for index in row]
            captions += [f"{count}: {prompts[index]}" for index in row]
    return sheet(shown, captions, columns=min(_COLUMNS, len(prompts)))
