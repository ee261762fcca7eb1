"""A folder or a name becomes pipelines that share one set of parts."""

import logging
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
import torch
from safetensors.torch import load_file, save_file

from sdlab.errors import BadValue, DamagedFile, NotOffered, NotReached, OutOfMemory, UnknownName
from sdlab.models import Model, entries, load_model, refusal
from sdlab.models.companion import Companions
from sdlab.recipe import Task


@pytest.fixture(scope="module")
def sd15(layouts: dict[str, Path]) -> Model:
    return load_model(layouts["sd15"], device="cpu")


def picture(model: Model, seed: int = 3) -> torch.Tensor:
    pipeline = model.pipeline("text_to_image")
    generator = torch.Generator("cpu").manual_seed(seed)
    return pipeline(
        "a cat", num_inference_steps=2, width=64, height=64, generator=generator, output_type="pt"
    ).images


def test_a_folder_paints_a_picture_of_the_asked_size(sd15: Model) -> None:
    assert picture(sd15).shape == (1, 3, 64, 64)


def test_the_pipelines_of_a_model_share_their_parts(sd15: Model) -> None:
    text, hole = sd15.pipeline("text_to_image"), sd15.pipeline("inpaint")
    assert type(hole).__name__ == "StableDiffusionInpaintPipeline"
    assert text.unet is hole.unet
    assert text.vae is sd15.components["vae"]


def test_the_facts_of_a_folder_come_from_its_configs(sd15: Model) -> None:
    facts = sd15.facts
    assert (facts.name, facts.width, facts.token_limit, facts.scheduler) == ("sd15", 128, 77, "ddim")
    assert facts.tasks == ("text_to_image", "unconditional", "image_to_image", "inpaint", "outpaint")


def test_no_safety_checker_and_no_progress_bar(sd15: Model) -> None:
    pipeline = sd15.pipeline("image_to_image")
    assert pipeline.safety_checker is None
    assert pipeline._progress_bar_config == {"disable": True}


@pytest.mark.parametrize("task", get_args(Task))
def test_a_refused_task_names_models_that_do_it_the_bundled_one_among_them(sd15: Model, task: Task) -> None:
    named = re.findall(r'"([^"]+)"', refusal(replace(sd15.facts, name="ours"), task).partition(". Load ")[2])
    assert "tiny" in named
    assert len(named) == 2
    for name in named:
        entry = entries()[name]
        assert task in (*entry.tasks, *Companions(entry, lambda *_: sd15).tasks)


def test_a_drawing_nobody_follows_names_the_models_that_follow_it(sd15: Model) -> None:
    with pytest.raises(NotOffered, match=r'scribble drawings\. Load "tiny" or "sd15" or "lcm"'):
        sd15.pipeline("text_to_image", control="scribble")


def test_a_nine_channel_denoiser_offers_holes_only(layouts: dict[str, Path]) -> None:
    model = load_model(layouts["inpaint"], device="cpu")
    assert model.facts.tasks == ("inpaint", "outpaint")
    assert model.pipeline("outpaint").unet.config.in_channels == 9
    with pytest.raises(NotOffered, match="text_to_image"):
        model.pipeline("text_to_image")


def test_xl_in_float16_decodes_in_float32(layouts: dict[str, Path]) -> None:
    model = load_model(layouts["sdxl"], device="cpu", dtype="float16")
    seen = []
    vae = model.components["vae"]
    vae.decoder.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0].dtype))
    pixels = picture(model)
    assert model.plan.upcast_vae
    assert seen == [torch.float32]
    assert torch.isfinite(pixels).all()


def test_xl_paints_from_a_picture_without_a_word_about_its_decoder(layouts: dict[str, Path]) -> None:
    pipeline, said = load_model(layouts["sdxl"], device="cpu").pipeline("image_to_image"), []
    heard = logging.Handler()
    heard.emit = lambda record: said.append(record.getMessage())
    log = logging.getLogger("diffusers.models.modeling_utils")
    log.addHandler(heard)
    try:
        pipeline("a cat", image=torch.zeros(1, 3, 64, 64), num_inference_steps=2, strength=0.5)
        log.warning("something else")
    finally:
        log.removeHandler(heard)
    assert said == ["something else"]


def test_an_upscaler_quadruples_a_side(layouts: dict[str, Path]) -> None:
    model = load_model(layouts["upscaler"], device="cpu")
    small = torch.zeros(1, 3, 16, 16)
    made = model.pipeline("upscale")("", image=small, num_inference_steps=1, output_type="pt").images
    assert model.facts.tasks == ("upscale",)
    assert made.shape == (1, 3, 64, 64)


def test_the_16_bit_files_are_read_where_only_they_are_there(tmp_path: Path) -> None:
    from standin import save_sd15

    model = load_model(save_sd15(tmp_path / "half", variant="fp16"), device="cpu")
    assert model.components["unet"].dtype == torch.float32


def test_16_bit_files_that_would_fill_the_memory_are_not_read(
    layouts: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(layouts["sd15"], tmp_path / "half")
    for file in folder.rglob("*.safetensors"):
        halves = {name: values.half() for name, values in load_file(file).items()}
        save_file(halves, file, metadata={"format": "pt"})
    monkeypatch.setattr("sdlab.models.loading.free_memory", lambda: 1e-9)
    with pytest.raises(OutOfMemory, match="main memory"):
        load_model(folder, device="cpu")
    assert load_model(folder, device="cpu", dtype="float16").components["unet"].dtype == torch.float16
    assert load_model(layouts["sd15"], device="cpu").components["unet"].dtype == torch.float32


def test_loading_leaves_the_libraries_logs_as_they_were(layouts: dict[str, Path]) -> None:
    from diffusers.utils import logging

    logging.set_verbosity_info()
    load_model(layouts["sd15"], device="cpu")
    assert logging.get_verbosity() == logging.INFO
    logging.set_verbosity_warning()


def test_a_truncated_weight_file_is_named(layouts: dict[str, Path], tmp_path: Path) -> None:
    folder = shutil.copytree(layouts["sd15"], tmp_path / "cut")
    weights = folder / "unet" / "diffusion_pytorch_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(DamagedFile, match=r"unet.diffusion_pytorch_model\.safetensors is damaged"):
        load_model(folder, device="cpu")


def test_pickled_weights_are_refused(layouts: dict[str, Path], tmp_path: Path) -> None:
    folder = shutil.copytree(layouts["sd15"], tmp_path / "pickled")
    weights = folder / "unet" / "diffusion_pytorch_model.safetensors"
    weights.rename(weights.with_suffix(".bin"))
    with pytest.raises(DamagedFile, match="opens no pickled"):
        load_model(folder, device="cpu")


def test_another_architecture_is_named(layouts: dict[str, Path], tmp_path: Path) -> None:
    folder = shutil.copytree(layouts["sd15"], tmp_path / "flux")
    index = folder / "model_index.json"
    index.write_text(index.read_text().replace('"StableDiffusionPipeline"', '"FluxPipeline"'))
    with pytest.raises(NotOffered, match='"FluxPipeline"'):
        load_model(folder, device="cpu")


def test_a_model_that_brings_its_own_code_is_refused(layouts: dict[str, Path], tmp_path: Path) -> None:
    folder = shutil.copytree(layouts["sd15"], tmp_path / "own")
    index = folder / "model_index.json"
    index.write_text(re.sub(r'"diffusers",(\s*"UNet2DConditionModel")', r'"my_unet",\1', index.read_text()))
    (folder / "unet" / "my_unet.py").write_text("raise SystemExit('ran')")
    with pytest.raises(NotOffered, match="brings parts from my_unet"):
        load_model(folder, device="cpu")


def test_a_folder_without_an_index_says_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"")
    with pytest.raises(NotReached, match=r'"model\.safetensors", a single file'):
        load_model(tmp_path, device="cpu")


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotReached, match="there is no folder"):
        load_model(tmp_path / "nothing", device="cpu")


def test_an_unknown_name_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match='"sd-turbo"'):
        load_model("sd-turb", device="cpu")


def test_a_device_that_is_not_there_is_refused(layouts: dict[str, Path]) -> None:
    with pytest.raises(BadValue, match="device must be one of cpu"):
        load_model(layouts["sd15"], device="cuda:7")


@pytest.mark.parametrize(
    "odd",
    [
        {"name": None},
        {"name": b"tiny"},
        {"name": ""},
        {"device": torch.device("cpu")},
        {"dtype": torch.float16},
    ],
)
def test_what_is_no_name_is_refused(odd: dict[str, object]) -> None:
    with pytest.raises(BadValue, match=f"{next(iter(odd))} must be a"):
        load_model(**{"name": "tiny", **odd})


def test_a_controlnet_is_no_model_of_its_own() -> None:
    with pytest.raises(NotOffered, match='load "sd15"'):
        load_model("controlnet-canny", device="cpu")


def test_the_facts_tell_the_memory_that_the_weights_and_a_picture_take(sd15: Model) -> None:
    modules = [part for part in sd15.components.values() if isinstance(part, torch.nn.Module)]
    assert sd15.facts.weights * 1e9 == sum(p.numel() * 4 for module in modules for p in module.parameters())
    assert sd15.facts.memory(1024, 1024) > sd15.facts.memory(512, 512) > sd15.facts.weights > 0
