"""Stable Diffusion 1.5 at full size with random weights, on the processor: from a loopback hub to pictures.

    python tests/benchmarks/full_size.py [--side 512] [--steps 2] [--keep FOLDER] [--write]

Proves that the real shapes load by name through huggingface_hub and go through every task; the pictures are
noise. Text to image runs at `--side`, the other tasks with one step at 64 pixels, outpainting at its native
size. The ControlNet has its full size too; enlarging has an upscaler of its own, which is not among them.
Needs 10 GB of memory and 8 GB of disk, and takes minutes. Prints a Markdown table; `--write` puts it into the
docs.
"""

import argparse
import datetime as dt
import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from loopback import COMMIT, Hub, digest
from PIL import Image
from standin import scheduler, tokenizer

if TYPE_CHECKING:
    from collections.abc import Callable

    from sdlab.run import Run
    from sdlab.studio import Studio

PAGE = Path(__file__).parents[2] / "sdlab" / "docs" / "models.md"
MARK = "<!-- measured by tests/benchmarks/full_size.py -->\n"  # the page's table follows it
SMALL = 64  # pixels


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


def save_full_control(folder: Path) -> Path:
    """A ControlNet for it: 361 M random weights, written in 16 bits."""
    from diffusers import ControlNetModel

    ControlNetModel(cross_attention_dim=768).half().save_pretrained(folder, variant="fp16")
    return folder


def tasks(studio: "Studio") -> dict[str, "Callable[[], Run]"]:
    """Every task that the model and its ControlNet serve, small and short."""
    picture = Image.effect_noise((SMALL, SMALL), 60).convert("RGB")
    small = {"seed": 1, "num_inference_steps": 1}
    size = {"width": SMALL, "height": SMALL}
    box = (16, 16, 48, 48)
    return {
        "unconditional": lambda: studio.unconditional(**small, **size),
        "image_to_image": lambda: studio.image_to_image(
            picture, "a cat", strength=0.5, seed=1, num_inference_steps=2, **size
        ),
        "inpaint": lambda: studio.inpaint(picture, box, "a cat", **small, **size),
        "outpaint": lambda: studio.outpaint(picture, "a cat", right=8, overlap=SMALL, **small),
        "control": lambda: studio.control(picture, "a cat", drawn=True, **small, **size),
    }


def serve(root: Path) -> Hub:
    """A loopback hub that has the full-size model and ControlNet under their catalogue names."""
    from sdlab.models.catalogue import find

    folders = {
        "sd15": save_full_size(root / "served"),
        "controlnet-scribble": save_full_control(root / "net"),
    }
    for folder in folders.values():
        for file in folder.rglob("*"):
            if file.is_file():
                digest(file, "sha1")
                digest(file, "sha256")
    sources = {find(name).sources[0]: folder for name, folder in folders.items()}
    return Hub(
        folders={source.hub: folder for source, folder in sources.items()},
        commits={source.hub: source.revision or COMMIT for source in sources},
    )


def measure(root: Path, side: int, steps: int) -> dict[str, str]:
    """Load `sd15` by name from the hub, paint once at `side` and once for each other task."""
    import sdlab

    began = time.perf_counter()
    with serve(root) as hub:
        built = time.perf_counter()
        os.environ["HF_ENDPOINT"] = hub.address
        with sdlab.load("sd15", device="cpu") as studio:
            loaded = time.perf_counter()
            run = studio.text_to_image(
                "an astronaut riding a horse", seed=1, num_inference_steps=steps, width=side, height=side
            )
            assert run.picture.size == (side, side)
            others = {task: make().seconds for task, make in tasks(studio).items()}
            left = set(studio.facts.tasks) - set(others) - {"text_to_image"}
    assert left == {"upscale"}, f"not tried: {left}"
    size = sum(file.stat().st_size for file in root.glob("[sn]e*/**/*.safetensors")) / 1e9
    return {
        "weights on disk, GB": f"{size:.2f}",
        "building and writing, s": f"{built - began:.0f}",
        "fetching from the loopback and loading, s": f"{loaded - built:.0f}",
        f"text_to_image, {steps} guided steps at {side} × {side}, s": f"{run.seconds:.0f}",
        **{f"{task}, one step, s": f"{took:.1f}" for task, took in others.items()},
        "peak memory, GB": f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f}",
    }


def main() -> None:
    """Read the options, measure, print, and write the page if asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--side", type=int, default=512)
    parser.add_argument("--steps", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="a folder for the model, kept afterwards")
    parser.add_argument("--write", action="store_true", help=f"put the table into {PAGE.name}")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        root = options.keep or Path(temporary)
        os.environ["HF_HUB_CACHE"] = str(root / "cache")
        rows = measure(root, options.side, options.steps)
    cores = len(os.sched_getaffinity(0))
    lines = [f"{dt.datetime.now(dt.UTC):%Y-%m-%d}, {cores} core(s):", "", "| what | measured |", "|---|---:|"]
    report = "\n".join([*lines, *(f"| {name} | {value} |" for name, value in rows.items())])
    print(report)
    if options.write:
        PAGE.write_text(f"{PAGE.read_text('utf-8').split(MARK)[0]}{MARK}\n{report}\n", "utf-8")


if __name__ == "__main__":
    main()
