"""Pictures led by line art, without a pipeline: the fixed cases at weight 0 and 1."""

from collections.abc import Sequence
from typing import Final

import torch
from diffusers import ControlNetModel, DDIMScheduler
from PIL import Image

from sdlab.explain.pixel import to_pictures
from sdlab.recipe import ControlKind
from sdlab.train.control.network import Led
from sdlab.train.control.stock import as_condition
from sdlab.train.member import Member
from sdlab.train.sampling import Sampling, guiding_states, noise
from sdlab.train.sheet import sheet
from sdlab.train.world.compose import Composer
from sdlab.train.world.line import drawings
from sdlab.train.world.record import Record, Subject

_CASES: Final[tuple[tuple[str, ControlKind, Record], ...]] = (
    ("a dog", "scribble", Record("noto", (Subject("dog"),), seed=1)),
    ("a blue car on a street", "scribble", Record("noto", (Subject("car"),), None, "street", "day", None, 2)),
    ("a house at night", "scribble", Record("noto", (Subject("house"),), None, "grass", "night", None, 3)),
    ("a smiling face", "canny", Record("noto", (Subject("smiling face", None, "small"),), seed=4)),
    ("", "canny", Record("noto", (Subject("fish"),), seed=5)),
    (
        "an astronaut riding a horse",
        "canny",
        Record("noto", (Subject("astronaut"), Subject("horse")), "riding", seed=6),
    ),
    ("a rocket", "lineart", Record("noto", (Subject("rocket"),), seed=7)),
    ("a cat", "lineart", Record("noto", (Subject("dog"),), seed=8)),
)
"""Prompt, kind of drawing, and what is drawn; the last two do not agree."""


@torch.no_grad()
def led(
    member: Member,
    control: ControlNetModel,
    prompts: Sequence[str],
    conditions: Sequence[Image.Image],
    weight: float,
    how: Sampling,
) -> list[Image.Image]:
    """One picture a prompt, led by its drawing as much as `weight` says; the n-th from `how.seed` + n."""
    # a scheduler holds the state of its run, so each run has its own
    steps: DDIMScheduler = DDIMScheduler.from_config(member.scheduler.config)
    steps.set_timesteps(how.steps)
    both_states, both_drawings = guiding_states(member, prompts), as_condition([*conditions, *conditions])
    network, latents = Led(member.joint.unet, control), noise(len(prompts), how.seed)
    for time in steps.timesteps:
        velocity = network(torch.cat([latents, latents]), time, both_states, both_drawings, weight)
        empty, wanted = velocity.chunk(2)
        latents = steps.step(empty + how.guidance * (wanted - empty), time, latents).prev_sample
    return to_pictures(member.autoencoder.decode(latents).sample)


def page(member: Member, control: ControlNetModel, composer: Composer, how: Sampling) -> Image.Image:
    """The fixed cases: the drawing, the picture at weight 0 and at weight 1, from the same noise."""
    prompts, kinds, records = zip(*_CASES, strict=True)
    conditions = drawings(composer, records, kinds)
    columns = {
        "weight 0": led(member, control, prompts, conditions, 0.0, how),
        "weight 1": led(member, control, prompts, conditions, 1.0, how),
    }
    pictures = [picture for row in zip(conditions, *columns.values(), strict=True) for picture in row]
    words = [word for prompt in prompts for word in (prompt or "no prompt", *columns)]
    return sheet(pictures, words, columns=6)
