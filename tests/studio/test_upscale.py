from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from sdlab.errors import BadValue, NotOffered, UnknownName
from sdlab.picture import enlarge
from sdlab.recipe import Plate, Recipe, Start
from sdlab.run import Run
from sdlab.studio import upscale

QUICK = {"num_inference_steps": 1, "seed": 3}


def test_a_picture_of_any_size_has_four_times_the_pixels_on_each_side(family_studio, scene):
    run = family_studio.upscale(scene.crop((0, 0, 20, 13)), **QUICK)
    assert run.picture.size == (80, 52)
    assert run.recipe.note == "2 tiles of 16 × 16 pixels"


def test_a_film_has_every_step_of_the_first_tile_and_the_last_of_the_others(family_studio, scene):
    run = family_studio.upscale(scene.crop((0, 0, 20, 13)), num_inference_steps=3, seed=3)
    assert [frame.step for frame in run.film] == [1, 2, 3, 3]


def test_a_factor_of_two_is_half_of_four(family_studio, scene):
    small = scene.crop((0, 0, 16, 16))
    four = family_studio.upscale(small, **QUICK).picture
    two = family_studio.upscale(small, 2, **QUICK).picture
    assert two.tobytes() == four.resize((32, 32), Image.Resampling.LANCZOS).tobytes()


def test_a_single_tile_is_what_plain_diffusers_makes(family_studio, scene):
    import torch
    from diffusers import DDIMScheduler

    from sdlab.models import load_model

    model = load_model("tiny", device="cpu")
    pipeline, config = model.pipeline("upscale"), model.server("upscale").scheduler_config
    pipeline.scheduler = DDIMScheduler.from_config(config)
    small = scene.crop((0, 0, 16, 16))
    noise = torch.randn(1, 4, 16, 16, generator=torch.Generator("cpu").manual_seed(3))
    plain = pipeline(
        "", image=small, num_inference_steps=1, guidance_scale=1.0, latents=noise,
        generator=torch.Generator("cpu").manual_seed(3),
    ).images[0]  # fmt: skip
    run = family_studio.upscale(small, guidance_scale=1.0, scheduler="ddim", **QUICK)
    assert np.abs(np.asarray(run.picture, int) - np.asarray(plain, int)).max() <= 1


@given(st.integers(1, 300), st.integers(1, 300), st.sampled_from([16, 64]))
@settings(max_examples=80)
def test_tiles_cover_every_pixel_and_overlap_by_a_quarter(width, height, side):
    seen = np.zeros((max(height, side), max(width, side)), int)
    boxes = list(upscale.tiles((width, height), side))
    for left, top, right, bottom in boxes:
        assert (right - left, bottom - top) == (side, side)
        seen[top:bottom, left:right] += 1
    assert seen.min() >= 1
    lefts = sorted({box[0] for box in boxes})
    assert all(0 < after - before <= side * 3 // 4 + 1 for before, after in pairwise(lefts))


@pytest.mark.parametrize(("width", "height"), [(60, 40), (1024, 1024), (1000, 17)])
def test_tiles_leave_no_seam_when_they_agree(monkeypatch, family_studio, width, height):
    """Tiles that are merely enlarged must add up to the picture merely enlarged."""
    ramp = Image.fromarray((np.indices((height, width)).sum(axis=0) % 251).astype(np.uint8)).convert("RGB")

    def plain(model, pipeline, recipes, watch, inputs):
        return [Run(picture=enlarge(inputs["image"][0], 4, "nearest"), recipe=recipes[0])]

    monkeypatch.setattr(upscale, "sample", plain)
    run = family_studio.upscale(ramp, **QUICK)
    assert "tiles of 16 × 16" in run.recipe.note
    assert run.picture.tobytes() == enlarge(ramp, 4, "nearest").tobytes()


def test_the_model_never_sees_more_than_a_tile(monkeypatch, family_studio):
    seen = []

    def plain(model, pipeline, recipes, watch, inputs):
        seen.append((inputs["image"][0].size, tuple(inputs["latents"].shape)))
        return [Run(picture=enlarge(inputs["image"][0], 4, "nearest"), recipe=recipes[0])]

    monkeypatch.setattr(upscale, "sample", plain)
    family_studio.upscale(Image.new("RGB", (100, 60)), **QUICK)
    assert set(seen) == {((16, 16), (1, 4, 16, 16))}


def test_a_model_without_upscaler_says_which_has_one(lonely_studio, scene):
    with pytest.raises(NotOffered, match="upscale"):
        lonely_studio.upscale(scene)


def test_what_cannot_be_enlarged_is_refused(family_studio, scene):
    with pytest.raises(BadValue, match="1024 × 1024"):
        family_studio.upscale(Image.new("RGB", (1025, 1024)))
    with pytest.raises(BadValue, match="2 or 4"):
        family_studio.upscale(scene, 3)
    big = Start(picture=Plate.of(Image.new("L", (2048, 1024))), strength=1.0)
    with pytest.raises(BadValue, match="1024 × 1024"):
        family_studio.run(Recipe(task="upscale", factor=4, start=big))


def test_enlarging_without_a_model_is_plain_resampling(scene):
    assert enlarge(scene, 2, "nearest").getpixel((127, 127)) == scene.getpixel((63, 63))
    assert (
        enlarge(scene, 4, "bicubic").tobytes() == scene.resize((256, 256), Image.Resampling.BICUBIC).tobytes()
    )
    assert enlarge(scene).tobytes() == scene.resize((256, 256), Image.Resampling.LANCZOS).tobytes()
    with pytest.raises(UnknownName, match="lanczos"):
        enlarge(scene, 2, "lanzcos")
    for factor in (0, 9, 1.5, True):
        with pytest.raises(BadValue, match="from 1 to 8"):
            enlarge(scene, factor)
