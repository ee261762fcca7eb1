import numpy as np
import pytest
from diffusers import DDIMScheduler, DDPMScheduler, EulerDiscreteScheduler

from sdlab.errors import BadValue, UnknownName
from sdlab.explain.schedule import schedule_of, timesteps

STABLE = {"beta_schedule": "scaled_linear", "beta_start": 0.00085, "beta_end": 0.012}


@pytest.mark.parametrize("zero", [False, True])
@pytest.mark.parametrize(
    "config", [{}, STABLE, {"beta_schedule": "squaredcos_cap_v2"}, {"trained_betas": [0.1, 0.2]}]
)
def test_alpha_bar_is_that_of_diffusers(config, zero):
    config = config | {"rescale_betas_zero_snr": zero}
    expected = DDPMScheduler(**config).alphas_cumprod.numpy()
    assert np.allclose(schedule_of(config).alpha_bar, expected, atol=2e-6)


def test_sigma_is_that_of_euler():
    scheduler = EulerDiscreteScheduler(**STABLE)
    scheduler.set_timesteps(1000)
    assert np.allclose(schedule_of(STABLE).sigma[::-1], scheduler.sigmas[:-1].numpy(), rtol=1e-3)


def test_signal_and_blur_share_one_unit_of_variance():
    schedule = schedule_of(STABLE)
    assert np.allclose(schedule.signal**2 + schedule.blur**2, 1)
    assert np.allclose(schedule.snr, (schedule.signal / schedule.blur) ** 2)
    assert (np.diff(schedule.alpha_bar) < 0).all()


def test_a_zero_snr_schedule_ends_in_pure_noise():
    schedule = schedule_of(STABLE | {"rescale_betas_zero_snr": True})
    assert schedule.snr[-1] == 0
    assert np.isinf(schedule.sigma[-1])


@pytest.mark.parametrize("steps", [1, 3, 20, 50, 1000])
@pytest.mark.parametrize("spacing", ["leading", "linspace", "trailing"])
def test_timesteps_are_those_of_diffusers(spacing, steps):
    config = STABLE | {
        "timestep_spacing": spacing,
        "steps_offset": 1 if spacing == "leading" and steps < 1000 else 0,
    }
    scheduler = DDIMScheduler(**config)
    scheduler.set_timesteps(steps)
    assert timesteps(config, steps).tolist() == scheduler.timesteps.tolist()


def test_what_no_schedule_can_be_is_refused():
    with pytest.raises(UnknownName, match="scaled_linear"):
        schedule_of({"beta_schedule": "scaled-linear"})
    with pytest.raises(UnknownName, match="trailing"):
        timesteps({"timestep_spacing": "trailin"}, 10)
    for steps in (0, 1001):
        with pytest.raises(BadValue, match="from 1 to 1000"):
            timesteps({}, steps)
