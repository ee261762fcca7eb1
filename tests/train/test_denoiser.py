"""The objective, the batches, the curriculum, the tokens."""

import random
from functools import partial

import numpy as np
import pytest
import torch
from PIL import Image

from sdlab.explain.pixel import to_tensor
from sdlab.train import denoiser
from sdlab.train.denoising import SHORT, DenoiserTask, Plan
from sdlab.train.diet import Diet
from sdlab.train.latent import drawn_lot, shifted
from sdlab.train.member import Member
from sdlab.train.ring import Ring
from sdlab.train.text import LENGTH, learn_vocabulary, load_tokenizer, tokens
from sdlab.train.workshop import Workshop
from sdlab.train.world.caption import some_captions
from sdlab.train.world.compose import Composer
from sdlab.train.world.sampler import Sampler


@pytest.fixture
def task(trained: Workshop, composer: Composer, sampler: Sampler) -> DenoiserTask:
    member = Member(
        trained.autoencoder, trained.member().joint, trained.tokenizer, denoiser.build_scheduler()
    )
    diet = Diet(sampler, 0.3, 0.1)
    ring = Ring(partial(drawn_lot, composer, trained.autoencoder, diet.record, random.Random(0)), 64, 2)
    return DenoiserTask(member, ring, diet, Plan(batch=8), compiled=False)


def test_the_last_step_is_pure_noise_and_its_velocity_the_picture() -> None:
    objective = denoiser.Objective(denoiser.build_scheduler())
    latents, noise = torch.randn(2, 3, 4, 16, 16)
    noisy, velocity = objective.noised(latents, noise, torch.full((3,), denoiser.STEPS - 1))
    assert torch.allclose(noisy, noise, atol=1e-3)
    assert torch.allclose(velocity, -latents, atol=1e-3)


def test_noising_agrees_with_the_scheduler_that_is_shipped() -> None:
    scheduler = denoiser.build_scheduler()
    objective = denoiser.Objective(scheduler)
    latents, noise = torch.randn(2, 5, 4, 16, 16)
    times = torch.tensor([0, 250, 500, 900, 999])
    noisy, velocity = objective.noised(latents, noise, times)
    assert torch.allclose(noisy, scheduler.add_noise(latents, noise, times), atol=1e-5)
    assert torch.allclose(velocity, scheduler.get_velocity(latents, noise, times), atol=1e-5)


def test_only_nearly_clean_steps_weigh_less_than_one() -> None:
    objective = denoiser.Objective(denoiser.build_scheduler())
    assert objective._weight[500:].eq(1.0).all()
    assert objective._weight[0] < 0.1
    assert objective._weight.diff().ge(0).all()


def test_times_are_spread_evenly_over_the_schedule() -> None:
    times = denoiser.Objective(denoiser.build_scheduler()).times(10)
    assert sorted(int(time) // 100 for time in times) == list(range(10))


def test_a_perfect_guess_costs_nothing_and_a_wrong_one_something() -> None:
    objective = denoiser.Objective(denoiser.build_scheduler())
    velocity, times = torch.randn(4, 4, 16, 16), torch.tensor([900, 950, 990, 999])
    assert objective.loss(velocity, velocity, times) == 0.0
    assert objective.loss(velocity + 1.0, velocity, times) == pytest.approx(1.0)


def test_the_world_is_simple_first_and_everything_later(task: DenoiserTask) -> None:
    task.loss(0.0)
    assert all(piece.record.relation is None and piece.record.ground is None for piece in task._ring._pieces)
    for _ in range(17):
        task.loss(0.9)
    assert any(piece.record.relation is not None for piece in task._ring._pieces)
    assert any(piece.record.ground is not None for piece in task._ring._pieces)


def test_captions_are_short_first_and_as_long_as_the_pipelines_at_the_end(task: DenoiserTask) -> None:
    assert [task._length(share) for share in (0.0, 0.89, 0.91)] == [SHORT, SHORT, LENGTH]


def test_the_loss_reaches_text_encoder_and_unet(task: DenoiserTask) -> None:
    task.loss(0.0).backward()
    parts = {name.split(".")[0] for name, weight in task.model.named_parameters() if weight.grad is not None}
    assert parts == {"text", "unet"}


def test_latents_are_of_the_picture_that_their_record_describes(
    trained: Workshop, composer: Composer, sampler: Sampler
) -> None:
    pieces = drawn_lot(composer, trained.autoencoder, sampler.simple, random.Random(0))
    pieces = [*pieces[:3], next(piece for piece in pieces if piece.offset != (0, 0))]
    pictures = to_tensor([shifted(composer.picture(piece.record), piece.offset) for piece in pieces])
    again = trained.autoencoder.encode(pictures).latents
    assert torch.allclose(torch.stack([piece.latents for piece in pieces]), again, atol=0.1)


def test_every_caption_fits_into_the_short_length(sampler: Sampler, trained: Workshop) -> None:
    lengths = [len(trained.tokenizer(words).input_ids) for words in some_captions(sampler, 3000)]
    assert max(lengths) <= SHORT


def test_tokens_end_and_are_padded_as_the_pipelines_do(trained: Workshop) -> None:
    tokenizer = trained.tokenizer
    row = tokens(tokenizer, ["A Red apple"])[0].tolist()
    assert len(row) == LENGTH == tokenizer.model_max_length
    assert row[0] == tokenizer.bos_token_id
    assert set(row[row.index(tokenizer.eos_token_id) :]) == {tokenizer.eos_token_id}
    assert row == tokens(tokenizer, ["a red  APPLE"])[0].tolist()


def test_a_vocabulary_spells_any_word_and_keeps_known_ones_whole(tmp_path) -> None:
    learn_vocabulary(["a red apple", "a red tree"] * 5, tmp_path)
    tokenizer = load_tokenizer(tmp_path)
    assert tokenizer.tokenize("red tree") == ["red</w>", "tree</w>"]
    assert "".join(tokenizer.tokenize("żółw")).endswith("</w>")
    assert tokenizer.unk_token_id not in tokenizer("qwxyz żółw").input_ids[1:-1]


def test_a_shifted_picture_shows_what_lies_there_and_beyond_it_the_rim() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (128, 128, 3), dtype=np.uint8)
    lower = np.asarray(shifted(Image.fromarray(pixels), (1, -2)))
    assert np.array_equal(lower[:112, 32:], pixels[16:, :96])
    assert np.array_equal(lower[112:, 32:], np.broadcast_to(pixels[127:, :96], (16, 96, 3)))
    assert np.array_equal(lower[:112, :32], np.broadcast_to(pixels[16:, :1], (112, 32, 3)))
