"""The member that fills holes: what it is shown, how it learns, is kept, written, loaded."""

import json
import random
import warnings
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from PIL import Image

from sdlab.errors import BadValue, DamagedFile
from sdlab.train import checkpoint, kin
from sdlab.train.cost import costs, spent
from sdlab.train.diet import Diet
from sdlab.train.inpaint.case import around, filled, page, pasted
from sdlab.train.inpaint.kin import Inpaint
from sdlab.train.inpaint.stock import beside, drawn_lot, encoded
from sdlab.train.inpaint.task import InpaintTask, Plan, widened
from sdlab.train.parent import Parent
from sdlab.train.progress import Budget
from sdlab.train.ring import Ring
from sdlab.train.sampling import Sampling, painted
from sdlab.train.score.bar import BARS
from sdlab.train.score.evaluate import Effort
from sdlab.train.score.exam import kin_examined
from sdlab.train.score.inpaint import changes, scores, spilt
from sdlab.train.sheet import CAPTION
from sdlab.train.shipping import shipped
from sdlab.train.workshop import Workshop
from sdlab.train.world.compose import Composer
from sdlab.train.world.concept import all_concepts
from sdlab.train.world.record import Record, Subject
from sdlab.train.world.sampler import Sampler
from sdlab.train.world.split import load_split

KIN = Inpaint(plan=Plan(batch=8), steps=2)
DOG = Record("noto", (Subject("dog"),), None, "grass", "day", None, 3)


@pytest.fixture(scope="module")
def parent(shelf: Path) -> Parent:
    return Parent.load(shelf)


@pytest.fixture(scope="module")
def filler(trained: Workshop, parent: Parent) -> Path:
    """The member after a few steps, written beside its parent."""
    kin.train(KIN, trained, parent, Budget(5, 32), compiled=False)
    folder = parent.folder.with_name("tiny-inpaint")
    shipped(KIN, trained, parent, folder)
    return folder


@pytest.fixture(scope="module")
def pipeline(filler: Path, parent: Parent):
    """Plain diffusers over the member's U-Net and its parent's other parts."""
    from diffusers import StableDiffusionInpaintPipeline, StableDiffusionPipeline

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shared = StableDiffusionPipeline.from_pretrained(parent.folder).components
        shared = {name: shared[name] for name in ("vae", "text_encoder", "tokenizer", "scheduler")}
        made = StableDiffusionInpaintPipeline.from_pretrained(filler, **shared)
    made.set_progress_bar_config(disable=True)
    return made


@pytest.fixture
def task(parent: Parent, composer: Composer, sampler: Sampler) -> InpaintTask:
    diet = Diet(sampler, 0.3, 0.1)
    make = partial(drawn_lot, composer, parent.member.autoencoder, diet.record, random.Random(0))
    return InpaintTask(
        parent.member,
        KIN.begin(parent),
        Ring(make, 64, 6),
        diet,
        KIN.plan,
        lambda: pytest.fail("no look"),
        compiled=False,
    )


def test_before_training_it_paints_what_its_parent_paints(parent: Parent, composer: Composer) -> None:
    case = around(composer, DOG, "a dog")
    pieces = encoded([case.picture], [case.hole], parent.member.autoencoder)
    how = Sampling(steps=3, guidance=3.0, seed=5)
    wide = painted(parent.member, widened(parent.member.joint.unet), ["a dog"], how, beside(pieces))
    narrow = painted(parent.member, parent.member.joint.unet, ["a dog"], how)
    assert np.abs(np.asarray(wide[0], int) - np.asarray(narrow[0], int)).max() <= 1


def test_training_shows_it_what_the_pipeline_shows_it(pipeline, parent: Parent, composer: Composer) -> None:
    seen = []
    pipeline.unet.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))
    case = around(composer, DOG, "a cat")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pipeline(
            case.prompt, image=case.picture, mask_image=case.mask, num_inference_steps=1, guidance_scale=1.0,
            height=128, width=128, generator=torch.Generator().manual_seed(0),
        )  # fmt: skip
    ours = beside(encoded([case.picture], [case.hole], parent.member.autoencoder))
    assert ours[:, :1].unique().tolist() == [0.0, 1.0]
    assert torch.equal(seen[0][:, 4:5], ours[:, :1])
    assert torch.allclose(seen[0][:, 5:], ours[:, 1:], atol=1e-4)


def test_plain_diffusers_fills_a_hole_as_training_does(pipeline, filler, trained, parent, composer) -> None:
    case = around(composer, DOG, "a cat")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = pipeline(
            case.prompt, image=case.picture, mask_image=case.mask, num_inference_steps=4, guidance_scale=3.0,
            height=128, width=128, generator=torch.Generator().manual_seed(7),
        ).images[0]  # fmt: skip
    ours = filled(parent.member, pipeline.unet, [case], Sampling(4, 3.0, 7))[0]
    inside, theirs = case.hole.mask, pasted(theirs, case)
    assert np.abs(np.asarray(theirs, int) - np.asarray(ours, int))[inside].mean() < 2.0


def test_nothing_outside_the_hole_changes(filler, trained, parent, composer) -> None:
    case = around(composer, DOG, "a cat")
    made = filled(parent.member, kin.trained(KIN, trained, parent), [case], Sampling(2, 3.0, 7))[0]
    outside = ~case.hole.mask
    assert np.array_equal(np.asarray(made)[outside], np.asarray(case.picture)[outside])


def test_the_loss_weighs_the_hole_most(task: InpaintTask, parent: Parent) -> None:
    cells = torch.zeros(1, 1, 16, 16)
    cells[..., 4, 4] = 1.0
    places = task._places(cells)
    assert places[..., 3:6, 3:6].eq(1.0).all()
    assert places[..., 8:, :].eq(Plan().outside).all()
    task.loss(0.0).backward()
    assert task.model.trunk.conv_in.weight.grad[:, 4:].abs().sum() > 0
    assert all(weight.grad is None for weight in parent.member.joint.text.parameters())


def test_surroundings_differ_from_the_picture_in_the_hole_most(parent, composer, sampler) -> None:
    pieces = drawn_lot(composer, parent.member.autoencoder, sampler.anything, random.Random(0))
    error = torch.stack([(piece.latents - piece.around).abs() for piece in pieces])
    hole = torch.stack([piece.cells.expand_as(piece.latents) for piece in pieces]) == 1
    assert error[~hole].mean() < error[hole].mean() / 2


def test_a_run_goes_on_where_it_was_stopped(filler, trained, parent, lines: list[str]) -> None:
    kin.train(KIN, trained, parent, Budget(5, 40), compiled=False)
    saved = checkpoint.load(trained.folder / "inpaint.pt")
    assert saved is not None
    assert saved["seen"] == 40
    assert "inpaint: going on after 32 samples" in lines
    assert list(trained.folder.glob("inpaint-*.png"))


def test_a_checkpoint_of_another_parent_is_refused(filler, trained, parent, monkeypatch) -> None:
    monkeypatch.setitem(parent.origin, "text encoder", "0" * 64)
    with pytest.raises(DamagedFile, match="another text encoder"):
        kin.trained(KIN, trained, parent)


def test_its_folder_holds_the_unet_alone_and_pins_its_parent(filler: Path, parent: Parent) -> None:
    assert {path.name for path in filler.iterdir()} == {
        "unet", "model_index.json", "card.json", "preview.json", "sheet.jpg",
    }  # fmt: skip
    card = json.loads((filler / "card.json").read_text())
    assert card["parent"] == "tiny"
    own = json.loads((parent.folder / "card.json").read_text())["sha256"]
    assert card["parent_sha256"]
    assert all(own[name] == digest for name, digest in card["parent_sha256"].items())
    assert card["training"]["inpaint"]["samples"] == 32
    assert str(parent.folder) not in (filler / "unet" / "config.json").read_text(), "a path of one machine"


def test_it_serves_its_parents_holes_once_its_folder_is_there(filler, monkeypatch) -> None:
    from sdlab.models import load_model

    monkeypatch.setattr("sdlab.models.place.BUNDLED", filler.parent)
    assert load_model("tiny", device="cpu").server("inpaint").name == "tiny-inpaint"
    alone = load_model("tiny-inpaint", device="cpu")
    assert alone.facts.tasks == ("inpaint", "outpaint")
    assert alone.facts.scheduler == "ddim"


def test_it_can_start_from_an_earlier_one(filler, trained, parent, tmp_path: Path) -> None:
    fresh = Workshop(tmp_path, print, trained.sizes)
    fresh.art = trained.art
    still = Inpaint(plan=Plan(batch=8, muon_lr=1e-9, adam_lr=1e-9), steps=2)
    kin.train(still, fresh, parent, Budget(5, 8), warm_start=filler, compiled=False)
    old, new = kin.trained(KIN, trained, parent).state_dict(), kin.trained(KIN, fresh, parent).state_dict()
    assert not torch.allclose(
        new["trunk.conv_in.weight"], KIN.begin(parent).state_dict()["trunk.conv_in.weight"]
    )
    assert old.keys() == new.keys()
    before, all_in_all = spent(filler, "inpaint"), costs(tmp_path, {"inpaint": 1.0})["inpaint"]
    assert (all_in_all["samples"], all_in_all["steps"]) == (before["samples"] + 8, before["steps"] + 1)
    assert all_in_all["flops"] == before["flops"] + 8
    with pytest.raises(BadValue, match="folder of a tiny-inpaint"):
        kin.train(still, fresh, parent, Budget(5, 8), warm_start=tmp_path, compiled=False)


def test_the_sheet_shows_every_case_whole_holed_and_filled_twice(filler, trained, parent, composer) -> None:
    made = page(parent.member, kin.trained(KIN, trained, parent), composer, Sampling(1, 3.0))
    assert made.size == (8 * 132, 4 * (128 + CAPTION))


def test_an_exam_leaves_its_scores(filler, trained, parent) -> None:
    effort = Effort(count=4, seeds=2, sampling=Sampling(steps=1))
    found = json.loads(kin_examined(KIN, trained, parent, effort, judge_minutes=5, judge_samples=64))
    assert found == json.loads((trained.folder / "scores-inpaint.json").read_text())
    assert 0 <= found["obeyed"]["low"] <= found["obeyed"]["value"] <= found["obeyed"]["high"] <= 1
    assert found["rather_than_before"]["n"] == 4
    assert found["obeyed"]["seeds"] == 2
    for where in (found, found["outpaint"]):
        assert where["changed_outside"] == 0
        assert where["seam"]["median"]["value"] > 0
        assert 0 <= where["seam"]["hidden"]["value"] <= 1
    assert all(bar.found(found) for bar in BARS["tiny-inpaint"])


def test_who_paints_what_was_asked_obeys_and_who_leaves_what_was_there_does_not(
    trained: Workshop, parent: Parent, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a judge that knows each real picture, whatever it is given."""
    asked = changes(trained, 6)
    sides = tuple(zip(*asked, strict=True))
    before, after = ([trained.composer.picture(record) for record in side] for side in sides)
    order = [concept.name for concept in all_concepts()]
    shown = {
        picture.tobytes(): order.index(record.subjects[0].concept)
        for pictures, records in zip((before, after), sides, strict=True)
        for picture, record in zip(pictures, records, strict=True)
    }

    def verdict(pictures: list[Image.Image]) -> SimpleNamespace:
        concept = torch.zeros(len(pictures), len(order))
        for row, picture in enumerate(pictures):
            concept[row, shown[picture.tobytes()]] = 1.0
        return SimpleNamespace(concept=concept)

    for made, share in ((after, 1.0), (before, 0.0)):
        monkeypatch.setattr("sdlab.train.score.inpaint.filled", lambda *_, made=made: made)
        found = scores(trained, parent, None, SimpleNamespace(verdict=verdict), Effort(count=6))
        assert found["obeyed"]["value"] == found["rather_than_before"]["value"] == share
        assert found["obeyed"]["ceiling"] == 1.0


def test_what_spills_over_the_rim_is_counted(composer: Composer) -> None:
    case = around(composer, DOG, "a cat")
    assert spilt(case.picture, case) == 0
    spoiled = case.picture.copy()
    spoiled.putpixel((0, 0), (1, 2, 3))
    assert spilt(spoiled, case) == 1


def test_a_change_asks_for_another_thing_that_is_not_held_out(trained: Workshop) -> None:
    asked = changes(trained, 40)
    assert len(asked) == 40
    assert {before.ground is None for before, _ in asked} == {True, False}
    for before, after in asked:
        assert before.subjects[0].concept != after.subjects[0].concept
        assert (before.style, before.ground, before.time) == (after.style, after.ground, after.time)
        assert not load_split().holds(after)
