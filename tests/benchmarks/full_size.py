"""Stable Diffusion 1.5 at full size with random weights, on the processor: from a loopback hub to a picture.

    python tests/benchmarks/full_size.py [--side 512] [--steps 2] [--keep FOLDER]

Proves that the real shapes load by name through huggingface_hub and paint; the picture is noise. Needs 8 GB
of memory and 5 GB of disk, and takes minutes. Prints a Markdown table.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from loopback import Hub, digest
from standin import scheduler, tokenizer


def save_full_size(folder: Path) -> Path:
    """Stable Diffusion 1.5's own widths: 860 M, 123 M and 84 M random weights, written in 16 bits."""
    from diffusers import AutoencoderKL, StableDiffusionPipeline, UNet2DConditionModel
    from transformers import CLIPTextConfig, CLIPTextModel

    text = CLIPTextConfig(
        vocab_size=49408,
        hidden_size=768,
        intermediate_size=3072,
        num_hidden_layers=12,
        num_attention_heads=12,
        bos_token_id=52,
        eos_token_id=53,
        pad_token_id=53,
    )
    vae = AutoencoderKL(
        block_out_channels=(128, 256, 512, 512),
        down_block_types=("DownEncoderBlock2D",) * 4,
        sample_size=512,
        up_block_types=("UpDecoderBlock2D",) * 4,
        layers_per_block=2,
        latent_channels=4,
    )
    pipeline = StableDiffusionPipeline(
        vae=vae,
        text_encoder=CLIPTextModel(text),
        tokenizer=tokenizer(folder / "tokenizer"),
        unet=UNet2DConditionModel(sample_size=64, cross_attention_dim=768),
        scheduler=scheduler("PNDMScheduler"),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    for part in (pipeline.vae, pipeline.unet, pipeline.text_encoder):
        part.half()
    pipeline.save_pretrained(folder, variant="fp16")
    return folder


def measure(root: Path, side: int, steps: int) -> dict[str, str]:
    """Load `sd15` by name from a loopback hub that serves the folder, and paint once."""
    import sdlab
    from sdlab.models.catalogue import find

    began = time.perf_counter()
    folder = save_full_size(root / "served")
    built = time.perf_counter()
    source = find("sd15").sources[0]
    for file in folder.rglob("*"):
        if file.is_file():
            digest(file, "sha1")
            digest(file, "sha256")
    with Hub(folders={source.hub: folder}, commits={source.hub: str(source.revision)}) as hub:
        os.environ["HF_ENDPOINT"] = hub.address
        with sdlab.load("sd15", device="cpu") as studio:
            loaded = time.perf_counter()
            run = studio.text_to_image(
                "an astronaut riding a horse", seed=1, num_inference_steps=steps, width=side, height=side
            )
    assert run.picture.size == (side, side)
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e9
    return {
        "weights on disk, GB": f"{size:.2f}",
        "building and writing, s": f"{built - began:.0f}",
        "fetching from the loopback and loading, s": f"{loaded - built:.0f}",
        f"one picture, {steps} guided steps at {side} × {side}, s": f"{run.seconds:.0f}",
        "peak memory, GB": f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f}",
    }


def main() -> None:
    """Read the options, measure, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--side", type=int, default=512)
    parser.add_argument("--steps", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="a folder for the model, kept afterwards")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        root = options.keep or Path(temporary)
        os.environ["HF_HUB_CACHE"] = str(root / "cache")
        rows = measure(root, options.side, options.steps)
    print("| what | measured |\n| --- | --- |")
    for name, value in rows.items():
        print(f"| {name} | {value} |")


if __name__ == "__main__":
    main()
