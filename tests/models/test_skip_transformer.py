"""The transformer in the U-Net's place does what the pipelines, ControlNets and LoRA files ask of a U-Net."""

import subprocess
import sys

import pytest
import torch
from diffusers import (
    AutoencoderTiny,
    DDIMScheduler,
    StableDiffusionControlNetPipeline,
    StableDiffusionPipeline,
)
from peft import LoraConfig
from standin import WIDTH, text_config, tokenizer
from transformers import CLIPTextModel

from sdlab.explain.attention import watch_attention
from sdlab.models.skip_controlnet import SkipControlNetModel
from sdlab.models.skip_transformer import SkipTransformer2DModel
from sdlab.train.export import class_of

SMALL = {"inner_dim": 32, "num_layers": 4, "num_attention_heads": 2, "cross_attention_dim": WIDTH}
GUESSED = (0.1, 1.0)
"""The weights of the first block and of the place between the halves, by diffusers' own guess mode."""


def shaken(network, seed=0):
    """The network with no weight at 0, as after training."""
    dice = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for weight in network.parameters():
            weight.add_(0.05 * torch.randn(weight.shape, generator=dice))
    return network.eval().requires_grad_(False)


@pytest.fixture
def network():
    return shaken(SkipTransformer2DModel(**SMALL))


@pytest.fixture
def asked():
    dice = torch.Generator().manual_seed(3)
    return {
        "sample": torch.randn(2, 4, 16, 16, generator=dice),
        "timestep": torch.tensor(300),
        "encoder_hidden_states": torch.randn(2, 7, WIDTH, generator=dice),
    }


def test_fresh_it_answers_0_whatever_it_is_asked(asked):
    assert not SkipTransformer2DModel(**SMALL)(**asked).sample.any()


@pytest.mark.parametrize("size", [(16, 16), (8, 24), (15, 17), (32, 32)])
def test_the_answer_has_the_size_of_the_latents(network, asked, size):
    sample = torch.randn(2, 4, *size)
    assert network(**{**asked, "sample": sample}).sample.shape == sample.shape


def test_every_input_counts(network, asked):
    answer = network(**asked).sample
    for name, other in {
        "sample": asked["sample"] + 0.1,
        "timestep": torch.tensor(301),
        "encoder_hidden_states": asked["encoder_hidden_states"] + 0.1,
    }.items():
        assert not torch.equal(network(**{**asked, name: other}).sample, answer), name


def test_it_knows_where_a_patch_lies(network, asked):
    """Two patches that change places come out as others: the order is told by position alone."""
    patches = asked["sample"].unfold(2, 2, 2).unfold(3, 2, 2)
    turned = patches.flip(3).permute(0, 1, 2, 4, 3, 5).reshape(asked["sample"].shape)
    answer = network(**asked).sample.unfold(2, 2, 2).unfold(3, 2, 2)
    back = network(**{**asked, "sample": turned}).sample.unfold(2, 2, 2).unfold(3, 2, 2).flip(3)
    assert not torch.allclose(answer, back, atol=1e-3)


def test_a_part_of_a_larger_picture_lies_where_it_lies_in_the_whole(network):
    whole = torch.randn(1, 4, 32, 32)
    grid = network.trunk.grid(whole)
    for down, right in ((0, 0), (-4, -4), (-4, 4), (3, -1)):
        part = whole[..., 8 + 2 * down :, 8 + 2 * right :][..., :16, :16]
        placed = network.trunk.grid(part, torch.tensor([[down, right]]))
        inside = grid[..., 4 + down :, 4 + right :][..., 1:7, 1:7]
        assert torch.allclose(placed[..., 1:7, 1:7], inside, atol=1e-6), (down, right)
    assert torch.equal(network.trunk.grid(part), network.trunk.grid(part, torch.tensor([[0, 0]])))


def test_patches_at_a_rim_are_told_so_and_no_others(network):
    sample = torch.randn(1, 4, 12, 20)
    told = network.trunk.grid(sample)
    network.trunk.edge_embed.zero_()
    untold = network.trunk.grid(sample)
    differs = (told - untold).abs().sum((0, 1)) > 0
    assert differs.sum() == 2 * (6 + 10) - 4
    assert not differs[1:-1, 1:-1].any()


def test_one_step_for_all_is_the_same_step_for_each(network, asked):
    alone = network(**{**asked, "timestep": 300}).sample
    each = network(**{**asked, "timestep": torch.tensor([300, 300])}).sample
    assert torch.equal(alone, each)


def test_saved_and_read_it_answers_as_before(network, asked, tmp_path):
    network.save_pretrained(tmp_path)
    again = SkipTransformer2DModel.from_pretrained(tmp_path)
    assert torch.equal(again(**asked).sample, network(**asked).sample)


def test_cross_attention_can_be_watched(network, asked):
    answer = network(**asked).sample
    with watch_attention(network) as log:
        watched = network(**asked).sample
    assert torch.allclose(watched, answer, atol=1e-5)
    maps = log.token_maps()
    assert maps.shape == (7, 8, 8)
    assert torch.tensor(maps).sum(0).allclose(torch.ones(8, 8), atol=1e-4)


def test_lora_layers_weigh_what_the_pipeline_says(network, asked):
    answer = network(**asked).sample
    network.add_adapter(LoraConfig(r=2, target_modules=["to_q", "to_v"]))
    shaken(network, seed=1)
    base = network(**asked, cross_attention_kwargs={"scale": 0.0}).sample
    full = network(**asked).sample
    half = network(**asked, cross_attention_kwargs={"scale": 0.5}).sample
    assert answer.shape == base.shape
    assert not torch.allclose(base, full, atol=1e-3)
    assert not torch.allclose(base, half, atol=1e-4)
    assert torch.equal(network(**asked).sample, full)


@pytest.mark.parametrize("layers", [1, 2])
def test_a_fresh_controlnet_is_the_first_blocks_and_says_nothing(network, asked, layers):
    control = SkipControlNetModel.from_unet(network, layers).eval()
    down, middle = control(**asked, controlnet_cond=torch.rand(2, 3, 128, 128), return_dict=False)
    assert not any(one.any() for one in (*down, middle))
    assert len(down) == len(network.skips)
    sample, states = asked["sample"], asked["encoder_hidden_states"]
    grid = control.trunk.grid(sample)
    assert torch.equal(grid, network.trunk.grid(sample))
    condition = control.trunk.condition(sample, 300, states)
    assert torch.equal(condition, network.trunk.condition(sample, 300, states))
    mine, others = (each.trunk(grid.flatten(2).mT, condition, states) for each in (control, network))
    assert len(mine) == layers
    assert all(torch.equal(one, other) for one, other in zip(mine, others, strict=False))


def test_each_residual_counts_and_in_proportion(network, asked):
    control = shaken(SkipControlNetModel.from_unet(network))
    drawing = torch.rand(2, 3, 128, 128)
    told = {"controlnet_cond": drawing, "return_dict": False}
    down, middle = control(**asked, **told)
    halved, centre = control(**asked, **told, conditioning_scale=0.5)
    assert torch.allclose(centre, middle * 0.5)
    assert all(torch.allclose(half, one * 0.5) for half, one in zip(halved, down, strict=True))
    guessed, centre = control(**asked, **told, guess_mode=True)
    assert torch.allclose(guessed[0], down[0] * GUESSED[0])
    assert torch.allclose(centre, middle * GUESSED[1])
    answer = network(**asked).sample
    zeros = [torch.zeros_like(one) for one in down]
    for place, one in enumerate(down):
        residuals = [*zeros[:place], one, *zeros[place + 1 :]]
        assert not torch.allclose(network(**asked, down_block_additional_residuals=residuals).sample, answer)
    assert not torch.allclose(network(**asked, mid_block_additional_residual=middle).sample, answer)


@pytest.fixture
def components(network, tmp_path):
    channels = {"encoder_block_out_channels": (8,) * 4, "decoder_block_out_channels": (8,) * 4}
    return {
        "unet": network,
        "vae": AutoencoderTiny(**channels, num_encoder_blocks=(0, 0, 0, 1), num_decoder_blocks=(1, 0, 0, 0)),
        "text_encoder": CLIPTextModel(text_config()),
        "scheduler": DDIMScheduler(steps_offset=1, clip_sample=False),
        "tokenizer": tokenizer(tmp_path / "words"),
        "safety_checker": None,
        "feature_extractor": None,
        "requires_safety_checker": False,
    }


def painted(pipeline, **more):
    pipeline.set_progress_bar_config(disable=True)
    dice = torch.Generator().manual_seed(0)
    return pipeline("a dog", num_inference_steps=2, generator=dice, output_type="np", **more).images


def test_the_pipelines_take_both(network, components):
    alone = painted(StableDiffusionPipeline(**components))
    assert alone.shape == (1, 128, 128, 3)
    control = shaken(SkipControlNetModel.from_unet(network))
    led = StableDiffusionControlNetPipeline(**components, controlnet=control)
    drawing = torch.rand(1, 3, 128, 128)
    assert abs(painted(led, image=drawing, controlnet_conditioning_scale=0.0) - alone).max() < 1e-4
    assert abs(painted(led, image=drawing) - alone).max() > 1e-3


def test_plain_diffusers_loads_it_once_its_module_is_imported(components, tmp_path):
    StableDiffusionPipeline(**components).save_pretrained(tmp_path / "saved")
    code = (
        "import sdlab.models.skip_transformer\n"
        "from diffusers import DiffusionPipeline\n"
        f"pipeline = DiffusionPipeline.from_pretrained({str(tmp_path / 'saved')!r})\n"
        "print(type(pipeline).__name__, type(pipeline.unet).__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["StableDiffusionPipeline", "SkipTransformer2DModel"]


def test_an_index_names_its_module_and_others_libraries(network):
    assert class_of(network) == ["sdlab.models.skip_transformer", "SkipTransformer2DModel"]
    assert class_of(DDIMScheduler()) == ["diffusers", "DDIMScheduler"]
