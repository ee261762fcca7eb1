import numpy as np
import pytest
import torch

from sdlab.errors import BadValue, DamagedFile


def difference(one, other):
    return np.abs(np.asarray(one, np.int16) - np.asarray(other, np.int16)).mean()


def test_the_higher_the_timestep_the_less_is_left(studio, scene):
    looks = [studio.glimpse(scene, timestep, "a cat", seed=2) for timestep in (0, 400, 999)]
    levels = [look.alpha_bar for look in looks]
    assert levels == sorted(levels, reverse=True)
    assert looks[0].noisy.size == (studio.facts.width, studio.facts.height)
    assert difference(looks[0].noisy, looks[1].noisy) > 1
    assert difference(looks[0].clean, looks[0].noisy) < difference(looks[1].clean, looks[1].noisy)


def test_a_look_at_pure_noise_is_the_first_step_of_a_run(studio):
    """With a schedule that ends in pure noise the picture beneath does not matter."""
    run = studio.text_to_image("a cat", seed=2, num_inference_steps=2, scheduler="ddim")
    look = studio.glimpse(np.zeros((128, 128, 3)), run.film[0].timestep, "a cat", seed=2)
    assert look.alpha_bar < 1e-6
    predicted = -look.guidance.guided.float()[0].numpy()
    assert np.allclose(predicted, run.film[0].clean, atol=2e-2)


def test_guidance_stretches_what_the_prompt_changes(studio, scene):
    look = studio.glimpse(scene, 600, "a cat", guidance_scale=3.0)
    assert torch.allclose(
        look.guidance.guided, look.guidance.unconditional + 3 * look.guidance.push, atol=1e-5
    )
    unled = studio.glimpse(scene, 600, "a cat", guidance_scale=0.0)
    assert torch.allclose(unled.guidance.guided, look.guidance.unconditional, atol=1e-5)
    empty = studio.glimpse(scene, 600, "")
    assert empty.guidance.push.abs().max() < 1e-4


def test_models_with_a_large_autoencoder_look_too(family_studio, scene):
    look = family_studio.glimpse(scene, 500, "a cat")
    assert look.latents.shape[1] == 4
    assert look.clean.size == look.noisy.size
    with pytest.raises(BadValue, match="from 0 to 999"):
        family_studio.glimpse(scene, 1000)


def test_what_cannot_be_looked_at_is_refused(studio, scene):
    for timestep in (-1, 1000, 3.5):
        with pytest.raises(BadValue, match="whole number from 0 to 999"):
            studio.glimpse(scene, timestep)
    with pytest.raises(DamagedFile):
        studio.glimpse(b"text", 5)
