"""The studio beside plain diffusers code, in one run on one machine: seconds and memory, as a Markdown table.

    python tests/benchmarks/studio.py [--repeat 3] [--warm 5]

Each number is the median of runs in fresh processes that take turns, so that a busy minute hits both alike.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
from importlib.metadata import version

# What a tutorial would have one write, with the same model, scheduler and seed.
PLAIN = """
import torch
from diffusers import StableDiffusionPipeline
pipe = StableDiffusionPipeline.from_pretrained(FOLDER, use_safetensors=True)
pipe.set_progress_bar_config(disable=True)
def make(steps, count=1):
    generators = [torch.Generator("cpu").manual_seed(7 + number) for number in range(count)]
    prompts = ["a red apple on a tree"] * count
    return pipe(prompts, num_inference_steps=steps, guidance_scale=GUIDANCE, generator=generators)
"""
STUDIO = """
import sdlab
studio = sdlab.load("tiny", device="cpu")
def make(steps, count=1):
    return studio.text_to_image("a red apple on a tree", seed=7, num_inference_steps=steps, count=count)
"""
MEASURE = """
import time
began = time.perf_counter()
{code}
make(20)
found = {{"cold": time.perf_counter() - began}}
def warm(name, *given):
    seconds = []
    for _ in range({warm}):
        start = time.perf_counter()
        make(*given)
        seconds.append(time.perf_counter() - start)
    found[name] = sorted(seconds)[len(seconds) // 2]
warm("20 steps", 20)
warm("8 steps", 8)
warm("8 pictures, 20 steps", 20, 8)
import json, resource
found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps(found))
"""
ROWS = {
    "cold": "fresh process to first picture, s",
    "20 steps": "one picture, 20 steps, s",
    "8 steps": "one picture, 8 steps, s",
    "8 pictures, 20 steps": "eight pictures side by side, 20 steps, s",
    "memory": "peak memory, MB",
}


def measured(code: str, warm: int) -> dict[str, float]:
    """The numbers of one fresh process."""
    script = MEASURE.format(code=code, warm=warm)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def settings() -> str:
    """The lines that tell the plain code where the model lies and which guidance the studio takes."""
    from sdlab.models import load_model

    model = load_model("tiny", device="cpu")
    return f"FOLDER = {str(model.folder.path)!r}\nGUIDANCE = {model.facts.guidance_scale}\n"


def main() -> None:
    """Measure both in turns and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=3, help="fresh processes each")
    parser.add_argument("--warm", type=int, default=5, help="warm runs in each process")
    given = parser.parse_args()
    codes = {"studio": STUDIO, "plain": settings() + PLAIN}
    found: dict[str, list[dict[str, float]]] = {name: [] for name in codes}
    for _ in range(given.repeat):
        for name, code in codes.items():
            found[name].append(measured(code, given.warm))
    versions = ", ".join(f"{name} {version(name)}" for name in ("torch", "diffusers"))
    print(f"{platform.machine()}, {os.cpu_count()} cores, {versions},")
    print(f"median of {given.repeat} processes with {given.warm} warm runs each.\n")
    print("| | sdlab | plain diffusers | ratio |\n|---|---:|---:|---:|")
    for key, title in ROWS.items():
        ours, theirs = (statistics.median(run[key] for run in found[name]) for name in codes)
        print(f"| {title} | {ours:.2f} | {theirs:.2f} | {ours / theirs:.2f} |")


if __name__ == "__main__":
    main()
