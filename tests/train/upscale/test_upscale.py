"""The member that enlarges: what it is shown, how it learns, is kept, written, loaded."""

import json
import random
import warnings
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from sdlab.errors import BadValue
from sdlab.explain.pixel import to_tensor
from sdlab.train import checkpoint, kin
from sdlab.train.denoiser import STEPS
from sdlab.train.parent import Parent
from sdlab.train.progress import Budget
from sdlab.train.score.bar import BARS
from sdlab.train.score.evaluate import Effort
from sdlab.train.score.exam import kin_examined
from sdlab.train.shipping import shipped
from sdlab.train.upscale.kin import Upscale
from sdlab.train.upscale.network import (
    LATENTS,
    MOST_NOISE,
    SCALING,
    Enlarger,
    Halves,
    Shape,
    build_autoencoder,
    decoded,
    encoded,
)
from sdlab.train.upscale.pair import _crop, crops
from sdlab.train.upscale.sheet import enlarged
from sdlab.train.upscale.task import Plan, UpscaleTask, noise_levels
from sdlab.train.workshop import Workshop
from sdlab.train.world.record import Record, Subject

SMALL = Shape(detail=(4, 8, 8), channels=(16, 16, 24), tile=32)
KIN = Upscale(shape=SMALL, plan=Plan(pictures=2, details=2, batch=4))


@pytest.fixture(scope="module")
def parent(shelf: Path) -> Parent:
    return Parent.load(shelf)


@pytest.fixture(scope="module")
def upscaler(trained: Workshop, parent: Parent) -> Path:
    """The member after a few steps, written beside its parent."""
    kin.train(KIN, trained, parent, Budget(5, 16), compiled=False)
    folder = parent.folder.with_name("tiny-upscale")
    shipped(KIN, trained, parent, folder)
    return folder


@pytest.fixture(scope="module")
def network(upscaler: Path, trained: Workshop, parent: Parent) -> Enlarger:
    return kin.trained(KIN, trained, parent)


@pytest.fixture(scope="module")
def small(trained: Workshop) -> Image.Image:
    record = Record("noto", (Subject("dog"),), None, "grass", "day", None, 3)
    return trained.composer.picture(record).resize((32, 32))


def test_plain_diffusers_enlarges_as_training_does(
    upscaler: Path, parent: Parent, network: Enlarger, small: Image.Image
) -> None:
    from diffusers import StableDiffusionPipeline, StableDiffusionUpscalePipeline

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shared = StableDiffusionPipeline.from_pretrained(parent.folder).components
        shared = {name: shared[name] for name in ("text_encoder", "tokenizer")}
        pipeline = StableDiffusionUpscalePipeline.from_pretrained(upscaler, **shared)
        pipeline.set_progress_bar_config(disable=True)
        theirs = pipeline(
            "a dog", image=small, num_inference_steps=3, guidance_scale=1.0,
            generator=torch.Generator().manual_seed(7),
        ).images[0]  # fmt: skip
    ours = enlarged(network, [small], steps=3, seed=7)[0]
    assert theirs.size == ours.size == (128, 128)
    assert np.abs(np.asarray(theirs, int) - np.asarray(ours, int)).mean() < 2.0


def test_folding_changes_no_picture_and_gives_latents_unit_variance(trained: Workshop) -> None:
    torch.manual_seed(0)
    halves = Halves(build_autoencoder(SMALL))
    halves.normal.momentum = 1.0
    sampler = trained.sampler(9)
    pictures = to_tensor([trained.composer.picture(sampler.anything()) for _ in range(8)])
    with torch.no_grad():
        halves(pictures, torch.zeros(()))
        before = halves.eval()(pictures, torch.zeros(()))
        autoencoder = halves.fold()
        latents = encoded(autoencoder, pictures)
        after = decoded(autoencoder, latents)
    assert torch.allclose(before, after, atol=1e-3)
    assert latents.mean((0, 2, 3)).abs().max() < 0.05
    assert (latents.std((0, 2, 3)) - 1.0).abs().max() < 0.05
    assert autoencoder.config.scaling_factor == SCALING


def test_an_autoencoders_latents_have_no_spread() -> None:
    distribution = build_autoencoder(SMALL).encode(torch.randn(1, 3, 32, 32)).latent_dist
    assert distribution.std.max() < 1e-4


def test_a_crop_is_the_same_place_small_large_and_as_latents(trained: Workshop) -> None:
    pairs = KIN._pairs(trained, 6, build_autoencoder(SMALL).eval())
    for pair in crops(pairs, 6, 24, random.Random(0)):
        assert pair.large.shape == (96, 96, 3)
        again = to_tensor(Image.fromarray(pair.large).resize((24, 24)))[0]
        assert (again - pair.small).abs().mean() < 0.1
        assert pair.latents is not None
        assert pair.latents.shape == (LATENTS, 24, 24)


def test_places_with_more_to_see_are_taken_more_often(trained: Workshop) -> None:
    pairs = KIN._pairs(trained, 6)
    chosen = crops(pairs, 60, 16, random.Random(0))
    drawn = [_crop(pair, 16, random.Random(seed)) for seed, pair in enumerate(pairs.taken(60))]
    assert sum(float(pair.small.std()) for pair in chosen) > sum(float(pair.small.std()) for pair in drawn)


def test_noise_levels_are_low_mostly_and_never_above_the_pipelines() -> None:
    torch.manual_seed(0)
    levels = noise_levels(4000)
    assert (levels < 44).float().mean() == pytest.approx(0.5, abs=0.03)
    assert 0 <= int(levels.min()) <= int(levels.max()) < MOST_NOISE


def test_a_quarter_of_the_crops_is_drawn_at_once_and_the_encoder_stays(trained) -> None:
    network = Enlarger(SMALL)
    pairs = KIN._pairs(trained, 7, network.vae)
    task = UpscaleTask(network, pairs, KIN.plan, lambda: pytest.fail("no look"), False)
    assert (task._times() == STEPS - 1).sum() >= 1
    task.loss(0.0).backward()
    assert network.unet.conv_in.weight.grad[:, 4:].abs().sum() > 0
    assert all(weight.grad is None for weight in network.vae.encoder.parameters())
    assert network.vae.decoder.conv_out.weight.grad.abs().sum() > 0


def test_both_stages_go_on_where_they_were_stopped(
    upscaler: Path, trained: Workshop, parent: Parent, lines: list[str]
) -> None:
    before = checkpoint.load(trained.folder / "upscale-vae.pt")
    kin.train(KIN, trained, parent, Budget(5, 20), compiled=False)
    saved, after = (checkpoint.load(trained.folder / f"{name}.pt") for name in ("upscale", "upscale-vae"))
    assert saved is not None
    assert before is not None
    assert after is not None
    assert saved["seen"] == 20
    assert before["seen"] == after["seen"] == 16, "with a U-Net begun its autoencoder must not change"
    assert "upscale: going on after 16 samples" in lines
    for stage in ("upscale", "upscale-vae"):
        assert list(trained.folder.glob(f"{stage}-00*.png"))


def test_a_member_begins_with_the_latents_its_autoencoder_was_trained_to(
    upscaler: Path, trained: Workshop, network: Enlarger
) -> None:
    alone = Halves(build_autoencoder(SMALL))
    saved = checkpoint.load(trained.folder / "upscale-vae.pt")
    assert saved is not None
    alone.load_state_dict({**saved["model"], **saved["average"]})
    folded = alone.eval().fold()
    picture = torch.randn(1, 3, 32, 32)
    with torch.no_grad():
        assert torch.allclose(encoded(folded, picture), encoded(network.vae, picture), atol=1e-4)


def test_its_folder_holds_its_own_networks_and_what_to_use_them_with(upscaler: Path) -> None:
    names = {path.name for path in upscaler.iterdir()}
    assert names == {
        "unet", "vae", "scheduler", "low_res_scheduler", "model_index.json", "card.json", "preview.json",
        "sheet.jpg",
    }  # fmt: skip
    card = json.loads((upscaler / "card.json").read_text())
    assert card["defaults"] == {"num_inference_steps": 1, "guidance_scale": 1.0, "scheduler": "ddim"}
    assert set(card["training"]) == {"upscale-vae", "upscale"}
    assert np.shape(json.loads((upscaler / "preview.json").read_text())["kernel"]) == (
        LATENTS + 1,
        3,
        3,
        2,
        2,
        3,
    )


def test_it_enlarges_its_parents_pictures_once_its_folder_is_there(
    upscaler: Path, network: Enlarger, small: Image.Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sdlab.studio import load

    monkeypatch.setattr("sdlab.models.place.BUNDLED", upscaler.parent)
    with load("tiny", device="cpu") as studio:
        run = studio.upscale(small, seed=7, num_inference_steps=2, guidance_scale=1.0)
        tiled = studio.upscale(small.resize((50, 40)), seed=7, num_inference_steps=1, guidance_scale=1.0)
    assert run.picture.size == (128, 128)
    assert run.recipe.note == "1 tile of 32 × 32 pixels"
    assert tiled.picture.size == (200, 160)


def test_an_exam_compares_it_with_plain_resampling(upscaler: Path, trained: Workshop, parent: Parent) -> None:
    found = json.loads(kin_examined(KIN, trained, parent, Effort(count=2), 5, 64))
    assert found == json.loads((trained.folder / "scores-upscale.json").read_text())
    assert set(found) == {"psnr", "ssim", "edge_f1", "by_steps", "effort"}
    assert set(found["by_steps"]) == {"1", "2", "4", "8"}
    assert found["psnr"]["tiny-upscale"]["value"] < found["psnr"]["bicubic"]["value"], (
        "it learnt next to nothing"
    )
    assert all(bar.found(found) for bar in BARS["tiny-upscale"])


def test_it_can_start_from_an_earlier_one(
    upscaler: Path, trained: Workshop, parent: Parent, network: Enlarger, tmp_path: Path
) -> None:
    fresh = Workshop(tmp_path, print, trained.sizes)
    fresh.art, fresh.large_composer = trained.art, trained.large_composer
    still = Upscale(shape=SMALL, plan=Plan(pictures=2, batch=4, muon_lr=1e-9, adam_lr=1e-9))
    kin.train(still, fresh, parent, Budget(5, 4), warm_start=upscaler, compiled=False)
    again = kin.trained(KIN, fresh, parent).state_dict()
    # fp16 on disk
    assert all(
        torch.allclose(value, again[name], atol=2e-2, rtol=2e-3)
        for name, value in network.state_dict().items()
    )
    assert not (tmp_path / "upscale-vae.pt").exists()
    with pytest.raises(BadValue, match="folder of a tiny-upscale"):
        kin.train(still, fresh, parent, Budget(5, 4), warm_start=tmp_path, compiled=False)
