"""The model opened up: the loop written by hand is the studio's own."""

import numpy as np
import pytest
import torch

from sdlab.course.workbench import Workbench
from sdlab.errors import BadValue
from sdlab.explain.noise import add_noise, predict_noise


@pytest.fixture(scope="module")
def bench():
    return Workbench("tiny")


def by_hand(bench, latents, num_inference_steps, prompt=""):
    """Deterministic sampling: expect the clean picture, find the noise, add it again at the next level."""
    levels = bench.timesteps(num_inference_steps)
    for t, after in zip(levels, [*levels[1:], None], strict=True):
        clean = bench.expect(latents, t, prompt)
        if after is not None:
            noise = predict_noise(latents, clean, bench.alpha_bar[t])
            latents = add_noise(clean, noise, bench.alpha_bar[after])
    return bench.decode(clean)


def test_the_loop_by_hand_gives_the_studios_picture(bench, studio):
    mine = np.asarray(by_hand(bench, bench.noise(5), 4)[0], int)
    theirs = np.asarray(studio.unconditional(seed=5, num_inference_steps=4, scheduler="ddim").picture, int)
    assert np.abs(mine - theirs).max() <= 1


def test_the_second_seed_of_a_batch_is_the_next_number(bench):
    assert torch.equal(bench.noise(3, 2)[1], bench.noise(4)[0])


def test_noise_levels_fall_from_pure_noise(bench):
    levels = bench.timesteps(20)
    assert levels[0] == 999
    assert levels == sorted(levels, reverse=True)
    assert bench.alpha_bar[999] < 1e-6
    with pytest.raises(BadValue):
        bench.timesteps(0)


def test_a_picture_goes_to_latents_and_back_at_its_size(bench, studio):
    picture = studio.text_to_image("a cat", seed=1, num_inference_steps=2).picture
    latents = bench.encode(picture)
    assert latents.shape == (1, 4, 16, 16)
    assert bench.decode(latents)[0].size == (128, 128)


def test_each_of_a_batch_may_have_words_of_its_own(bench):
    noise = bench.noise(1).repeat(2, 1, 1, 1)
    both = bench.answer(noise, 500, ["a cat", "a dog"])
    assert torch.allclose(both[1:], bench.answer(noise[:1], 500, "a dog"), atol=1e-4)
    assert not torch.allclose(both[0], both[1], atol=1e-4)


def test_its_parts_are_named_with_their_size(bench):
    assert set(bench.parts) == {"text_encoder", "unet", "vae"}
    assert "million" in bench.parts["unet"]
