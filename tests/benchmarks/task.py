"""Every task of the studio beside the same job in plain diffusers code, as Markdown tables.

    python tests/benchmarks/task.py [--pairs 5] [--seconds 45] [--steps 20] [--write]

Times are those of one process and one thread in which both ways take turns, so that a busy moment hits both
alike; the ratio is the median over pairs. Memory is that of a fresh process each. `--write` puts the tables
into sdlab/docs/benchmarks_task.md.
"""

import argparse
import datetime as dt
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from machine import machine
from PIL import Image, ImageDraw

import sdlab
from sdlab.echo.source import loading
from sdlab.studio.upscale import tile_side

PAGE = Path(__file__).parents[2] / "sdlab" / "docs" / "benchmarks_task.md"
OPEN = """
from PIL import Image
names = ("picture", "mask", "drawing", "small")
picture, mask, drawing, small = (Image.open(f"{name}.png") for name in names)
"""
HALF = """
half, side = Image.new("RGB", (128, 128)), Image.new("L", (128, 128))
half.paste(picture, (-64, 0))
side.paste(255, (64, 0, 128, 128))
size = {"width": 128, "height": 128}
import torch
between = torch.randn(4, 4, 16, 16)
def turn(pipe, index, timestep, held):
    if index + 1 != STEPS // 2:
        return {}
    wanted, empty = pipe.encode_prompt("a green apple on a tree", "cpu", 1, True)
    return {"prompt_embeds": torch.cat([empty, wanted])}
"""
STUDIO = """
import sdlab
studio = sdlab.load("tiny", device="cpu")
how = {"seed": 7, "num_inference_steps": STEPS}
tree = studio.recipe("text_to_image", prompt="a red apple on a tree", num_inference_steps=STEPS).but(seed=7)
scales, lengths = ("guidance_scale", [2.0, 4.0]), ("num_inference_steps", [STEPS // 2, STEPS])
"""
OURS = {
    "text_to_image": "studio.text_to_image('a red apple on a tree', **how)",
    "unconditional": "studio.unconditional(**how)",
    "image_to_image": "studio.image_to_image(picture, 'a house at night', strength=0.6, **how)",
    "inpaint": "studio.inpaint(picture, mask, 'a cat', **how)",
    "outpaint": "studio.outpaint(picture, 'grass', right=64, **how)",
    "upscale": "studio.upscale(small, **how)",
    "control": "studio.control(drawing, 'a castle', kind='scribble', drawn=True, **how)",
    "grid": "studio.grid(tree, scales, lengths)",
    "interpolate": "studio.interpolate(tree, to_seed=8, count=4)",
    "branch": "studio.branch(tree, STEPS // 2, prompt='a green apple on a tree')",
}
ON_TEXT = ("grid", "interpolate", "branch")  # what they do is done with the pipeline of text to image
SHAPES = {"image_to_image": "picture", "inpaint": "hole", "outpaint": "hole", "upscale": "upscale"}
# What a tutorial would have one write; an outpainting to the right by half is one pass over the right half,
# and pictures between two seeds are a batch whose noise lies between them.
THEIRS = {
    "text_to_image": "pipeline('a red apple on a tree', **how)",
    "unconditional": "pipeline('', **how)",
    "image_to_image": "pipeline('a house at night', image=picture, strength=0.6, **how)",
    "inpaint": "pipeline('a cat', image=picture, mask_image=mask, strength=1.0, **size, **how)",
    "outpaint": "pipeline('grass', image=half, mask_image=side, strength=1.0, **size, **how)",
    "upscale": "pipeline('', image=small, **how)",
    "control": "pipeline('a castle', image=drawing, **size, **how)",
    "grid": (
        "[pipeline('a red apple on a tree', **how | {'guidance_scale': scale, 'num_inference_steps': steps})"
        " for steps in (STEPS // 2, STEPS) for scale in (2.0, 4.0)]"
    ),
    "interpolate": ("pipeline(['a red apple on a tree'] * 4, latents=between, **how | {'generator': None})"),
    "branch": (
        "pipeline('a red apple on a tree', callback_on_step_end=turn,"
        " callback_on_step_end_tensor_inputs=['prompt_embeds'], **how)"
    ),
}
PAIRS = """
import json, statistics, time
def timed(act):
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
# plain code on the studio's thread: two threads that compute in turn get in each other's way
ways = [ours, lambda: studio._worker.ask(lambda model: plain())]
for way in ways:
    way()
pairs = []
began = time.perf_counter()
while len(pairs) < PAIRS or time.perf_counter() - began < SECONDS:
    order = ways if len(pairs) % 2 else ways[::-1]
    taken = {{way: timed(way) for way in order}}
    pairs.append([taken[way] for way in ways])
mine, theirs = (statistics.median(column) for column in zip(*pairs))
ratio = statistics.median(one / other for one, other in pairs)
print(json.dumps({{"mine": mine, "theirs": theirs, "ratio": ratio, "pairs": len(pairs)}}))
"""
MEMORY = """
import gc, json, re
make()
make()
from diffusers import UNet2DConditionModel
from sdlab.models.skip_transformer import SkipTransformer2DModel
kinds = (UNet2DConditionModel, SkipTransformer2DModel)
found = {{
    # not ru_maxrss, which begins with the peak of the process that started this one
    "memory": int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024,
    "networks": sum(type(each) in kinds for each in gc.get_objects()),
}}
print(json.dumps(found))
"""
SWEEP = """
import json, time
found = {{}}
def timed(name, act):
    act()
    began = time.perf_counter()
    act()
    found[name] = time.perf_counter() - began
def paint(**changed):
    return lambda: studio.text_to_image("a red apple on a tree", **how | changed)
for side in (64, 96, 128, 192, 256):
    timed(f"{{side}} × {{side}} pixels", paint(width=side, height=side))
for count in (1, 2, 4, 8):
    timed(f"{{count}} side by side", paint(count=count))
for steps in (5, 10, 20, 40):
    timed(f"{{steps}} steps", paint(num_inference_steps=steps))
run = studio.text_to_image("a red apple on a tree", **how)
began = time.perf_counter()
for frame in run.film:
    frame.clean_picture
found["preview"] = (time.perf_counter() - began) / len(run.film) / (run.seconds / len(run.film))
print(json.dumps(found))
"""


def inputs(folder: Path, side: int) -> None:
    """Write the pictures that both ways open; `side` is that of the upscaler's tile."""
    picture = Image.new("RGB", (128, 128), "skyblue")
    ImageDraw.Draw(picture).ellipse((30, 30, 90, 100), fill="orange")
    mask = Image.new("L", (128, 128))
    ImageDraw.Draw(mask).ellipse((40, 40, 100, 100), fill=255)
    drawing = Image.new("RGB", (128, 128))
    ImageDraw.Draw(drawing).line((10, 100, 64, 20, 118, 100), fill="white", width=3)
    named = {"picture": picture, "mask": mask, "drawing": drawing, "small": picture.resize((side, side))}
    for name, each in named.items():
        each.save(folder / f"{name}.png")


def loads(studio: sdlab.Studio, task: str, folder: Path) -> str:
    """The plain code that loads the pipeline the studio uses for a task."""
    names = {"studio": studio, "how": {"seed": 7, "num_inference_steps": 1}}
    names |= {path.stem: Image.open(path) for path in folder.glob("*.png")}
    recipe = eval(OURS[task], names).recipe
    made = loading(recipe, SHAPES.get(task, "text"), "cpu")
    imports = [*made.imports, "import torch", f"from diffusers import {', '.join(sorted(made.classes))}"]
    quiet = "pipeline.set_progress_bar_config(disable=True)"
    how = (
        f"how = {{'num_inference_steps': STEPS, 'guidance_scale': {recipe.guidance_scale}}}\n"
        "how['generator'] = torch.Generator('cpu').manual_seed(7)"
    )
    return "\n".join([*imports, *made.lines, quiet, how])


def plain(lines: dict[str, str], name: str = "make") -> str:
    """The plain code of tasks: loading a pipeline for each, and a function that does them all."""
    blocks, calls = [], []
    for number, (task, load) in enumerate(lines.items()):
        blocks.append(re.sub(r"\b(how|pipeline)\b", rf"\1_{number}", load))
        calls.append(re.sub(r"\b(how|pipeline)\b", rf"\1_{number}", f"    {THEIRS[task]}"))
    return "\n".join([OPEN, HALF, *blocks, f"def {name}():", *calls])


def ours(tasks: Iterable[str], name: str = "make") -> str:
    """The studio's code of tasks: loading it, and a function that does them all."""
    return "\n".join([OPEN, STUDIO, f"def {name}():", *(f"    {OURS[task]}" for task in tasks)])


def measured(code: str, end: str, folder: Path, given: argparse.Namespace) -> dict[str, float]:
    """The numbers one fresh process prints."""
    script = f"STEPS, PAIRS, SECONDS = {given.steps}, {given.pairs}, {given.seconds}\n{code}\n{end.format()}"
    command = [sys.executable, "-W", "ignore", "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    if done.returncode:
        raise SystemExit(f"{done.stderr}\n{script}")
    return json.loads(done.stdout.splitlines()[-1])


def compared(lines: dict[str, str], folder: Path, given: argparse.Namespace) -> list[str]:
    """The table of tasks, each by itself and all in turn."""
    rows = [
        "| task | sdlab, s | plain diffusers, s | ratio | pairs | sdlab, MB | plain, MB | denoisers held |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name, chosen in {**{task: [task] for task in lines}, "all of these in turn": list(lines)}.items():
        theirs = {task: lines[task] for task in chosen}
        both = f"{ours(chosen, 'ours')}\n{plain(theirs, 'plain')}"
        time = measured(both, PAIRS, folder, given)
        memory = [measured(code, MEMORY, folder, given) for code in (ours(chosen), plain(theirs))]
        cells = [name, *(f"{time[one]:.2f}" for one in ("mine", "theirs", "ratio"))]
        cells += [f"{time['pairs']}", *(f"{one['memory']:.0f}" for one in memory)]
        cells.append(" / ".join(f"{one['networks']}" for one in memory))
        rows.append(f"| {' | '.join(cells)} |")
    return rows


def swept(folder: Path, given: argparse.Namespace) -> list[str]:
    """How the cost of a picture grows, and the share of a step that a live preview takes."""
    found = measured(OPEN + STUDIO, SWEEP, folder, given)
    preview = found.pop("preview")
    rows = [f"| {name} | {seconds:.2f} |" for name, seconds in found.items()]
    return [
        "| text to image | seconds |",
        "|---|---:|",
        *rows,
        "",
        f"Developing a preview takes {preview:.1%} of a step at the model's size.",
    ]


def main() -> None:
    """Measure, print, and write the page if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=5, help="warm runs of each way, in turns, at least")
    parser.add_argument("--seconds", type=int, default=45, help="how long the two take turns, at least")
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--task", action="append", help="only these tasks; may be repeated")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {PAGE.name}")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with sdlab.load("tiny", device="cpu") as studio:
            tasks = [task for task in OURS if task in (given.task or OURS)]
            side = 32
            if "upscale" in tasks:
                side = studio._worker.ask(lambda model: tile_side(model.pipeline("upscale")))
            inputs(folder, side)
            base = {task: "text_to_image" if task in ON_TEXT else task for task in tasks}
            lines = {task: loads(studio, base[task], folder) for task in tasks}
        tables = [*compared(lines, folder, given), "", *swept(folder, given)]
    about = (
        f"{dt.date.today()}, {machine()}, "
        + ", ".join(f"{name} {version(name)}" for name in ("torch", "diffusers"))
        + f"; {given.steps} steps; medians of warm pairs."
    )
    text = "\n".join([about, "", *tables, ""])
    print(text)
    if given.write:
        head = PAGE.read_text("utf-8").partition("<!-- measured -->")[0]
        PAGE.write_text(f"{head}<!-- measured -->\n\n{text}", "utf-8")


if __name__ == "__main__":
    main()
