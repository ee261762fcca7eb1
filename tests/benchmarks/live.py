"""How long a live panel takes from the last input of a burst to its picture: milliseconds, as a table.

    python tests/benchmarks/live.py [--model tiny-live] [--steps 4] [--scheduler lcm] [--bursts 20] [--write]

Each burst types a prompt letter by letter, as fast as a person, and then waits. The time runs from the moment
the kernel hears the last key to the moment the panel has the picture to show, whatever it was doing before.
`--write` puts the table into sdlab/docs/widgets/live.md.
"""

import argparse
import datetime as dt
import statistics
import threading
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from machine import machine

import sdlab

PROMPTS = ("a red apple", "a blue house", "a boat at sunset", "a dog on grass")
KEY = 0.03  # seconds between keys of somebody who types fast
TOO_LONG = 60.0
BAR = 150.0  # ms
PAGE = Path(__file__).parents[2] / "sdlab" / "docs" / "widgets" / "live.md"
MARK = "<!-- measured -->"


class Stopwatch:
    """Waits for the picture of a panel's newest recipe."""

    def __init__(self, panel) -> None:
        self._panel, self._is_there = panel, threading.Event()
        self.pictures = 0
        panel.film.observe(self._look, "shown")

    def burst(self, text: str) -> float:
        """Type a text and give the milliseconds from its last key to its picture."""
        for length in range(1, len(text) + 1):
            self._is_there.clear()
            began = time.perf_counter()
            self._panel.prompt.prompt = text[:length]
            if length < len(text):
                time.sleep(KEY)
        if not self._is_there.wait(TOO_LONG):
            raise SystemExit(f"no picture of {text!r} within {TOO_LONG:g} s: {self._panel.bar.trouble}")
        return (time.perf_counter() - began) * 1000

    def _look(self, _: object) -> None:
        self.pictures += 1
        if self._panel.film.run.recipe.prompt == self._panel.prompt.prompt:
            self._is_there.set()


def picture_alone(studio: sdlab.Studio, recipe: sdlab.Recipe) -> float:
    """The milliseconds of a recipe's picture while nothing else is asked for."""
    began = time.perf_counter()
    studio.run(recipe)
    return (time.perf_counter() - began) * 1000


def row(name: str, taken: Sequence[float], bar: str) -> str:
    """A line of the table."""
    several = sorted(taken)
    late = several[min(len(several) - 1, int(len(several) * 0.9))]
    return f"| {name} | {statistics.median(several):.0f} | {late:.0f} | {several[-1]:.0f} | {bar} |"


def main() -> None:
    """Measure the bursts and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="tiny-live")
    parser.add_argument("--steps", type=int, default=None, help="of a picture; the model's own, at most 4")
    parser.add_argument("--scheduler", default=None)
    parser.add_argument("--guidance", type=float, default=None, help="1 halves the work of a step")
    parser.add_argument("--bursts", type=int, default=20)
    parser.add_argument("--write", action="store_true", help=f"put the table into {PAGE.name}")
    given = parser.parse_args()
    with sdlab.load(given.model, device="cpu") as studio:
        panel = studio.panel("text_to_image")
        settings = panel.settings
        settings.num_inference_steps = given.steps or min(studio.facts.num_inference_steps, 4)
        settings.scheduler = given.scheduler or settings.scheduler
        settings.guidance_scale = settings.guidance_scale if given.guidance is None else given.guidance
        panel.live = True
        watch = Stopwatch(panel)
        watch.burst(PROMPTS[0])  # the first picture warms caches
        bursts, alone = [], []
        for number in range(1, given.bursts + 1):
            words = PROMPTS[number % len(PROMPTS)] + "!" * (number // len(PROMPTS))
            bursts.append(watch.burst(words))
            alone.append(picture_alone(studio, panel.recipe.but(seed=number)))
        recipe = panel.recipe
    table = "\n".join(
        [
            f"{dt.date.today()}: {machine()}, torch {version('torch')}, `{given.model}`,",
            f"{recipe.width} × {recipe.height}, {recipe.num_inference_steps} steps, {recipe.scheduler},",
            f"guidance {recipe.guidance_scale:g}; {given.bursts} bursts.",
            "",
            "| ms | median | 90 % | slowest | bar |",
            "|---|---:|---:|---:|---:|",
            row("from the last input to its picture", bursts, f"{BAR:.0f}"),
            row("that picture alone, by the studio, in turns with the bursts", alone, ""),
        ]
    )
    print(table)
    if given.write:
        head = PAGE.read_text("utf-8").partition(MARK)[0]
        PAGE.write_text(f"{head}{MARK}\n\n{table}\n", "utf-8")


if __name__ == "__main__":
    main()
