"""A run's film: a frame for every step, and what each shows."""

import numpy as np
import pytest

from sdlab.models.scheduler import SCHEDULERS


def test_there_is_a_frame_for_every_step(studio):
    run = studio.text_to_image("a cat", seed=1, num_inference_steps=4)
    assert [frame.step for frame in run.film] == [1, 2, 3, 4]
    assert {frame.steps for frame in run.film} == {4}
    times = [frame.timestep for frame in run.film]
    assert times == sorted(times, reverse=True)


def test_two_look_schedulers_have_a_frame_for_every_look(studio):
    assert len(studio.text_to_image("a cat", seed=1, num_inference_steps=4, scheduler="heun").film) == 7


def test_each_picture_of_a_batch_has_its_own_film(studio):
    one, other = studio.text_to_image("a cat", seed=1, count=2, num_inference_steps=2)
    alone = studio.text_to_image("a cat", seed=2, num_inference_steps=2)
    assert np.allclose(other.film[0].clean, alone.film[0].clean, atol=0.02)
    assert not np.allclose(one.film[0].clean, alone.film[0].clean, atol=0.02)


@pytest.mark.parametrize("scheduler", ["ddim", "euler", "dpmpp_2m"])
def test_the_last_clean_prediction_is_the_picture(studio, scheduler):
    # after the last step nothing noisy is left: what is held and what is predicted meet
    film = studio.text_to_image("a cat", seed=1, num_inference_steps=12, scheduler=scheduler).film
    gaps = [float(np.abs(frame.noisy.astype(float) - frame.clean.astype(float)).mean()) for frame in film]
    assert gaps[-1] < 0.2 * gaps[0]
    assert gaps[-1] < 0.15 * float(np.abs(film[-1].clean.astype(float)).mean())


def test_the_first_prediction_does_not_depend_on_how_a_scheduler_keeps_its_sample(studio):
    films = {
        name: studio.text_to_image("a cat", seed=1, num_inference_steps=4, scheduler=name).film
        for name in ("ddim", "euler")
    }
    assert SCHEDULERS["ddim"].keeps_variance != SCHEDULERS["euler"].keeps_variance
    assert np.allclose(films["ddim"][0].clean, films["euler"][0].clean, atol=0.1)
    assert np.allclose(films["ddim"][0].noisy, films["euler"][0].noisy, atol=0.2)


def test_listeners_see_the_frames_as_they_come(studio):
    seen = []
    job = studio.submit([studio.recipe("text_to_image", prompt="a cat", num_inference_steps=3)])
    job.listen(lambda news: seen.append(news.frame))
    run = job.wait()[0]
    assert [frame for frame in seen if frame] == list(run.film)
