"""What training costs in floating point operations: counted over real training steps, not estimated."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

import numpy as np
import torch
from torch.utils.flop_counter import FlopCounterMode

from sdlab.train import denoiser
from sdlab.train.autoencoder import AutoencoderTask, build
from sdlab.train.denoiser import Joint
from sdlab.train.denoising import DenoiserTask, Plan
from sdlab.train.diet import Diet
from sdlab.train.kin import Kin, WithAutoencoder
from sdlab.train.latent import Encoded
from sdlab.train.loop import Task
from sdlab.train.member import Member
from sdlab.train.parent import Parent
from sdlab.train.ring import Ring
from sdlab.train.workshop import Workshop

COUNTED: Final = (
    "products and convolutions, forward and backward, counted by torch.utils.flop_counter over training "
    "steps, times the samples; the optimiser and the making of training material (composed and encoded "
    "pictures, a teacher's trajectories) are left out"
)
"""What the numbers are, for the card."""
_FEW: Final = {"batch": 2, "details": 2, "points": 4, "pictures": 2}
"""Sizes of plans while steps are counted: the cost of a sample does not depend on them, the time does."""
_TYPICAL: Final = {0.5: 1.0}
_LONG_AT_LAST: Final = {0.5: 0.9, 0.95: 0.1}
"""Places in a run → the part of it they stand for: the denoiser's captions are longer in the last tenth."""


def of_sample(task: Task, places: Mapping[float, float] = _TYPICAL) -> float:
    """Operations for each training sample.

    Args:
        task: what is trained; not compiled, because a counter does not see into compiled code.
        places: where in the run steps are looked at → the part of the run that they stand for.
    """
    # the first step makes the material of all others
    task.loss(0.0)
    return sum(part * _of_step(task, share) for share, part in places.items()) / task.batch


def _of_step(task: Task, share: float) -> int:
    with FlopCounterMode(display=False) as counter:
        task.loss(share).backward()  # type: ignore[no-untyped-call]
    return int(counter.get_total_flops())


def of_first(workshop: Workshop) -> dict[str, float]:
    """Operations for each sample of the stages of `tiny`, by the names of their checkpoints."""
    with torch.random.fork_rng(devices=[]):
        found = {task.name: of_sample(task) for task in _autoencoders(workshop)}
        return found | {DenoiserTask.name: of_sample(_denoiser(workshop), _LONG_AT_LAST)}


def of_kin(kin: Kin, workshop: Workshop, parent: Parent) -> dict[str, float]:
    """Operations for each sample of the stages of a member, by the names of their checkpoints."""
    with torch.random.fork_rng(devices=[]):
        return {task.name: of_sample(task) for task in _stages(kin, workshop, parent)}


def _autoencoders(workshop: Workshop) -> Iterator[AutoencoderTask]:
    """Both ways to train the autoencoder, on blank pictures: what they show costs nothing."""
    blank = np.zeros((1, 128, 128, 3), np.uint8)
    for name in ("vae", "decoder"):
        made = build(workshop.sizes.vae)
        alone = name == "decoder"
        yield AutoencoderTask(blank, blank, workshop.say, made, name, _FEW["batch"], decoder_only=alone)


def _denoiser(workshop: Workshop) -> DenoiserTask:
    """The denoiser's training, on blank latents."""
    plan = Plan(batch=_FEW["batch"])
    joint = Joint.fresh(workshop.tokenizer, workshop.sizes.unet)
    member = Member(workshop.autoencoder, joint, workshop.tokenizer, denoiser.build_scheduler())
    diet = Diet(workshop.sampler(4), plan.simple, plan.empty)
    ring = Ring(lambda: [Encoded(torch.zeros(4, 16, 16), diet.record())], 1, plan.reuse)
    return DenoiserTask(member, ring, diet, plan, compiled=False)


def _stages(kin: Kin, workshop: Workshop, parent: Parent) -> Iterator[Task]:
    """The trainings of a member, with as little material as will do."""
    small, lean = copy.copy(workshop), copy.copy(kin)
    few = _FEW["pictures"]
    small.sizes = replace(workshop.sizes, ring=_FEW["points"], stock=few, held=few)
    sizes = {name: size for name, size in _FEW.items() if hasattr(kin.plan, name)}
    lean.plan = replace(kin.plan, **sizes)
    network = lean.begin(parent)
    if isinstance(lean, WithAutoencoder):
        yield lean.details(small, network)
    yield lean.task(small, parent, network, False)
