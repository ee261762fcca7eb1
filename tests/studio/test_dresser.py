import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from sdlab.errors import BadValue, NotReached

SMALL = {"num_inference_steps": 2, "width": 64, "height": 64, "seed": 3}
TARGET = "down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "mascot.safetensors"
    down, up = torch.randn(2, 32, generator=torch.Generator().manual_seed(5)), torch.ones(32, 2)
    save_file({f"unet.{TARGET}.lora_A.weight": down, f"unet.{TARGET}.lora_B.weight": up}, path)
    return path


def same(one, other):
    return np.array_equal(np.asarray(one.picture), np.asarray(other.picture))


def test_an_adapter_changes_the_picture_and_leaves_no_trace(family_studio, file):
    plain = family_studio.text_to_image("a cat", **SMALL)
    mascot = family_studio.load_adapter(file, weight=2.0)
    family_studio.adapters = [mascot]
    try:
        worn = family_studio.text_to_image("a cat", **SMALL)
    finally:
        family_studio.adapters = ()
    assert worn.recipe.adapters == (mascot,)
    assert mascot.name == "mascot"
    assert not same(worn, plain)
    assert same(family_studio.text_to_image("a cat", **SMALL), plain)
    assert same(family_studio.run(worn.recipe), worn)


def test_an_adapter_nobody_loaded_is_refused(family_studio, file):
    recipe = family_studio.text_to_image("a cat", **SMALL).recipe
    stranger = family_studio.load_adapter(file)
    with pytest.raises(NotReached, match="mascot"):
        family_studio.run(recipe.but(adapters=(type(stranger)(name="mascot", sha256="0" * 64),)))
    assert family_studio.run(recipe).recipe.adapters == ()


@pytest.mark.parametrize("none", [["mascot.safetensors"], "mascot.safetensors", None, 3])
def test_adapters_that_are_none_are_refused(studio, none):
    with pytest.raises(BadValue, match="load_adapter"):
        studio.adapters = none
    assert studio.adapters == ()


def test_a_glimpse_wears_what_the_studio_wears_whatever_the_last_job_wore(family_studio, file, scene):
    def glimpse():
        return family_studio.glimpse(scene, 500, "a cat").guidance.guided

    plain = glimpse()
    mascot = family_studio.load_adapter(file, weight=2.0)
    family_studio.adapters = [mascot]
    try:
        worn = glimpse()
        dressed = family_studio.text_to_image("a cat", **SMALL).recipe
    finally:
        family_studio.adapters = ()
    assert not torch.equal(worn, plain)
    family_studio.run(dressed)
    assert torch.equal(glimpse(), plain)
