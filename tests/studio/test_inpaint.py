import io
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from stub import FakeModel, noisy

from sdlab.errors import BadValue
from sdlab.mask import reshape
from sdlab.recipe import Hole, Plate, Recipe, Start
from sdlab.studio import filling, inpaint

QUICK = {"num_inference_steps": 2, "seed": 3}


@pytest.fixture
def mask():
    drawn = Image.new("L", (64, 64), 0)
    ImageDraw.Draw(drawn).ellipse((20, 20, 44, 40), fill=255)
    return drawn


def outside(mask):
    return np.asarray(mask) == 0


def changed(one, other):
    return (np.asarray(one) != np.asarray(other)).any(axis=2)


@pytest.mark.parametrize(
    ("who", "how"), [("studio", "inpainting model"), ("lonely_studio", "latent blending")]
)
def test_nothing_outside_the_mask_changes_and_inside_it_does(request, scene, mask, who, how):
    run = request.getfixturevalue(who).inpaint(scene, mask, "a cat", **QUICK)
    assert not changed(run.picture, scene)[outside(mask)].any()
    assert changed(run.picture, scene)[~outside(mask)].mean() > 0.5
    assert run.recipe.note == f"{how}, 2 of 2 steps"


def test_a_model_made_for_it_is_named(filler_studio, scene, mask):
    run = filler_studio.inpaint(scene, mask, "a cat", **QUICK)
    assert run.recipe.note == "inpainting model, 2 of 2 steps"
    assert not changed(run.picture, scene)[outside(mask)].any()


def test_every_form_of_mask_gives_the_same_picture(studio, scene):
    box = (16, 8, 40, 32)
    drawn = Image.new("L", (64, 64), 0)
    drawn.paste(255, box)
    buffer = io.BytesIO()
    drawn.save(buffer, "PNG")
    runs = [studio.inpaint(scene, form, "a cat", **QUICK)
            for form in (box, drawn, np.asarray(drawn) > 0, buffer.getvalue())]  # fmt: skip
    assert len({run.picture.tobytes() for run in runs}) == 1


def test_strength_nought_gives_the_picture_back(studio, scene, mask):
    assert studio.inpaint(scene, mask, "a cat", strength=0, **QUICK).picture.tobytes() == scene.tobytes()


def test_the_second_of_a_batch_equals_its_seed_alone(family_studio, scene, mask):
    several = family_studio.inpaint(scene, mask, "a cat", seed=4, count=2, num_inference_steps=2)
    alone = family_studio.inpaint(scene, mask, "a cat", seed=5, num_inference_steps=2)
    difference = np.asarray(several[1].picture, int) - np.asarray(alone.picture, int)
    assert np.abs(difference).max() <= 1
    assert changed(several[0].picture, alone.picture).any()


def test_with_a_padding_the_area_alone_is_worked_on_in_full_size(family_studio, scene):
    large = scene.resize((400, 300))
    run = family_studio.inpaint(large, (100, 100, 130, 120), "a cat", padding=10, **QUICK)
    assert run.picture.size == (400, 300)
    assert (run.recipe.width, run.recipe.height) == (family_studio.facts.width, family_studio.facts.height)
    where = np.argwhere(changed(run.picture, large))
    assert where.min(axis=0).tolist() >= [100, 100]
    assert where.max(axis=0).tolist() <= [119, 129]


@given(
    width=st.integers(9, 150), height=st.integers(9, 150), data=st.data(),
    grow=st.integers(-2, 12), feather=st.integers(0, 12), padding=st.none() | st.integers(0, 40),
)  # fmt: skip
@settings(max_examples=60)
def test_whatever_the_size_and_mask_nothing_outside_changes(width, height, data, grow, feather, padding):
    left, top = data.draw(st.integers(0, width - 7)), data.draw(st.integers(0, height - 7))
    right, bottom = data.draw(st.integers(left + 6, width)), data.draw(st.integers(top + 6, height))
    drawn = Image.new("L", (width, height), 0)
    ImageDraw.Draw(drawn).ellipse((left, top, right, bottom), fill=255)
    grey = Image.effect_noise((width, height), 60).convert("RGB")
    hole = Hole(mask=Plate.of(drawn), grow=grow, feather=feather, padding=padding)
    recipe = Recipe(
        task="inpaint", width=64, height=72, hole=hole, start=Start(picture=Plate.of(grey), strength=1.0)
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filling, "sample", noisy)
        run = inpaint.make(FakeModel(), [recipe], None)[0]
    effective = reshape(drawn, grow=grow, feather=feather)
    assert run.picture.size == (width, height)
    assert not changed(run.picture, grey)[outside(effective)].any()
    full = np.asarray(effective) == 255
    assert not full.any() or changed(run.picture, grey)[full].mean() > 0.5


@pytest.mark.parametrize(
    ("box", "padding", "size", "expected"),
    [
        ((40, 40, 60, 60), 0, (64, 64), (40, 40, 60, 60)),
        ((40, 40, 60, 60), 10, (64, 64), (30, 30, 70, 70)),
        ((40, 40, 80, 50), 0, (64, 64), (40, 25, 80, 65)),
        ((0, 40, 20, 80), 0, (64, 64), (0, 40, 40, 80)),
        ((40, 40, 60, 60), 0, (128, 64), (30, 40, 70, 60)),
        ((0, 0, 100, 10), 4, (64, 128), (0, 0, 100, 100)),
    ],
)  # fmt: skip
def test_the_worked_area_has_the_shape_of_the_worked_size(box, padding, size, expected):
    mask = Image.new("L", (100, 100), 0)
    mask.paste(255, box)
    assert inpaint.working_box(mask, padding, size) == expected


def test_when_blending_the_hole_is_wider_by_one_cell_for_the_last_steps(monkeypatch, scene, mask):
    given = []
    monkeypatch.setattr(filling, "sample", lambda *rest: given.append(rest[-1]) or noisy(*rest))
    recipe = Recipe(
        task="inpaint",
        width=64,
        height=64,
        hole=Hole(mask=Plate.of(mask)),
        start=Start(picture=Plate.of(scene)),
    )
    for channels in (4, 9):
        inpaint.make(FakeModel(channels), [recipe], None)
    blending, seeing = given
    assert "callback_on_step_end" not in seeing
    widen, pipeline = blending["callback_on_step_end"], SimpleNamespace(num_timesteps=10)
    cell = torch.zeros(2, 1, 8, 8)
    cell[..., 4, 4] = 1
    found = [widen(pipeline, index, None, {"mask": cell}).get("mask") for index in range(10)]
    assert [number for number, held in enumerate(found) if held is not None] == [6]
    assert found[6].sum() == 2 * 9


def test_a_branch_that_fills_a_hole_changes_its_prompt_and_widens_the_hole(studio, scene, mask):
    parent = studio.inpaint(scene, mask, "a cat", num_inference_steps=4, seed=3)
    left = studio.branch(parent, 3, prompt="a red house")
    assert not changed(left.picture, scene)[outside(mask)].any()
    assert changed(left.picture, parent.picture).any()
    assert not changed(studio.branch(parent, 4).picture, parent.picture).any()


def test_a_mask_that_does_not_fit_is_refused(studio, scene):
    with pytest.raises(BadValue, match="64 × 64"):
        studio.inpaint(scene, Image.new("L", (32, 32), 255), "a cat")
    with pytest.raises(BadValue, match="painted somewhere"):
        studio.inpaint(scene, Image.new("L", (64, 64), 0), "a cat")
    with pytest.raises(BadValue, match="Shrink it by less"):
        studio.inpaint(scene, (10, 10, 16, 16), "a cat", grow=-8)
