"""LoRA files of any maker are laid over a model by weight, and taken off without a trace."""

from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers import StableDiffusionPipeline
from peft import LoraConfig, get_peft_model, get_peft_model_state_dict
from safetensors.torch import save_file

from sdlab.errors import BadValue, DamagedFile, NotOffered, NotReached
from sdlab.models import Model, load_model
from sdlab.models.adapter import read_adapter
from sdlab.models.quiet import quiet
from sdlab.recipe import Adapter

TARGET = "down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q"
RANK = 2


def tensors(side: int = 32) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(5)
    down = torch.randn(RANK, side, generator=generator)
    return down, torch.randn(side, RANK, generator=generator)


def diffusers_file(path: Path, *, side: int = 32, alpha: float = 1.0) -> Path:
    down, up = tensors(side)
    save_file({f"unet.{TARGET}.lora_A.weight": down, f"unet.{TARGET}.lora_B.weight": up * alpha / RANK}, path)
    return path


def kohya_file(path: Path, *, alpha: float = 1.0) -> Path:
    down, up = tensors()
    base = "lora_unet_" + TARGET.replace(".", "_")
    save_file(
        {
            f"{base}.lora_down.weight": down,
            f"{base}.lora_up.weight": up,
            f"{base}.alpha": torch.tensor(alpha),
        },
        path,
    )
    return path


def peft_file(path: Path) -> Path:
    down, up = tensors()
    base = f"base_model.model.{TARGET}"
    save_file({f"{base}.lora_A.weight": down, f"{base}.lora_B.weight": up / RANK}, path)
    return path


def saved_by_diffusers(folder: Path, base: Path) -> tuple[Path, torch.Tensor]:
    """A file that diffusers wrote, whose alphas are not the ranks, and what plain diffusers makes of it."""
    torch.manual_seed(5)
    plain = StableDiffusionPipeline.from_pretrained(base)
    layers, metadata = {}, {}
    for part, target, alpha in (("unet", "to_q", 8), ("text_encoder", "q_proj", 6)):
        module = getattr(plain, part)
        shape = LoraConfig(r=RANK, lora_alpha=alpha, target_modules=[target], init_lora_weights=False)
        module.add_adapter(shape)
        layers[f"{part}_lora_layers"] = get_peft_model_state_dict(module, adapter_name="default")
        metadata[f"{part}_lora_adapter_metadata"] = module.peft_config["default"].to_dict()
    plain.save_lora_weights(folder, **layers, **metadata)
    plain.unload_lora_weights()
    path = folder / "pytorch_lora_weights.safetensors"
    plain.load_lora_weights(path.parent, weight_name=path.name)
    return path, sampled(plain)


@pytest.fixture(scope="module")
def loaded(layouts: dict[str, Path]) -> Model:
    return load_model(layouts["sd15"], device="cpu")


@pytest.fixture
def model(loaded: Model) -> Model:
    loaded.use_adapters(())
    return loaded


def made(model: Model) -> torch.Tensor:
    return sampled(model.pipeline("text_to_image"))


def sampled(pipeline: Any) -> torch.Tensor:
    return pipeline(
        "a cat", num_inference_steps=2, width=64, height=64, output_type="latent",
        generator=torch.Generator().manual_seed(1),
    ).images  # fmt: skip


def worn(model: Model, path: Path, weight: float = 1.0) -> torch.Tensor:
    model.use_adapters((model.overlay.add(path, weight=weight),))
    return made(model)


def test_an_adapter_changes_the_picture_and_none_restores_it_exactly(model: Model, tmp_path: Path) -> None:
    plain = made(model)
    changed = worn(model, diffusers_file(tmp_path / "a.safetensors"))
    assert not torch.allclose(changed, plain, atol=1e-3)
    model.use_adapters(())
    assert torch.equal(made(model), plain)


def test_the_layouts_of_three_makers_give_one_picture(model: Model, tmp_path: Path) -> None:
    one = worn(model, diffusers_file(tmp_path / "a.safetensors"))
    assert torch.allclose(worn(model, kohya_file(tmp_path / "b.safetensors")), one, atol=1e-4)
    assert torch.allclose(worn(model, peft_file(tmp_path / "c.safetensors")), one, atol=1e-4)


def test_weight_0_is_no_adapter_and_weights_scale(model: Model, tmp_path: Path) -> None:
    plain, path = made(model), diffusers_file(tmp_path / "a.safetensors")
    near, far = worn(model, path, 0.2), worn(model, path, 1.0)
    assert torch.allclose(worn(model, path, 0.0), plain, atol=1e-5)
    assert (near - plain).norm() < (far - plain).norm()


def test_the_alpha_of_kohya_is_heeded(model: Model, tmp_path: Path) -> None:
    half = worn(model, kohya_file(tmp_path / "a.safetensors", alpha=0.5))
    assert torch.allclose(half, worn(model, kohya_file(tmp_path / "b.safetensors"), 0.5), atol=1e-4)


@pytest.mark.parametrize(
    "shape",
    [
        {"r": RANK, "lora_alpha": 3},
        {"r": RANK, "lora_alpha": 3, "use_rslora": True},
        {"r": RANK, "lora_alpha": 3, "alpha_pattern": {"transformer_blocks.0.attn1.to_q": 5}},
        {"r": RANK, "lora_alpha": 3, "alpha_pattern": {"down_blocks.*to_q": 5, "to_q": 1}},
    ],
)
def test_a_folder_that_peft_saved_has_the_effect_it_has_in_peft(
    model: Model, layouts: dict[str, Path], tmp_path: Path, shape: dict[str, Any]
) -> None:
    torch.manual_seed(5)
    plain = StableDiffusionPipeline.from_pretrained(layouts["sd15"])
    config = LoraConfig(target_modules=["attn1.to_q"], init_lora_weights=False, **shape)
    plain.unet = get_peft_model(plain.unet, config)
    plain.unet.save_pretrained(tmp_path / "mascot")
    adapter = model.overlay.add(tmp_path / "mascot")
    model.use_adapters((adapter,))
    assert adapter.name == "mascot"
    assert torch.allclose(made(model), sampled(plain), atol=1e-4)


def test_a_peft_config_that_says_nothing_is_named(model: Model, tmp_path: Path) -> None:
    path = peft_file(tmp_path / "a.safetensors")
    (tmp_path / "adapter_config.json").write_text('{"lora_alpha": "much"}')
    with pytest.raises(DamagedFile, match=r"adapter_config\.json does not say how strong"):
        worn(model, path)


def test_a_folder_of_several_files_is_not_guessed_at(model: Model, tmp_path: Path) -> None:
    for name in "ab":
        peft_file(tmp_path / f"{name}.safetensors")
    with pytest.raises(DamagedFile, match=r"a\.safetensors, b\.safetensors.*Name the file"):
        model.overlay.add(tmp_path)


def test_a_file_that_diffusers_saved_has_the_effect_it_has_in_diffusers(
    model: Model, layouts: dict[str, Path], tmp_path: Path
) -> None:
    with quiet():
        path, expected = saved_by_diffusers(tmp_path, layouts["sd15"])
    plain = made(model)
    assert torch.allclose(worn(model, path), expected, atol=1e-5)
    assert not torch.allclose(expected, plain, atol=1e-3)


@pytest.mark.parametrize(
    ("up", "scale"), [("lora_B", "alpha"), ("lora.up", "alpha"), ("lora.up", "lora.alpha")]
)
def test_the_alpha_of_a_layer_is_heeded_in_the_layout_of_diffusers(
    model: Model, tmp_path: Path, up: str, scale: str
) -> None:
    (first, second), down = tensors(), up.replace("B", "A").replace("up", "down")
    scaled = tmp_path / "scaled.safetensors"
    save_file(
        {
            f"unet.{TARGET}.{down}.weight": first,
            f"unet.{TARGET}.{up}.weight": second,
            f"unet.{TARGET}.{scale}": torch.tensor(0.5),
        },
        scaled,
    )
    half = worn(model, scaled)
    assert torch.allclose(
        half, worn(model, diffusers_file(tmp_path / "half.safetensors", alpha=0.5)), atol=1e-4
    )


def test_two_adapters_add_up_and_the_same_set_twice_changes_nothing(model: Model, tmp_path: Path) -> None:
    first = model.overlay.add(diffusers_file(tmp_path / "a.safetensors"), weight=0.5)
    second = model.overlay.add(kohya_file(tmp_path / "b.safetensors"), weight=0.5)
    model.use_adapters((first, second))
    once = made(model)
    model.use_adapters((first, second))
    assert torch.equal(made(model), once)
    assert torch.allclose(once, worn(model, tmp_path / "a.safetensors", 1.0), atol=1e-4)


def test_every_pipeline_wears_it(model: Model, tmp_path: Path) -> None:
    model.use_adapters((model.overlay.add(diffusers_file(tmp_path / "a.safetensors")),))
    assert model.pipeline("image_to_image").unet is model.pipeline("text_to_image").unet
    assert model.server("inpaint") is model


def test_an_adapter_for_another_model_is_refused_and_leaves_no_trace(model: Model, tmp_path: Path) -> None:
    plain = made(model)
    alien = model.overlay.add(diffusers_file(tmp_path / "wide.safetensors", side=320))
    with pytest.raises(NotOffered, match="does not fit this model"):
        model.use_adapters((alien,))
    assert torch.equal(made(model), plain)


def test_an_xl_adapter_names_the_model_it_needs(model: Model, tmp_path: Path) -> None:
    save_file(
        {"lora_te2_text_model_encoder_layers_0_mlp_fc1.lora_down.weight": torch.zeros(2, 2)},
        tmp_path / "xl.safetensors",
    )
    with pytest.raises(NotOffered, match='Load "sdxl"'):
        model.use_adapters((model.overlay.add(tmp_path / "xl.safetensors"),))


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("lora_unet_down.hada_w1_a", "LoHa"),
        ("lora_unet_down.lokr_w1", "LoKr"),
        ("emb_params", "textual inversion"),
        ("model.diffusion_model.out.0.weight", "whole checkpoint"),
        ("transformer.blocks.0.lora_A.weight", "transformer such as Flux"),
        ("something.else", 'its first key is "something.else"'),
    ],
)
def test_what_is_no_lora_is_refused_with_the_reason(tmp_path: Path, key: str, reason: str) -> None:
    save_file({key: torch.zeros(1)}, tmp_path / "other.safetensors")
    with pytest.raises(NotOffered, match=reason):
        read_adapter(tmp_path / "other.safetensors")


def test_a_pickled_a_damaged_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "old.pt").write_bytes(b"")
    (tmp_path / "cut.safetensors").write_bytes(diffusers_file(tmp_path / "a.safetensors").read_bytes()[:40])
    for name, reason in {
        "old.pt": "pickled",
        "cut.safetensors": "damaged",
        "no.safetensors": "no file",
    }.items():
        with pytest.raises(DamagedFile, match=reason):
            read_adapter(tmp_path / name)


def test_an_adapter_whose_file_was_not_added_is_said(model: Model) -> None:
    with pytest.raises(NotReached, match='"ghost" is not known'):
        model.use_adapters((Adapter(name="ghost", sha256="0" * 64),))


def test_the_same_adapter_twice_is_refused(model: Model, tmp_path: Path) -> None:
    adapter = model.overlay.add(diffusers_file(tmp_path / "a.safetensors"))
    with pytest.raises(BadValue, match="different files"):
        model.use_adapters((adapter, adapter))
