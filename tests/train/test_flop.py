"""Operations are counted over the steps that really run, without what makes their material."""

import copy
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from sdlab.train import flop
from sdlab.train.autoencoder import AutoencoderTask, build
from sdlab.train.control.kin import Control
from sdlab.train.family import FAMILY
from sdlab.train.inpaint.kin import Inpaint
from sdlab.train.kin import WithAutoencoder, kin_of
from sdlab.train.live.kin import Live
from sdlab.train.parent import Parent
from sdlab.train.upscale.kin import Upscale
from sdlab.train.upscale.network import Shape
from sdlab.train.workshop import Workshop

SMALL = (
    Inpaint(),
    Control(),
    Live(teacher_steps=2),
    Upscale(shape=Shape(detail=(4, 8, 8), channels=(16, 16, 24), tile=32)),
)


class Dots:
    """A task whose step is one product of known size, and whose first step also makes material."""

    name, batch = "dots", 8

    def __init__(self) -> None:
        self.model = nn.Linear(16, 4, bias=False)
        self.steps = 0

    def loss(self, share: float) -> torch.Tensor:
        self.steps += 1
        if self.steps == 1:
            torch.randn(100, 100) @ torch.randn(100, 100)
        return self.model(torch.randn(self.batch, 16)).square().sum()


def test_a_product_costs_twice_its_multiplications_forward_and_as_much_for_its_weights() -> None:
    assert flop.of_sample(Dots()) == 2 * (2 * 16 * 4)


def test_the_cost_of_a_sample_does_not_depend_on_the_batch(trained: Workshop) -> None:
    blank = np.zeros((1, 128, 128, 3), np.uint8)
    made = build(trained.sizes.vae)
    small, large = (AutoencoderTask(blank, blank, print, made, batch=batch) for batch in (2, 6))
    assert flop.of_sample(small) == flop.of_sample(large) > 0


def test_a_kept_encoder_costs_less_and_longer_captions_at_the_end_count(trained: Workshop) -> None:
    found = flop.of_first(trained)
    assert set(found) == {"vae", "decoder", "denoiser"}
    assert 0 < found["decoder"] < found["vae"]
    task = flop._denoiser(trained)
    short, long = (flop.of_sample(task, {share: 1.0}) for share in (0.5, 0.95))
    assert short < long
    assert found["denoiser"] == pytest.approx(0.9 * short + 0.1 * long)


@pytest.mark.parametrize("kin", SMALL, ids=lambda kin: kin.name)
def test_every_stage_of_every_member_is_counted_and_nothing_is_changed(
    kin, trained: Workshop, shelf: Path
) -> None:
    parent, before = Parent.load(shelf), copy.copy(kin.plan)
    state, sizes = torch.get_rng_state(), trained.sizes
    found = flop.of_kin(kin, trained, parent)
    assert set(found) == {kin.name} | ({f"{kin.name}-vae"} if isinstance(kin, WithAutoencoder) else set())
    assert all(value > 0 for value in found.values())
    assert kin.plan == before
    assert trained.sizes == sizes
    assert torch.equal(torch.get_rng_state(), state)
    assert all(weight.grad is None for weight in parent.member.joint.parameters())


def test_no_member_is_left_out() -> None:
    assert {kin.name for kin in SMALL} == set(FAMILY)
    assert all(kin_of(f"tiny-{name}").plan.batch for name in FAMILY)
