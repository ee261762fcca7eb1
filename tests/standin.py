"""Stand-ins: models of a few thousand random weights in the layouts of the real ones, written to a folder."""

import json
from pathlib import Path
from typing import Any

from sdlab.models.quiet import quiet

WIDTH = 32  # of the text encoders and the cross-attention


def tokenizer(folder: Path) -> Any:
    from transformers import CLIPTokenizer

    folder.mkdir(parents=True, exist_ok=True)
    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)]
    words = [*letters, *(f"{letter}</w>" for letter in letters), "<|startoftext|>", "<|endoftext|>"]
    (folder / "vocab.json").write_text(json.dumps({word: number for number, word in enumerate(words)}))
    (folder / "merges.txt").write_text("#version: 0.2\n")
    return CLIPTokenizer(str(folder / "vocab.json"), str(folder / "merges.txt"), model_max_length=77)


def text_config() -> Any:
    from transformers import CLIPTextConfig

    return CLIPTextConfig(
        vocab_size=54,
        hidden_size=WIDTH,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        bos_token_id=52,
        eos_token_id=53,
        pad_token_id=53,
        projection_dim=WIDTH,
    )


def unet(channels: int = 4, **more: Any) -> Any:
    from diffusers import UNet2DConditionModel

    settings = {"cross_attention_dim": WIDTH, "sample_size": 16} | more
    return UNet2DConditionModel(
        in_channels=channels,
        block_out_channels=(32, 32),
        layers_per_block=1,
        norm_num_groups=16,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        attention_head_dim=2,
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        **settings,
    )


def autoencoder(levels: int = 4, **more: Any) -> Any:
    from diffusers import AutoencoderKL

    return AutoencoderKL(
        block_out_channels=(16,) * levels,
        down_block_types=("DownEncoderBlock2D",) * levels,
        norm_num_groups=8,
        up_block_types=("UpDecoderBlock2D",) * levels,
        layers_per_block=1,
        latent_channels=4,
        sample_size=64,
        **more,
    )


def scheduler(name: str = "DDIMScheduler") -> Any:
    import diffusers

    settings = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "steps_offset": 1}
    extra = {"clip_sample": False} if name == "DDIMScheduler" else {}
    return getattr(diffusers, name)(**settings, **extra)


def save_sd15(folder: Path, *, fills: bool = False, variant: str | None = None) -> Path:
    """The layout of Stable Diffusion 1.5, or with `fills` of its inpainting form."""
    import torch
    from diffusers import StableDiffusionInpaintPipeline, StableDiffusionPipeline
    from transformers import CLIPTextModel

    torch.manual_seed(1)
    cls = StableDiffusionInpaintPipeline if fills else StableDiffusionPipeline
    with quiet():
        pipeline = cls(
            vae=autoencoder(),
            text_encoder=CLIPTextModel(text_config()),
            tokenizer=tokenizer(folder / "tokenizer"),
            unet=unet(9 if fills else 4),
            scheduler=scheduler(),
            safety_checker=None,
            feature_extractor=None,
            requires_safety_checker=False,
        )
        pipeline.save_pretrained(folder, variant=variant)
    return folder


def save_lcm(folder: Path) -> Path:
    """The layout of LCM Dreamshaper: its guidance goes into the time embedding."""
    import torch
    from diffusers import LatentConsistencyModelPipeline
    from transformers import CLIPTextModel

    torch.manual_seed(5)
    with quiet():
        pipeline = LatentConsistencyModelPipeline(
            vae=autoencoder(),
            text_encoder=CLIPTextModel(text_config()),
            tokenizer=tokenizer(folder / "tokenizer"),
            unet=unet(time_cond_proj_dim=16),
            scheduler=scheduler("LCMScheduler"),
            safety_checker=None,
            feature_extractor=None,
            requires_safety_checker=False,
        )
        pipeline.save_pretrained(folder)
    return folder


def save_turbo(folder: Path) -> Path:
    """The layout of SD-Turbo: a Stable Diffusion 2 in shape, with a trailing Euler scheduler."""
    save_sd15(folder)
    config = dict(scheduler("EulerDiscreteScheduler").config) | {"timestep_spacing": "trailing"}
    config["_class_name"] = "EulerDiscreteScheduler"
    (folder / "scheduler" / "scheduler_config.json").write_text(json.dumps(config))
    index = json.loads((folder / "model_index.json").read_text())
    index["scheduler"] = ["diffusers", "EulerDiscreteScheduler"]
    (folder / "model_index.json").write_text(json.dumps(index))
    return folder


def save_sdxl(folder: Path) -> Path:
    """The layout of Stable Diffusion XL: two text encoders, sizes in the time embedding."""
    import torch
    from diffusers import StableDiffusionXLPipeline
    from transformers import CLIPTextModel, CLIPTextModelWithProjection

    torch.manual_seed(2)
    added = {
        "addition_embed_type": "text_time",
        "addition_time_embed_dim": 8,
        "projection_class_embeddings_input_dim": 6 * 8 + WIDTH,
        "cross_attention_dim": 2 * WIDTH,
    }
    with quiet():
        pipeline = StableDiffusionXLPipeline(
            vae=autoencoder(force_upcast=True),
            text_encoder=CLIPTextModel(text_config()),
            text_encoder_2=CLIPTextModelWithProjection(text_config()),
            tokenizer=tokenizer(folder / "tokenizer"),
            tokenizer_2=tokenizer(folder / "tokenizer_2"),
            unet=unet(**added),
            scheduler=scheduler("EulerDiscreteScheduler"),
            add_watermarker=False,
        )
        pipeline.save_pretrained(folder)
    return folder


def save_upscaler(folder: Path) -> Path:
    """The layout of the x4 upscaler: seven channels, the noise level as a class."""
    import torch
    from diffusers import StableDiffusionUpscalePipeline
    from transformers import CLIPTextModel

    torch.manual_seed(3)
    with quiet():
        pipeline = StableDiffusionUpscalePipeline(
            vae=autoencoder(3),
            text_encoder=CLIPTextModel(text_config()),
            tokenizer=tokenizer(folder / "tokenizer"),
            unet=unet(7, num_class_embeds=1000),
            low_res_scheduler=scheduler("DDPMScheduler"),
            scheduler=scheduler(),
        )
        pipeline.save_pretrained(folder)
    return folder


def save_control(folder: Path) -> Path:
    """The layout of a ControlNet for `save_sd15`."""
    import torch
    from diffusers import ControlNetModel

    torch.manual_seed(4)
    with quiet():
        net = ControlNetModel.from_unet(unet(), conditioning_embedding_out_channels=(8, 8, 8, 8))
        torch.nn.init.normal_(net.controlnet_mid_block.weight)
        net.save_pretrained(folder)
    return folder
