"""The member that follows line art: silent at first, what it is shown, how it is kept, written, loaded."""

import json
import random
import warnings
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from sdlab.models.skip_controlnet import SkipControlNetModel
from sdlab.train import checkpoint, kin
from sdlab.train.control.kin import Control
from sdlab.train.control.network import Led
from sdlab.train.control.sheet import led, page
from sdlab.train.control.stock import as_condition, drawn_lot
from sdlab.train.control.task import ControlTask, Plan
from sdlab.train.diet import Diet
from sdlab.train.parent import Parent
from sdlab.train.progress import Budget
from sdlab.train.ring import Ring
from sdlab.train.sampling import Sampling, noise, sampled
from sdlab.train.score.bar import BARS
from sdlab.train.score.control import nearness
from sdlab.train.score.evaluate import Effort
from sdlab.train.score.exam import kin_examined
from sdlab.train.sheet import CAPTION
from sdlab.train.shipping import shipped
from sdlab.train.workshop import Workshop
from sdlab.train.world.compose import Composer
from sdlab.train.world.line import KINDS, drawings, line_art
from sdlab.train.world.record import Record, Subject
from sdlab.train.world.sampler import Sampler

KIN = Control(plan=Plan(batch=8), steps=2)
DOG = Record("noto", (Subject("dog"),), None, "grass", "day", None, 3)


@pytest.fixture(scope="module")
def parent(shelf: Path) -> Parent:
    return Parent.load(shelf)


@pytest.fixture(scope="module")
def leader(trained: Workshop, parent: Parent) -> Path:
    """The member after a few steps, written beside its parent."""
    kin.train(KIN, trained, parent, Budget(5, 32), compiled=False)
    folder = parent.folder.with_name("tiny-control")
    shipped(KIN, trained, parent, folder)
    return folder


@pytest.fixture
def drawing(composer: Composer) -> Image.Image:
    return drawings(composer, [DOG], ["scribble"])[0]


def furthest(one: Image.Image, other: Image.Image) -> int:
    return int(np.abs(np.asarray(one, int) - np.asarray(other, int)).max())


@pytest.mark.parametrize("kind", KINDS)
def test_line_art_is_white_on_black_and_what_the_studio_would_follow(composer: Composer, kind) -> None:
    from sdlab.explain.condition import condition_of

    picture = composer.picture(DOG)
    lines = line_art(picture, kind)
    assert lines.size == (128, 128)
    assert 0 < np.asarray(lines).mean() < 100
    assert np.array_equal(np.asarray(lines), np.asarray(condition_of(picture, kind, drawn=False)))


def test_before_training_a_drawing_changes_nothing(parent: Parent, drawing: Image.Image) -> None:
    how = Sampling(steps=3, guidance=3.0, seed=5)
    alone = sampled(parent.member, ["a dog"], how)[0]
    control = SkipControlNetModel.from_unet(parent.member.joint.unet).eval()
    with_it = led(parent.member, control, ["a dog"], [drawing], 1.0, how)[0]
    assert furthest(alone, with_it) <= 1


def test_a_drawing_of_weight_0_changes_nothing_and_one_of_weight_1_does(
    leader: Path, trained: Workshop, parent: Parent, drawing: Image.Image
) -> None:
    unet, control = parent.member.joint.unet, kin.trained(KIN, trained, parent)
    states, noisy = parent.member.states(["a dog"]), noise(1, seed=5)
    drawings = as_condition([drawing])
    times = torch.tensor([500])
    alone = unet(noisy, times, encoder_hidden_states=states).sample
    made = {weight: Led(unet, control)(noisy, times, states, drawings, weight) for weight in (0.0, 1.0)}
    assert torch.equal(made[0.0], alone)
    assert not torch.allclose(made[1.0], alone, atol=1e-6)


def test_only_the_controlnet_learns(parent: Parent, composer: Composer, sampler: Sampler) -> None:
    diet = Diet(sampler, 0.3, 0.3)
    make = partial(drawn_lot, composer, parent.member.autoencoder, diet.record, random.Random(0))
    control = KIN.begin(parent)
    task = ControlTask(
        parent.member, control, Ring(make, 64, 6), diet, KIN.plan, lambda: pytest.fail("no look"), False
    )
    task.loss(0.0).backward()
    assert control.controlnet_mid_block.weight.grad.abs().sum() > 0
    assert all(weight.grad is None for weight in parent.member.joint.parameters())


def test_training_counts_a_drawing_less_than_its_use_does(
    parent: Parent, composer: Composer, sampler: Sampler
) -> None:
    diet, weights = Diet(sampler, 0.3, 0.3), []
    make = partial(drawn_lot, composer, parent.member.autoencoder, diet.record, random.Random(0))
    plan = Plan(batch=8, lead=1.6)
    task = ControlTask(
        parent.member, KIN.begin(parent), Ring(make, 64, 6), diet, plan, lambda: pytest.fail("no look"), False
    )
    led_by = task._forward

    def heard(*inputs: torch.Tensor) -> torch.Tensor:
        weights.append(inputs[-1])
        return led_by(*inputs)

    task._forward = heard
    task.loss(0.0)
    assert weights == [1 / 1.6]


def test_a_piece_has_the_drawing_of_the_picture_its_latents_are_of(
    parent: Parent, composer: Composer, sampler: Sampler
) -> None:
    pieces = drawn_lot(composer, parent.member.autoencoder, sampler.simple, random.Random(0))[:4]
    drawings = as_condition([piece.drawing for piece in pieces])
    assert drawings.shape == (4, 3, 128, 128)
    assert 0.0 <= float(drawings.min()) < float(drawings.max()) <= 1.0
    for drawing, piece in zip(drawings, pieces, strict=True):
        shown = np.asarray((drawing[0] * 255).round(), np.uint8)
        kinds = [np.asarray(line_art(composer.picture(piece.record), kind).convert("L")) for kind in KINDS]
        assert any(np.array_equal(shown, lines) for lines in kinds)


def test_plain_diffusers_follows_a_drawing_as_training_does(
    leader: Path, trained: Workshop, parent: Parent, drawing: Image.Image
) -> None:
    from diffusers import StableDiffusionControlNetPipeline

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pipeline = StableDiffusionControlNetPipeline.from_pretrained(
            parent.folder, controlnet=SkipControlNetModel.from_pretrained(leader)
        )
        pipeline.set_progress_bar_config(disable=True)
        theirs = pipeline(
            "a dog", image=drawing, num_inference_steps=3, guidance_scale=3.0, height=128, width=128,
            generator=torch.Generator().manual_seed(5),
        ).images[0]  # fmt: skip
    control = kin.trained(KIN, trained, parent)
    ours = led(parent.member, control, ["a dog"], [drawing], 1.0, Sampling(3, 3.0, 5))[0]
    assert np.abs(np.asarray(theirs, int) - np.asarray(ours, int)).mean() < 2.0


def test_a_run_goes_on_where_it_was_stopped(leader, trained, parent, lines: list[str]) -> None:
    kin.train(KIN, trained, parent, Budget(5, 40), compiled=False)
    saved = checkpoint.load(trained.folder / "control.pt")
    assert saved is not None
    assert saved["seen"] == 40
    assert "control: going on after 32 samples" in lines


def test_its_folder_is_a_controlnet_with_a_card(leader: Path) -> None:
    names = {path.name for path in leader.iterdir()}
    assert names == {"config.json", "diffusion_pytorch_model.safetensors", "card.json", "sheet.jpg"}
    card = json.loads((leader / "card.json").read_text())
    assert card["controls"] == list(KINDS)
    assert set(card["sha256"]) == names - {"card.json"}


def test_its_parent_follows_drawings_once_its_folder_is_there(
    leader: Path, drawing: Image.Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sdlab.studio import load

    monkeypatch.setattr("sdlab.models.place.BUNDLED", leader.parent)
    with load("tiny", device="cpu") as studio:
        run = studio.control(drawing, "a dog", kind="scribble", seed=1, num_inference_steps=1)
    assert run.picture.size == (128, 128)


def test_the_sheet_shows_drawing_and_both_weights_of_every_case(leader, trained, parent, composer) -> None:
    made = page(parent.member, kin.trained(KIN, trained, parent), composer, Sampling(1, 3.0))
    assert made.size == (6 * 132, 4 * (128 + CAPTION))


def test_an_exam_compares_both_weights_for_every_kind(
    leader: Path, trained: Workshop, parent: Parent
) -> None:
    effort = Effort(count=2, sampling=Sampling(steps=1))
    found = json.loads(kin_examined(KIN, trained, parent, effort, 5, 64))
    assert set(found) == {*KINDS, "effort"}
    for kind in KINDS:
        for score in ("edge_f1", "r@1", "r@1_at_weight_0"):
            assert 0 <= found[kind][score]["value"] <= 1
        assert 0 <= found[kind]["edge_f1"]["floor"] <= found[kind]["edge_f1"]["ceiling"] <= 1
        assert found[kind]["edge_f1"]["floor"] == found[KINDS[0]]["edge_f1"]["floor"]
        assert found[kind]["times_weight_0"]["value"] >= 0
    assert all(bar.found(found) for bar in BARS["tiny-control"])


def test_the_truth_is_nearest_to_itself(composer: Composer) -> None:
    truths = [composer.picture(record) for record in (DOG, Record("flat", (Subject("car"),), seed=1))]
    assert nearness(truths, truths).tolist() == [1.0, 1.0]
    assert (nearness(truths[::-1], truths) < 0.9).all()
