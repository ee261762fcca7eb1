"""The autoencoder: what folding keeps, what its loss sees, what a batch of crops is."""

import numpy as np
import pytest
import torch

from sdlab.train.autoencoder import CROP, AutoencoderTask, Pair, Shape, build, fold, picture_loss, psnr
from sdlab.train.picture import as_tensor

SHAPE = Shape(channels=8, encoder=(0, 1, 1, 1), decoder=(1, 1, 1, 0))


@pytest.fixture
def pictures() -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (4, 128, 128, 3), dtype=np.uint8)


def test_folding_the_normalisation_changes_no_picture(pictures: np.ndarray) -> None:
    torch.manual_seed(1)
    autoencoder = build(SHAPE)
    pair = Pair(autoencoder)
    for _ in range(5):
        pair(as_tensor(pictures), torch.zeros(()))
    pair.eval()
    with torch.no_grad():
        before = pair(as_tensor(pictures), torch.zeros(()))
        fold(pair)
        after = autoencoder.decode(autoencoder.encode(as_tensor(pictures)).latents).sample
    assert torch.allclose(before, after, atol=1e-4)


def test_a_latent_stands_for_eight_by_eight_pixels(pictures: np.ndarray) -> None:
    latents = build(SHAPE).encode(as_tensor(pictures)).latents
    assert latents.shape == (4, 4, 16, 16)


def test_the_normalisation_keeps_still_in_the_last_part(pictures: np.ndarray) -> None:
    task = AutoencoderTask(pictures, pictures, print, build(SHAPE), batch=2, settled=0.5)
    task.loss(0.49)
    moved = task.model.normal.running_mean.clone()
    task.loss(0.5)
    assert moved.abs().sum() > 0
    assert torch.equal(task.model.normal.running_mean, moved)


def test_a_shift_by_one_pixel_costs_more_than_the_same_error_spread_out() -> None:
    target = torch.zeros(1, 3, 16, 16)
    edge = torch.zeros(1, 3, 16, 16)
    edge[..., 8] = 1.0
    plain = torch.full((1, 3, 16, 16), 1 / 16)
    assert picture_loss(edge, target) > picture_loss(plain, target) > 0


def test_crops_are_cut_from_the_pictures(pictures: np.ndarray) -> None:
    plain = np.full_like(pictures, 51)
    task = AutoencoderTask(plain, plain, print, build(SHAPE), batch=3)
    crops = task._crops()
    assert crops.shape == (3, 3, CROP, CROP)
    assert torch.allclose(crops, torch.tensor(51 / 127.5 - 1), atol=1e-6)


def test_psnr_of_an_error_of_a_tenth_of_the_range_is_twenty() -> None:
    assert psnr(torch.full((1, 3, 4, 4), 0.2), torch.zeros(1, 3, 4, 4)) == pytest.approx(20.0, abs=1e-3)


def test_refining_the_decoder_keeps_every_latent(pictures: np.ndarray) -> None:
    task = AutoencoderTask(pictures, pictures, print, build(SHAPE), batch=2, decoder_only=True)
    before = [weight.clone() for weight in task.model.state_dict().values()]
    task.loss(0.0).backward()
    for optimiser in task.optimisers:
        optimiser.param_groups[0]["lr"] = 0.1
        optimiser.step()
    task.fold()
    moved = {
        name.split(".")[0]
        for (name, weight), old in zip(task.model.state_dict().items(), before, strict=True)
        if not torch.equal(weight, old)
    }
    assert moved == {"decoder"}


def test_crops_are_rather_taken_where_much_is_to_be_seen(pictures: np.ndarray) -> None:
    half_plain = pictures.copy()
    half_plain[:2] = 51
    task = AutoencoderTask(half_plain, half_plain, print, build(SHAPE), batch=300)
    busy = (task._crops().std((1, 2, 3)) > 0.1).float().mean()
    assert busy > 0.65
