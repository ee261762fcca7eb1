"""The studio beside plain diffusers code, in one run on one machine: seconds and memory, as a Markdown table.

    python tests/benchmarks/studio.py [--repeat 3] [--warm 5] [--write]

Each number is the median of runs in fresh processes that take turns, so that a busy minute hits both alike.
`--write` puts the table into the docs.
"""

import argparse
import datetime as dt
import json
import platform
import statistics
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from machine import machine

PAGE = Path(__file__).parents[2] / "sdlab" / "docs" / "benchmarks.md"
MARK = "<!-- measured by tests/benchmarks/studio.py -->\n"  # the page's table follows it

# What a tutorial would have one write, with the same model, scheduler and seed.
PLAIN = """
import sdlab.models.skip_transformer
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
def film():  # filming's share of the time of a picture, in percent
    from sdlab.studio.camera import Camera
    taken = []
    def timed(work):
        def act(*given):
            start = time.perf_counter()
            done = work(*given)
            taken.append(time.perf_counter() - start)
            return done
        return act
    Camera._clean, Camera._expose = timed(Camera._clean), timed(Camera._expose)
    run = make(20)
    return 100 * sum(taken) / run.seconds
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
import json, resource
found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
warm("8 pictures, 20 steps", 20, 8)
found["memory, 8 pictures"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
if "film" in globals():
    found["film"] = film()
print(json.dumps(found))
"""
ROWS = {
    "cold": "fresh process to first picture, s",
    "20 steps": "one picture, 20 steps, s",
    "8 steps": "one picture, 8 steps, s",
    "8 pictures, 20 steps": "eight pictures side by side, 20 steps, s",
    "memory": "peak memory, one picture at a time, MB",
    "memory, 8 pictures": "peak memory, eight side by side, MB",
    "film": "keeping every step's frame, share of a picture's time, %",
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


def table(found: dict[str, list[dict[str, float]]]) -> str:
    """The medians as a Markdown table, what only one of the two does without a ratio."""
    rows = ["| | sdlab | plain diffusers | ratio |\n|---|---:|---:|---:|"]
    for key, title in ROWS.items():
        ours, theirs = ([run[key] for run in runs if key in run] for runs in found.values())
        mine, beside = statistics.median(ours), "– | –"
        if theirs:
            beside = f"{statistics.median(theirs):.2f} | {mine / statistics.median(theirs):.2f}"
        rows.append(f"| {title} | {mine:.2f} | {beside} |")
    return "\n".join(rows)


def about(repeat: int, warm: int) -> str:
    """When and on what it was measured, with which versions."""
    names = ("torch", "diffusers", "transformers")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    today = f"{dt.datetime.now(dt.UTC):%Y-%m-%d}"
    return (
        f"{today}, {machine()}, Python {platform.python_version()}, {versions}.\n"
        f"Median of {repeat} processes with {warm} warm runs each.\n"
    )


def main() -> None:
    """Measure both in turns, print the table, and write it into the docs if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=3, help="fresh processes each")
    parser.add_argument("--warm", type=int, default=5, help="warm runs in each process")
    parser.add_argument("--write", action="store_true", help=f"put the table into {PAGE.name}")
    given = parser.parse_args()
    codes = {"studio": STUDIO, "plain": settings() + PLAIN}
    found: dict[str, list[dict[str, float]]] = {name: [] for name in codes}
    for _ in range(given.repeat):
        for name, code in codes.items():
            found[name].append(measured(code, given.warm))
    report = f"{about(given.repeat, given.warm)}\n{table(found)}\n"
    print(report)
    if given.write:
        before = PAGE.read_text("utf-8").split(MARK)[0]
        PAGE.write_text(f"{before}{MARK}\n{report}", "utf-8")


if __name__ == "__main__":
    main()
