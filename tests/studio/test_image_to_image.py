import numpy as np
import pytest
from PIL import Image

from sdlab.errors import BadValue, DamagedFile
from sdlab.models.scheduler import SCHEDULERS

QUICK = {"num_inference_steps": 4, "seed": 3}


def difference(one, other):
    return np.abs(np.asarray(one, np.int16) - np.asarray(other, np.int16)).max()


def test_strength_nought_gives_the_picture_back(studio, scene):
    run = studio.image_to_image(scene, "a cat", strength=0, width=64, height=64, **QUICK)
    assert run.picture.tobytes() == scene.tobytes()
    assert run.recipe.note == "0 of 4 steps"
    assert run.film == ()


def test_strength_one_is_text_to_image_from_noise(studio, scene):
    size = {"width": 64, "height": 64}
    run = studio.image_to_image(scene, "a cat", strength=1, **size, **QUICK)
    assert difference(run.picture, studio.text_to_image("a cat", **size, **QUICK).picture) == 0
    assert run.recipe.note == "4 of 4 steps"


def test_the_note_tells_the_steps_that_ran(studio, scene):
    run = studio.image_to_image(scene, "a cat", strength=0.7, width=64, height=64, **QUICK)
    assert run.recipe.note == "2 of 4 steps"
    assert len(run.film) == 2
    assert run.film[0].timestep < studio.text_to_image("a cat", **QUICK).film[0].timestep


@pytest.mark.filterwarnings("ignore:__array_wrap__:DeprecationWarning")
@pytest.mark.parametrize("scheduler", SCHEDULERS)
@pytest.mark.parametrize("strength", [0.0, 0.5, 1.0])
def test_the_note_tells_every_schedulers_steps_and_looks(family_studio, scene, scheduler, strength):
    settings = QUICK | {"width": 64, "height": 64, "scheduler": scheduler}
    run = family_studio.image_to_image(scene, "a cat", strength=strength, **settings)
    steps, looks = family_studio.steps_run(4, strength), len(run.film)
    assert run.recipe.note == f"{steps} of 4 steps" + (f" in {looks} looks" if looks != steps else "")


def test_it_is_what_plain_diffusers_makes(filler_studio, family_studio, scene):
    import torch
    from diffusers import DDIMScheduler, StableDiffusionImg2ImgPipeline

    from sdlab.models import load_model

    model = load_model("tiny", device="cpu")
    pipeline = model.pipeline("image_to_image")
    assert isinstance(pipeline, StableDiffusionImg2ImgPipeline)
    pipeline.scheduler = DDIMScheduler.from_config(model.scheduler_config)
    plain = pipeline(
        "a cat", image=scene, strength=0.5, num_inference_steps=4, guidance_scale=7.5,
        generator=torch.Generator("cpu").manual_seed(3),
    ).images[0]  # fmt: skip
    run = family_studio.image_to_image(
        scene, "a cat", strength=0.5, guidance_scale=7.5, scheduler="ddim", width=64, height=64, **QUICK
    )
    assert difference(run.picture, plain) == 0


def test_the_second_of_a_batch_equals_its_seed_alone(family_studio, scene):
    settings = {"strength": 0.6, "width": 64, "height": 64, "num_inference_steps": 3}
    several = family_studio.image_to_image(scene, "a cat", seed=4, count=2, **settings)
    alone = family_studio.image_to_image(scene, "a cat", seed=5, **settings)
    assert difference(several[1].picture, alone.picture) <= 1
    assert difference(several[0].picture, alone.picture) > 1


def test_prompts_and_count_multiply(family_studio, scene):
    runs = family_studio.image_to_image(scene, ["a cat", "a dog"], strength=0, count=2, seed=4)
    assert [(run.recipe.prompt, run.recipe.seed) for run in runs] == [
        ("a cat", 4), ("a cat", 5), ("a dog", 4), ("a dog", 5),
    ]  # fmt: skip


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "CMYK", "I;16", "1"])
def test_pictures_of_any_mode_and_size_are_fitted(family_studio, mode):
    run = family_studio.image_to_image(Image.new(mode, (33, 51)), "a cat", strength=0)
    assert run.picture.mode == "RGB"
    assert run.picture.size == (run.recipe.width, run.recipe.height) == (104, 160)


@pytest.mark.parametrize("strength", [-0.1, 1.1, float("nan")])
def test_a_strength_out_of_range_is_refused(studio, scene, strength):
    with pytest.raises(BadValue, match="strength must be from 0 to 1"):
        studio.image_to_image(scene, "a cat", strength=strength)


def test_a_text_for_a_picture_is_refused(studio):
    with pytest.raises(DamagedFile, match="no picture"):
        studio.image_to_image(b"not a picture", "a cat")
