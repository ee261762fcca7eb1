import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from stub import FakeModel, FakeWatch, noisy

from sdlab.errors import BadValue, Cancelled
from sdlab.recipe import Margin, Plate, Recipe, Start
from sdlab.run import Run
from sdlab.studio import filling, outpaint
from sdlab.studio.frontier import Frontier

margins = st.integers(0, 200)


def test_a_picture_becomes_twice_as_wide_in_one_call(studio):
    picture = Image.effect_noise((128, 128), 40).convert("RGB")
    run = studio.outpaint(picture, "grass", right=128, num_inference_steps=1, seed=2)
    assert run.picture.size == (256, 128)
    assert run.picture.crop((0, 0, 128, 128)).tobytes() == picture.tobytes()
    assert run.recipe.note == "inpainting model, 2 × 128 × 128 pixels, 1 of 1 steps"
    assert len(run.film) == 2


@pytest.mark.parametrize("scheduler", ["heun", "pndm", "ddim"])
def test_progress_ends_at_the_last_look_of_the_last_pass(family_studio, scene, scheduler):
    made = family_studio.outpaint(
        scene, "grass", right=136, seed=2, num_inference_steps=2, scheduler=scheduler
    )
    job = family_studio.submit([made.recipe])
    assert len(job.wait(120)[0].film) == job.progress.step == job.progress.steps


def test_the_second_of_a_batch_equals_its_seed_alone(family_studio, scene):
    several = family_studio.outpaint(scene, "grass", left=16, seed=4, count=2, num_inference_steps=2)
    alone = family_studio.outpaint(scene, "grass", left=16, seed=5, num_inference_steps=2)
    assert np.abs(np.asarray(several[1].picture, int) - np.asarray(alone.picture, int)).max() <= 1
    assert several[0].picture.tobytes() != alone.picture.tobytes()


@given(
    width=st.integers(1, 150),
    height=st.integers(1, 150),
    left=margins,
    right=margins,
    top=margins,
    bottom=margins,
)
@settings(max_examples=20)
def test_the_kept_region_is_bit_equal_and_all_else_is_painted(width, height, left, right, top, bottom):
    if not left + right + top + bottom:
        right = 1
    picture = Image.effect_noise((width, height), 60).convert("RGB")
    margin = Margin(left=left, right=right, top=top, bottom=bottom, overlap=32)
    recipe = Recipe(
        task="outpaint",
        width=64,
        height=64,
        margin=margin,
        start=Start(picture=Plate.of(picture), strength=1.0),
    )
    painted = []

    def flat(model, pipeline, recipes, watch, inputs):
        painted.append(recipes[0].seed)
        return [Run(picture=Image.new("RGB", (64, 64), (1, 2, 3)), recipe=each) for each in recipes]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filling, "sample", flat)
        patch.setattr(filling, "heal", lambda painted, original, mask: painted)
        run = outpaint.make(FakeModel(), [recipe], FakeWatch())[0]
    assert run.picture.size == (left + width + right, top + height + bottom)
    levels = np.array(run.picture)
    kept = levels[top : top + height, left : left + width]
    assert (kept == np.asarray(picture)).all()
    kept[:] = (1, 2, 3)
    assert (levels == (1, 2, 3)).all()
    assert painted == list(range(len(painted)))


@given(
    width=st.integers(1, 300),
    height=st.integers(1, 300),
    left=margins,
    right=margins,
    top=margins,
    bottom=margins,
    overlap=st.sampled_from([8, 32, 56]),
)
@settings(max_examples=60)
def test_every_pass_sees_something_that_is_there(width, height, left, right, top, bottom, overlap):
    if not left + right + top + bottom:
        top = 1
    margin = Margin(left=left, right=right, top=top, bottom=bottom, overlap=overlap)
    frontier = Frontier.of((width, height), margin, (64, 64))
    there = np.zeros((frontier.size[1], frontier.size[0]), bool)
    x, y, right_end, bottom_end = frontier.kept
    there[y:bottom_end, x:right_end] = True
    for x, y, right_end, bottom_end in outpaint.needed(frontier):
        assert 0 <= x < right_end <= frontier.size[0]
        assert 0 <= y < bottom_end <= frontier.size[1]
        assert there[y:bottom_end, x:right_end].any()
        there[y:bottom_end, x:right_end] = True


def test_passes_go_outwards_and_share_the_overlap():
    frontier = Frontier.of((128, 128), Margin(right=192, left=64, overlap=64), (128, 128))
    assert outpaint.needed(frontier) == [
        (128, 0, 256, 128),
        (192, 0, 320, 128),
        (256, 0, 384, 128),
        (0, 0, 128, 128),
    ]


def test_what_is_not_painted_yet_is_seen_as_its_nearest_neighbour():
    picture = Image.new("RGB", (16, 8), "red")
    picture.paste("blue", (8, 0, 16, 8))
    empty = Image.new("L", (16, 8), 0)
    empty.paste(255, (8, 0, 16, 8))
    assert filling.extended(picture, empty).getcolors() == [(128, (255, 0, 0))]


@pytest.mark.parametrize(
    ("settings_", "words"),
    [
        ({}, "above 0 on at least one side"),
        ({"right": -8}, "right"),
        ({"right": 4090}, "above 4096"),
        ({"right": 8, "overlap": 0}, "overlap must be from 8"),
        ({"right": 8, "overlap": 128}, "overlap"),
    ],
)
def test_margins_that_cannot_be_are_refused(studio, scene, settings_, words):
    with pytest.raises(BadValue, match=words):
        studio.outpaint(scene, "grass", **settings_)


def test_noise_never_reaches_the_kept_region_through_healing(scene):
    recipe = Recipe(
        task="outpaint",
        width=64,
        height=64,
        margin=Margin(right=40, top=3),
        start=Start(picture=Plate.of(scene)),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filling, "sample", noisy)
        run = outpaint.make(FakeModel(), [recipe], FakeWatch())[0]
    assert run.picture.crop((0, 3, 64, 67)).tobytes() == scene.tobytes()


def test_it_stops_within_a_step_of_any_pass(studio, scene):
    recipe = Recipe(
        task="outpaint", prompt="grass", width=128, height=128, num_inference_steps=2,
        margin=Margin(right=192, overlap=64), start=Start(picture=Plate.of(scene), strength=1.0),
    )  # fmt: skip
    job = studio.submit([recipe])
    job.listen(lambda news: job.stop() if news.progress.step == 3 else None)
    with pytest.raises(Cancelled, match="step 3 of 6"):
        job.wait()
