"""The distilled member: where its points come from, how it learns, is kept, written, loaded."""

import json
import random
import warnings
from pathlib import Path

import numpy as np
import pytest
import torch

from sdlab.explain.pixel import to_pictures
from sdlab.train import checkpoint, kin
from sdlab.train.export import UNREAD
from sdlab.train.live.drawing import drawn, page
from sdlab.train.live.kin import Live
from sdlab.train.live.student import Student
from sdlab.train.live.task import Plan
from sdlab.train.live.trajectory import Guide, Point
from sdlab.train.parent import Parent
from sdlab.train.progress import Budget
from sdlab.train.sampling import Sampling, guiding_states, noise, sampled
from sdlab.train.score.bar import BARS
from sdlab.train.score.evaluate import Effort
from sdlab.train.score.exam import kin_examined
from sdlab.train.sheet import CAPTION
from sdlab.train.shipping import shipped
from sdlab.train.workshop import Workshop

KIN = Live(plan=Plan(batch=8, points=64, details=8), steps=2, teacher_steps=2)
WORDS = ["a dog", "a cat", ""]


@pytest.fixture(scope="module")
def parent(shelf: Path) -> Parent:
    return Parent.load(shelf)


@pytest.fixture(scope="module")
def student(trained: Workshop, parent: Parent) -> Path:
    """The member after a few steps, written beside its parent."""
    kin.train(KIN, trained, parent, Budget(5, 24), compiled=False)
    folder = parent.folder.with_name("tiny-live")
    shipped(KIN, trained, parent, folder)
    return folder


def points(parent: Parent, **settings: int) -> list[Point]:
    guide = Guide(parent.member, KIN.begin(parent).unet, 3.0, compiled=False, **settings)
    return guide.points(lambda: WORDS, random.Random(3))


def test_a_whole_trajectory_ends_where_the_teacher_does(parent: Parent) -> None:
    """From the same noise, the ends are the pictures that the teacher's own sampler makes."""
    guide = Guide(parent.member, KIN.begin(parent).unet, 3.0, stride=250, compiled=False)
    with torch.no_grad():
        passed, ends = guide._walked(noise(3, 40), 999, guiding_states(parent.member, WORDS))
        theirs = sampled(parent.member, WORDS, Sampling(4, 3.0, 40))
        ours = to_pictures(parent.member.autoencoder.decode(ends).sample)
    assert [time for time, _ in passed] == [999, 749, 499, 249]
    for one, other in zip(ours, theirs, strict=True):
        assert np.abs(np.asarray(one, int) - np.asarray(other, int)).mean() < 2.0


def test_points_keep_their_beginning_and_all_have_their_trajectorys_end(parent: Parent) -> None:
    found = points(parent, stride=100, kept=3)
    lots = [found[start : start + 3] for start in range(0, len(found), 3)]
    assert all([point.caption for point in lot] == WORDS for lot in lots)
    for points_of_one in zip(*lots, strict=True):
        assert all(torch.equal(points_of_one[0].end, point.end) for point in points_of_one)
    times = [lot[0].time for lot in lots]
    assert times[0] == max(times)
    assert len(set(times)) == len(times)


def test_later_trajectories_go_on_from_what_was_made_before(parent: Parent) -> None:
    guide = Guide(parent.member, KIN.begin(parent).unet, 3.0, stride=250, kept=1, compiled=False)
    dice, asked = random.Random(0), []

    def captions() -> list[str]:
        asked.append(1)
        return WORDS

    starts = [guide.points(captions, dice)[0].time for _ in range(16)]
    assert 999 in starts
    assert len(set(starts)) > 2
    assert 6 <= len(asked) < 16


def test_the_student_alone_learns(trained: Workshop, parent: Parent) -> None:
    task = KIN.task(trained, parent, KIN.begin(parent), compiled=False)
    task.loss(0.0).backward()
    learning = [weight for name, weight in task.model.unet.named_parameters() if "conv" in name]
    assert all(weight.grad is not None for weight in learning)
    assert all(weight.grad is None for weight in task.model.vae.parameters())
    assert all(weight.grad is None for weight in parent.member.joint.parameters())


def test_the_decoder_learns_first_and_latents_stay_what_they_are(student, trained, parent) -> None:
    network, plain = kin.trained(KIN, trained, parent), KIN.begin(parent)
    for name, weight in network.vae.state_dict().items():
        assert torch.equal(weight, plain.vae.state_dict()[name]) == name.startswith("encoder")
    saved = checkpoint.load(trained.folder / "live-vae.pt")
    assert saved is not None
    assert saved["seen"] == 24
    assert all(torch.equal(value, network.vae.decoder.state_dict()[name.removeprefix("decoder.")])
               for name, value in saved["average"].items() if name.startswith("decoder."))  # fmt: skip


def test_a_run_goes_on_where_it_was_stopped(student, trained, parent, lines: list[str]) -> None:
    kin.train(KIN, trained, parent, Budget(5, 32), compiled=False)
    saved = checkpoint.load(trained.folder / "live.pt")
    assert saved is not None
    assert saved["seen"] == 32
    assert "live: going on after 24 samples" in lines
    assert list(trained.folder.glob("live-*.png"))


def test_plain_diffusers_draws_what_training_shows(student: Path, parent: Parent) -> None:
    from diffusers import StableDiffusionPipeline

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shared = StableDiffusionPipeline.from_pretrained(parent.folder).components
        shared = {name: shared[name] for name in ("text_encoder", "tokenizer")}
        pipeline = StableDiffusionPipeline.from_pretrained(student, **shared)
        pipeline.set_progress_bar_config(disable=True)
        theirs = pipeline(
            "a dog", num_inference_steps=4, guidance_scale=1.0, height=128, width=128,
            generator=[torch.Generator().manual_seed(7)],
        ).images[0]  # fmt: skip
    ours = drawn(parent.member, Student(pipeline.unet, pipeline.vae), ["a dog"], 4, 7)[0]
    assert np.abs(np.asarray(ours, int) - np.asarray(theirs, int)).mean() < 2.0


def test_it_loads_by_name_with_four_steps_and_no_guidance(student, parent, monkeypatch) -> None:
    from sdlab.models import load_model

    card = json.loads((student / "card.json").read_text())
    assert card["guidance_built_in"] == parent.guidance
    assert {path.name for path in student.iterdir() if path.is_dir()} == {"unet", "vae", "scheduler"}
    assert not {UNREAD, "_name_or_path"} & set(json.loads((student / "vae" / "config.json").read_text()))
    monkeypatch.setattr("sdlab.models.place.BUNDLED", student.parent)
    facts = load_model("tiny-live", device="cpu").facts
    assert (facts.scheduler, facts.num_inference_steps, facts.guidance_scale) == ("lcm", 2, 1.0)
    assert not facts.reads_negative
    assert "text_to_image" in facts.tasks


def test_the_sheet_shows_teacher_and_student_beside(student, trained, parent) -> None:
    network = kin.trained(KIN, trained, parent)
    made = page(parent.member, network, 1, Sampling(1, 3.0), ["a dog", "a cat"])
    assert made.size == (2 * 132, 2 * (128 + CAPTION))


def test_an_exam_leaves_its_scores(student, trained, parent) -> None:
    effort = Effort(count=4, sampling=Sampling(steps=2))
    found = json.loads(kin_examined(KIN, trained, parent, effort, judge_minutes=5, judge_samples=64))
    assert found == json.loads((trained.folder / "scores-live.json").read_text())
    assert set(found) == {"vae", "seen", "held-out cells", "held-out compositions", "time", "effort"}
    assert found["seen"]["r@1"]["n"] == found["seen"]["teacher"]["n"] == 4
    assert found["time"]["ratio"] > 0
    assert {"ceiling", "floor", "low", "high"} <= set(found["seen"]["r@1"])
    assert all(bar.found(found) for bar in BARS["tiny-live"])
