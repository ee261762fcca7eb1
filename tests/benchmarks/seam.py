"""How well painted parts hide in their pictures: seam ratios on held cases, as a Markdown table.

    python tests/benchmarks/seam.py [--model tiny] [--pictures 24] [--steps 20] [--sheet sheet.png]

Pictures are the model's own, of fixed prompts and seeds. A seam ratio of 1 hides, see
sdlab.explain.metric.seam_ratio; beside it stands the ratio of the untouched picture at the same place, which
is what the rim of the mask happens to cross. A model given by its folder has no companions: it blends.
"""

import argparse
import statistics

import numpy as np
from PIL import Image, ImageDraw

import sdlab
from sdlab.explain.metric import edge_f1, psnr, seam_ratio
from sdlab.picture import contact_sheet
from sdlab.run import Run

PROMPTS = [
    "a red apple on a tree", "a house at night", "a dog", "a castle in the snow",
    "a red car on a street", "a sunflower on grass", "a cat", "a sailboat on the water",
]  # fmt: skip
FILLINGS = ["a cat", "a moon", "a robot", "a tree"]


def ellipse(size: tuple[int, int]) -> Image.Image:
    """A mask over the middle of a picture."""
    mask = Image.new("L", size, 0)
    width, height = size
    ImageDraw.Draw(mask).ellipse((width * 0.28, height * 0.25, width * 0.75, height * 0.72), fill=255)
    return mask


def beyond(run: Run, kept: Image.Image) -> Image.Image:
    """The mask of what an outpainting to the right added."""
    mask = Image.new("L", run.picture.size, 255)
    mask.paste(0, (0, 0, *kept.size))
    return mask


def changed(one: Image.Image, other: Image.Image, where: np.ndarray) -> int:
    """How many pixels differ where it matters."""
    return int(((np.asarray(one) != np.asarray(other)).any(axis=2) & where).sum())


def row(name: str, runs: list[Run], seams: list[float], bare: list[float], outside: int) -> str:
    """One line of the table."""
    ratios = np.array([ratio for ratio in seams if np.isfinite(ratio)])
    untouched = f"{np.median([ratio for ratio in bare if np.isfinite(ratio)]):.2f}" if bare else "–"
    low, middle, high = np.percentile(ratios, (25, 50, 75))
    hidden = ((ratios >= 0.8) & (ratios <= 1.25)).mean()
    spread = f"{middle:.2f} ({low:.2f}–{high:.2f})"
    cells = (name, len(ratios), spread, f"{hidden:.0%}", untouched, outside, runs[0].recipe.note)
    return f"| {' | '.join(map(str, cells))} |"


def inpainted(
    studio: sdlab.Studio, pictures: list[Image.Image], steps: int, name: str, **how: int
) -> tuple[str, list[Run]]:
    """The row and runs of painting into each picture's middle."""
    mask = ellipse(pictures[0].size)
    outside = np.asarray(mask) == 0
    runs = [
        studio.inpaint(
            picture, mask, FILLINGS[number % len(FILLINGS)], seed=number, num_inference_steps=steps, **how
        )
        for number, picture in enumerate(pictures)
    ]
    seams = [seam_ratio(run.picture, mask) for run in runs]
    bare = [seam_ratio(picture, mask) for picture in pictures]
    spilt = sum(changed(run.picture, picture, outside) for run, picture in zip(runs, pictures, strict=True))
    return row(name, runs, seams, bare, spilt), runs


def outpainted(studio: sdlab.Studio, pictures: list[Image.Image], steps: int) -> tuple[str, list[Run]]:
    """The row and runs of making each picture twice as wide."""
    width = pictures[0].width
    runs = [
        studio.outpaint(
            picture, PROMPTS[number % len(PROMPTS)], right=width, seed=number, num_inference_steps=steps
        )
        for number, picture in enumerate(pictures)
    ]
    pairs = list(zip(pictures, runs, strict=True))
    seams = [seam_ratio(run.picture, beyond(run, picture)) for picture, run in pairs]
    spilt = sum(
        changed(run.picture.crop((0, 0, *picture.size)), picture, np.ones(picture.size[::-1], bool))
        for picture, run in pairs
    )
    return row("outpaint to twice the width", runs, seams, [], spilt), runs


def strengths(studio: sdlab.Studio, pictures: list[Image.Image], steps: int) -> list[str]:
    """How far image to image strays as strength grows."""
    lines = ["", "| strength | PSNR to the start, dB | edge F1 | steps |", "|---|---|---|---|"]
    for strength in (0.2, 0.4, 0.6, 0.8, 1.0):
        runs = [
            studio.image_to_image(
                picture, "a house at night", strength=strength, seed=number, num_inference_steps=steps
            )
            for number, picture in enumerate(pictures)
        ]
        pairs = list(zip(pictures, runs, strict=True))
        far = statistics.median(psnr(picture, run.picture) for picture, run in pairs)
        edges = statistics.median(edge_f1(picture, run.picture) for picture, run in pairs)
        lines.append(f"| {strength:g} | {far:.1f} | {edges:.2f} | {runs[0].recipe.note} |")
    return lines


def main() -> None:
    """Print the tables; write a sheet of start, filled and widened pictures if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="tiny")
    parser.add_argument("--pictures", type=int, default=24)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--sheet", default="")
    given = parser.parse_args()
    with sdlab.load(given.model) as studio:
        prompts = [PROMPTS[number % len(PROMPTS)] for number in range(given.pictures)]
        starts = [
            studio.text_to_image(prompt, seed=number, num_inference_steps=given.steps).picture
            for number, prompt in enumerate(prompts)
        ]
        ways = [
            lambda: inpainted(studio, starts, given.steps, "inpaint"),
            lambda: inpainted(studio, starts, given.steps, "inpaint, feather 4", feather=4),
            lambda: inpainted(studio, starts, given.steps, "inpaint, padding 16", padding=16),
            lambda: outpainted(studio, starts, given.steps),
        ]
        found = [way() for way in ways]
        print("| task | cases | seam ratio (quartiles) | 0.8 to 1.25 | untouched | changed outside | how |")
        print("|---|---|---|---|---|---|---|")
        print("\n".join(line for line, _ in found))
        print("\n".join(strengths(studio, starts[:8], given.steps)))
    if given.sheet:
        rows = zip(starts, *(runs for _, runs in found), strict=True)
        shown = [each.picture if isinstance(each, Run) else each for several in rows for each in several]
        contact_sheet(shown, columns=len(found) + 1).save(given.sheet)


if __name__ == "__main__":
    main()
