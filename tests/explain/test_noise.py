import pytest
import torch
from diffusers import DDIMScheduler, DDPMScheduler, EulerDiscreteScheduler

from sdlab.errors import BadValue, UnknownName
from sdlab.explain import noise


@pytest.fixture
def trio():
    generator = torch.Generator().manual_seed(5)
    return [torch.randn(2, 4, 8, 8, generator=generator) for _ in range(3)]


@pytest.mark.parametrize("timestep", [0, 250, 700, 999])
def test_noising_agrees_with_diffusers(trio, timestep):
    clean, blur, _ = trio
    scheduler = DDPMScheduler(beta_schedule="scaled_linear")
    expected = scheduler.add_noise(clean, blur, torch.tensor([timestep]))
    assert torch.allclose(
        noise.add_noise(clean, blur, scheduler.alphas_cumprod[timestep]), expected, atol=1e-6
    )


@pytest.mark.parametrize("timestep", [0, 400, 900])
def test_velocity_agrees_with_diffusers(trio, timestep):
    clean, blur, _ = trio
    scheduler = DDPMScheduler()
    expected = scheduler.get_velocity(clean, blur, torch.tensor([timestep]))
    assert torch.allclose(
        noise.velocity(clean, blur, scheduler.alphas_cumprod[timestep]), expected, atol=1e-6
    )


@pytest.mark.parametrize("kind", ["epsilon", "v_prediction", "sample"])
def test_the_predicted_clean_picture_is_the_one_ddim_steps_towards(trio, kind):
    sample, output, _ = trio
    scheduler = DDIMScheduler(prediction_type=kind, clip_sample=False)
    scheduler.set_timesteps(10)
    for timestep in scheduler.timesteps[:9]:
        expected = scheduler.step(output, timestep, sample).pred_original_sample
        alpha_bar = float(scheduler.alphas_cumprod[timestep])
        assert torch.allclose(
            noise.predict_clean(sample, output, alpha_bar, kind), expected, rtol=1e-4, atol=1e-4
        )


@pytest.mark.parametrize("kind", ["epsilon", "v_prediction"])
def test_the_predicted_clean_picture_is_the_one_euler_steps_towards(trio, kind):
    sample, output, _ = trio
    scheduler = EulerDiscreteScheduler(prediction_type=kind)
    scheduler.set_timesteps(5)
    sigma = scheduler.sigmas[2]
    scheduler.scale_model_input(sample, scheduler.timesteps[2])
    expected = scheduler.step(output, scheduler.timesteps[2], sample).pred_original_sample
    ours = noise.predict_clean(noise.unit_sample(sample, sigma), output, noise.alpha_bar_of(sigma), kind)
    assert torch.allclose(ours, expected, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("alpha_bar", [1e-4, 0.3, 0.999])
def test_each_term_is_found_again(trio, alpha_bar):
    clean, blur, _ = (each.double() for each in trio)
    noisy = noise.add_noise(clean, blur, alpha_bar)
    assert torch.allclose(noise.predict_clean(noisy, blur, alpha_bar, "epsilon"), clean)
    told = noise.velocity(clean, blur, alpha_bar)
    assert torch.allclose(noise.predict_clean(noisy, told, alpha_bar, "v_prediction"), clean)
    assert torch.allclose(noise.predict_noise(noisy, clean, alpha_bar), blur)


def test_a_batch_may_have_one_noise_level_each(trio):
    clean, blur, _ = trio
    both = noise.add_noise(clean, blur, torch.tensor([0.2, 0.9]))
    assert torch.equal(both[1:], noise.add_noise(clean[1:], blur[1:], torch.tensor(0.9)))


def test_pure_noise_tells_a_noise_predictor_nothing(trio):
    sample, output, _ = trio
    with pytest.raises(BadValue, match="above 0"):
        noise.predict_clean(sample, output, 0.0, "epsilon")
    assert torch.equal(noise.predict_clean(sample, output, 0.0, "v_prediction"), -output)


def test_a_level_out_of_range_and_an_unknown_kind_are_refused(trio):
    sample, output, _ = trio
    with pytest.raises(BadValue, match=r"from 0 .* to 1"):
        noise.add_noise(sample, output, 1.5)
    with pytest.raises(BadValue, match="below 1"):
        noise.predict_noise(sample, output, 1.0)
    with pytest.raises(UnknownName, match="epsilon"):
        noise.predict_clean(sample, output, 0.5, "epsilom")
