"""The exported folder is one that plain diffusers loads and runs."""

import hashlib
import json
import warnings
from pathlib import Path

import numpy as np
import pytest
import torch

from sdlab.errors import NotSaved
from sdlab.train.export import preview_kernel
from sdlab.train.sampling import Sampling, sampled
from sdlab.train.workshop import Workshop


@pytest.fixture(scope="module")
def pipeline(shelf: Path):
    from diffusers import StableDiffusionPipeline

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        loaded = StableDiffusionPipeline.from_pretrained(shelf)
    loaded.set_progress_bar_config(disable=True)
    return loaded


def test_plain_diffusers_makes_the_picture_that_training_saw(pipeline, trained: Workshop) -> None:
    member = trained.member()
    how = Sampling(steps=4, guidance=3.0, seed=11)
    ours = sampled(member, ["a red apple"], how)[0]
    generator = torch.Generator().manual_seed(11)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = pipeline(
            "a red apple",
            num_inference_steps=4,
            guidance_scale=3.0,
            generator=generator,
            height=128,
            width=128,
        ).images[0]
    difference = np.abs(np.asarray(ours, np.float32) - np.asarray(theirs, np.float32))
    assert difference.mean() < 2.0


def test_files_hold_fp16_and_load_as_float32(pipeline, shelf: Path) -> None:
    from safetensors import safe_open

    with safe_open(shelf / "unet" / "diffusion_pytorch_model.safetensors", "pt") as file:
        assert {file.get_tensor(key).dtype for key in file.keys()} == {torch.float16}  # noqa: SIM118
    assert pipeline.unet.dtype == pipeline.text_encoder.dtype == pipeline.vae.dtype == torch.float32


def test_the_card_names_the_sha256_of_every_file(shelf: Path) -> None:
    card = json.loads((shelf / "card.json").read_text())
    files = {path.relative_to(shelf).as_posix() for path in shelf.rglob("*") if path.is_file()} - {
        "card.json"
    }
    assert set(card["sha256"]) == files
    for name, digest in card["sha256"].items():
        assert hashlib.sha256((shelf / name).read_bytes()).hexdigest() == digest


def test_the_card_says_samples_seconds_licences_and_faults(shelf: Path) -> None:
    card = json.loads((shelf / "card.json").read_text())
    assert card["training"]["vae"]["samples"] == 64
    assert {source["licence"] for source in card["data"]} == {"Apache-2.0", "MIT"}
    assert card["known_faults"]


def test_the_preview_kernel_is_better_than_the_mean_colour(trained: Workshop) -> None:
    pictures = trained.pictures(5, 16)
    fit = preview_kernel(trained.autoencoder, pictures)
    assert np.shape(fit["kernel"]) == (5, 3, 3, 2, 2, 3)
    assert fit["error"] < (pictures / 255).std()


def test_an_unwritable_folder_leaves_what_was_there(
    trained: Workshop, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sdlab.train import card, export

    before = (shelf / "card.json").read_bytes()
    monkeypatch.setattr(export, "_write_parts", _full_disk)
    with pytest.raises(NotSaved, match="untouched"):
        card.shipped(trained, shelf, ("a dog",))
    assert (shelf / "card.json").read_bytes() == before
    assert not shelf.with_name("tiny.part").exists()


def _full_disk(*_: object) -> None:
    raise OSError(28, "No space left on device")
