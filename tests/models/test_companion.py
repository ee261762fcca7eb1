"""A model's companions serve what it does not do itself, over the parts it has loaded."""

import json
import shutil
from pathlib import Path

import pytest
import torch
from loopback import COMMIT, Hub
from PIL import Image
from safetensors.torch import load_file, save_file
from standin import save_sd15

from sdlab.errors import DamagedFile, NotOffered, OutOfMemory
from sdlab.models import load_model
from sdlab.models.catalogue import find
from sdlab.models.fingerprint import digest
from sdlab.recipe import Task

QUERY = "down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q"
SPEECH = "text_model.encoder.layers.0.self_attn.q_proj"


@pytest.fixture
def family(layouts: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bundled `tiny` with its whole family, the inpainting member without the parts it shares."""
    root = tmp_path / "bundled"
    for name, layout in {"tiny": "sd15", "tiny-inpaint": "inpaint", "tiny-upscale": "upscaler",
                         "tiny-control": "control"}.items():  # fmt: skip
        shutil.copytree(layouts[layout], root / name)
    for part in ("vae", "text_encoder", "tokenizer"):
        shutil.rmtree(root / "tiny-inpaint" / part)
    (root / "tiny-inpaint" / "card.json").write_text(json.dumps({"parent": "tiny"}))
    monkeypatch.setattr("sdlab.models.place.BUNDLED", root)
    return root


def test_the_family_adds_its_tasks(family: Path) -> None:
    assert load_model("tiny", device="cpu").facts.tasks[-2:] == ("upscale", "control")


def test_a_model_alone_offers_neither_and_names_who_does(family: Path) -> None:
    for member in ("tiny-upscale", "tiny-control"):
        shutil.rmtree(family / member)
    model = load_model("tiny", device="cpu")
    assert not {"upscale", "control"} & set(model.facts.tasks)
    with pytest.raises(NotOffered, match='Load "x4-upscaler"'):
        model.pipeline("upscale")
    with pytest.raises(NotOffered, match='Load "sd15"'):
        model.pipeline("control")


def test_holes_are_filled_by_the_member_that_sees_the_mask(family: Path) -> None:
    model = load_model("tiny", device="cpu")
    pipeline = model.pipeline("inpaint")
    assert pipeline.unet.config.in_channels == 9
    assert pipeline.vae is model.components["vae"]
    assert model.server("outpaint").name == "tiny-inpaint"


def test_without_that_member_the_model_fills_holes_itself(family: Path) -> None:
    shutil.rmtree(family / "tiny-inpaint")
    model = load_model("tiny", device="cpu")
    assert model.pipeline("inpaint").unet is model.components["unet"]
    assert model.server("inpaint") is model


def test_a_member_loads_by_name_with_its_parents_parts(family: Path) -> None:
    model = load_model("tiny-inpaint", device="cpu")
    assert model.facts.tasks == ("inpaint", "outpaint")
    assert (model.facts.width, model.facts.token_limit) == (128, 77)
    size = {"width": 64, "height": 64}
    made = model.pipeline("inpaint")(
        "a cat", image=Image.new("RGB", (64, 64)), mask_image=Image.new("L", (64, 64), 255),
        num_inference_steps=1, output_type="pt", **size,
    ).images  # fmt: skip
    assert made.shape == (1, 3, 64, 64)


def test_a_member_made_for_another_parent_is_refused(family: Path) -> None:
    pinned = {"text_encoder/config.json": digest(family / "tiny" / "text_encoder" / "config.json")}
    for member in ("tiny-inpaint", "tiny-control"):
        (family / member / "card.json").write_text(json.dumps({"parent": "tiny", "parent_sha256": pinned}))
    model = load_model("tiny", device="cpu")
    assert model.server("inpaint").name == "tiny-inpaint"
    assert model.pipeline("control").controlnet is not None
    config = family / "tiny" / "text_encoder" / "config.json"
    config.write_text(config.read_text() + " ")
    changed = load_model("tiny", device="cpu")
    with pytest.raises(DamagedFile, match=r"tiny-inpaint was made for another tiny: .*config\.json"):
        changed.server("inpaint")
    with pytest.raises(DamagedFile, match="tiny-control was made for another tiny"):
        changed.pipeline("control")


def lora(path: Path, target: str, side: int, *, part: str = "unet") -> Path:
    down, up = torch.randn(2, side), torch.randn(32, 2)
    save_file({f"{part}.{target}.lora_A.weight": down, f"{part}.{target}.lora_B.weight": up}, path)
    return path


def test_the_member_that_fills_holes_wears_the_models_adapters(family: Path, tmp_path: Path) -> None:
    model, text, target = load_model("tiny", device="cpu"), torch.ones(1, 77, 32), torch.ones(1)

    def filled() -> torch.Tensor:
        unet = model.server("inpaint").components["unet"]
        assert unet.config.in_channels == 9
        return unet(torch.ones(1, 9, 8, 8), target, encoder_hidden_states=text).sample

    plain = filled()
    mascot = model.overlay.add(lora(tmp_path / "mascot.safetensors", QUERY, 32))
    words = model.overlay.add(lora(tmp_path / "words.safetensors", SPEECH, 32, part="text_encoder"))
    model.use_adapters((mascot, words))
    assert not torch.allclose(filled(), plain, atol=1e-3)
    model.use_adapters((words,))
    assert torch.equal(filled(), plain)
    model.use_adapters((mascot,))
    assert not torch.allclose(filled(), plain, atol=1e-3)
    model.use_adapters(())
    assert torch.equal(filled(), plain)


def test_the_member_that_fills_holes_wears_them_as_strongly(family: Path, tmp_path: Path) -> None:
    model, strong = load_model("tiny", device="cpu"), tmp_path / "strong.safetensors"
    tensors = load_file(lora(tmp_path / "weak.safetensors", QUERY, 32))
    told = {"unet.r": 2, "unet.lora_alpha": 8, "unet.target_modules": [QUERY]}
    save_file(tensors, strong, metadata={"lora_adapter_metadata": json.dumps(told)})
    model.use_adapters((model.overlay.add(strong),))
    own, filler = (each.components["unet"].get_submodule(QUERY) for each in (model, model.server("inpaint")))
    (key,) = own.scaling
    assert own.scaling[key] == filler.scaling[key] == 4
    assert torch.equal(filler.lora_B[key].weight, tensors[f"unet.{QUERY}.lora_B.weight"])


def test_adapters_that_do_not_fit_that_member_let_the_model_fill_holes_itself(
    family: Path, tmp_path: Path
) -> None:
    model = load_model("tiny", device="cpu")
    path = tmp_path / "first.safetensors"
    save_file(
        {
            "unet.conv_in.lora_A.weight": torch.ones(2, 4, 3, 3),
            "unet.conv_in.lora_B.weight": torch.ones(32, 2, 1, 1),
        },
        path,
    )
    model.use_adapters((model.overlay.add(path),))
    assert model.server("inpaint") is model
    model.use_adapters(())
    assert model.server("inpaint").name == "tiny-inpaint"


def test_a_drawing_is_followed_with_the_adapters_on(family: Path, tmp_path: Path) -> None:
    model = load_model("tiny", device="cpu")
    model.use_adapters((model.overlay.add(lora(tmp_path / "mascot.safetensors", QUERY, 32)),))
    assert model.pipeline("control").unet is model.components["unet"]
    assert model.components["unet"].active_adapters()


@pytest.mark.parametrize(
    ("member", "tasks"),
    [
        ("tiny-upscale", ("upscale",)),
        ("tiny-inpaint", ("inpaint", "outpaint")),
        ("tiny-control", ("control",)),
    ],
)
def test_a_task_begins_with_the_settings_of_the_companion_that_serves_it(
    family: Path, member: str, tasks: tuple[Task, ...]
) -> None:
    assert not load_model("tiny", device="cpu").facts.begins, "neither card nor entry names any"
    own = {"num_inference_steps": 2, "guidance_scale": 1.0, "scheduler": "ddim"}
    card = {"defaults": own} | ({"parent": "tiny"} if member != "tiny-upscale" else {})
    (family / member / "card.json").write_text(json.dumps(card))
    facts = load_model("tiny", device="cpu").facts
    for task in tasks:
        assert (facts.at(task).num_inference_steps, facts.at(task).guidance_scale) == (2, 1.0)
        assert facts.at(task).name == "tiny"
    assert facts.at("text_to_image") is facts


def test_the_upscaler_runs_beside_the_model(family: Path) -> None:
    model = load_model("tiny", device="cpu")
    made = model.pipeline("upscale")(
        "", image=torch.zeros(1, 3, 16, 16), num_inference_steps=1, output_type="pt"
    )
    assert made.images.shape == (1, 3, 64, 64)
    assert model.pipeline("upscale") is model.pipeline("upscale")


@pytest.mark.parametrize("task", ["text_to_image", "image_to_image", "inpaint"])
def test_a_drawing_joins_every_way_of_painting(family: Path, task: str) -> None:
    shutil.rmtree(family / "tiny-inpaint")
    model = load_model("tiny", device="cpu")
    pipeline = model.pipeline(task, control="scribble")
    assert "ControlNet" in type(pipeline).__name__
    assert pipeline.unet is model.components["unet"]


def test_a_drawing_changes_the_picture_and_weight_0_ignores_it(family: Path) -> None:
    model = load_model("tiny", device="cpu")
    drawing = Image.new("RGB", (64, 64), "white")

    def made(weight: float) -> torch.Tensor:
        return model.pipeline("control")(
            "a cat", image=drawing, controlnet_conditioning_scale=weight, num_inference_steps=2,
            width=64, height=64, generator=torch.Generator().manual_seed(1), output_type="pt",
        ).images  # fmt: skip

    plain = model.pipeline("text_to_image")(
        "a cat",
        num_inference_steps=2,
        width=64,
        height=64,
        output_type="pt",
        generator=torch.Generator().manual_seed(1),
    ).images
    assert torch.allclose(made(0.0), plain, atol=1e-5)
    assert not torch.allclose(made(1.0), plain, atol=1e-3)


def test_a_kind_of_drawing_without_a_controlnet_names_those_with_one(family: Path) -> None:
    with pytest.raises(NotOffered, match="It follows scribble, canny, lineart"):
        load_model("tiny", device="cpu").pipeline("control", control="depth")


def test_a_damaged_controlnet_is_refused(family: Path) -> None:
    weights = family / "tiny-control" / "diffusion_pytorch_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:500])
    with pytest.raises(DamagedFile, match="tiny-control"):
        load_model("tiny", device="cpu").pipeline("control")


def test_a_real_model_fetches_its_controlnet_and_upscaler_but_no_filler(
    hub: Hub, layouts: dict[str, Path], tmp_path: Path
) -> None:
    nested = tmp_path / "nested"
    shutil.copytree(layouts["control"], nested / "control_v11f1e_sd15_tile")
    served = {"sd15": layouts["sd15"], "x4-upscaler": layouts["upscaler"], "controlnet-tile": nested}
    for name, folder in served.items():
        source = find(name).sources[0]
        hub.folders[source.hub], hub.commits[source.hub] = folder, source.revision or COMMIT
    model = load_model("sd15", device="cpu")
    assert type(model.pipeline("control", control="tile")).__name__ == "StableDiffusionControlNetPipeline"
    assert model.server("upscale").name == "x4-upscaler"
    assert model.server("inpaint") is model
    assert not any("inpainting" in path for path in hub.asked)


def test_a_filler_that_was_fetched_before_is_used(hub: Hub, layouts: dict[str, Path]) -> None:
    for name, layout in {"sd15": "sd15", "sd15-inpaint": "inpaint"}.items():
        source = find(name).sources[0]
        hub.folders[source.hub], hub.commits[source.hub] = layouts[layout], source.revision or COMMIT
    load_model("sd15-inpaint", device="cpu")
    assert load_model("sd15", device="cpu").server("inpaint").name == "sd15-inpaint"


def test_a_full_device_gives_up_room_and_paints_on(
    layouts: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    model = load_model(layouts["sd15"], device="cpu")
    before = model.pipeline("text_to_image")
    monkeypatch.setattr("sdlab.models.model.smaller", lambda plan: replace(plan, tiles=True))
    assert model.shrink().tiles
    assert model.components["vae"].use_tiling
    assert model.pipeline("text_to_image") is not before


def test_what_serves_a_full_device_gives_up_room_with_its_model(family: Path) -> None:
    model = load_model("tiny", device="cpu")
    served = {task: (model.server(task), model.pipeline(task)) for task in ("inpaint", "upscale")}
    assert model.shrink().tiles
    for task, (companion, pipeline) in served.items():
        assert model.server(task) is companion
        assert companion.plan.tiles
        assert companion.components["vae"].use_tiling
        assert model.pipeline(task) is not pipeline


def test_a_companion_that_came_later_still_gives_up_room(family: Path) -> None:
    model = load_model("tiny", device="cpu")
    model.shrink()
    companion = model.server("upscale")
    assert not companion.plan.tiles
    model.shrink()
    assert companion.plan.tiles
    with pytest.raises(OutOfMemory, match="smaller width and height"):
        model.shrink()


@pytest.mark.parametrize(
    "error", [torch.OutOfMemoryError("full"), RuntimeError("MPS backend out of memory"), MemoryError()]
)
def test_a_smaller_plan_is_tried_when_loading_does_not_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    from dataclasses import replace

    from sdlab.models import loading, weights

    folder, settle, tried = save_sd15(tmp_path / "big"), weights._settle, []

    def first_full(parts: dict[str, object], plan: object) -> None:
        tried.append(plan)
        if len(tried) == 1:
            raise error
        settle(parts, plan)

    monkeypatch.setattr(weights, "_settle", first_full)
    monkeypatch.setattr(loading, "smaller", lambda plan: replace(plan, tiles=True))
    assert load_model(folder, device="cpu").plan.tiles
