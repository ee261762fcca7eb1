"""What is trained is what `LCMScheduler` samples."""

import pytest
import torch

from sdlab.train import denoiser
from sdlab.train.live.consistency import Consistency, lcm_scheduler, pseudo_huber


@pytest.fixture
def consistency() -> Consistency:
    return Consistency(denoiser.build_scheduler())


@pytest.mark.parametrize("steps", [1, 2, 4, 8])
def test_a_perfect_consistency_function_gives_the_clean_latents(consistency: Consistency, steps: int) -> None:
    """Whatever noise the scheduler adds between its steps, one step or many."""
    scheduler = lcm_scheduler(denoiser.build_scheduler())
    scheduler.set_timesteps(steps)
    clean, latents = torch.randn(2, 3, 4, 16, 16)
    for time in scheduler.timesteps:
        velocity = consistency.velocity(latents, clean, time.expand(3))
        latents = scheduler.step(velocity, time, latents).prev_sample
    assert torch.allclose(latents, clean, atol=1e-4)


def test_the_trained_function_is_what_the_scheduler_calls_denoised(consistency: Consistency) -> None:
    noisy, velocity = torch.randn(2, 1, 4, 16, 16)
    for time in (19, 259, 499, 759, 999):
        scheduler = lcm_scheduler(denoiser.build_scheduler())
        scheduler.set_timesteps(50)
        theirs = scheduler.step(velocity, time, noisy).denoised
        ours = consistency.clean(noisy, velocity, torch.tensor([time]))
        assert torch.allclose(ours, theirs, atol=1e-5)


def test_the_first_step_is_pure_noise(consistency: Consistency) -> None:
    assert consistency.schedule(4) == [999, 759, 499, 259]
    clean, noise = torch.randn(2, 1, 4, 16, 16)
    assert torch.allclose(consistency.renoised(clean, noise, torch.tensor([999])), noise, atol=1e-3)


def test_steps_along_a_straight_way_reach_its_end(consistency: Consistency) -> None:
    """With the true velocity of one picture and its noise, DDIM steps stay on the way between the two."""
    clean, noise = torch.randn(2, 2, 4, 16, 16)
    objective = denoiser.Objective(denoiser.build_scheduler())
    now, after = torch.full((2,), 999), torch.full((2,), 449)
    noisy, velocity = objective.noised(clean, noise, now)
    reached = consistency.advanced(noisy, velocity, now, after)
    assert torch.allclose(reached, objective.noised(clean, noise, after)[0], atol=1e-4)


def test_the_loss_is_nothing_for_nothing_and_grows_in_a_straight_line() -> None:
    assert pseudo_huber(torch.zeros(4)) == 0.0
    small, large = pseudo_huber(torch.full((4,), 5.0)), pseudo_huber(torch.full((4,), 10.0))
    assert (large / small).item() == pytest.approx(2.0, abs=0.02)
