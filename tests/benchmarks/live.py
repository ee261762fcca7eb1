"""How long a live panel takes from the last input of a burst to its picture: milliseconds, as a table.

    python tests/benchmarks/live.py [--model tiny] [--steps 4] [--scheduler lcm] [--bursts 20]

Each burst types a prompt letter by letter, as fast as a person, and then waits. The time runs from the moment
the kernel hears the last key to the moment the panel has the picture to show, whatever it was doing before.
"""

import argparse
import statistics
import threading
import time
from importlib.metadata import version

from machine import machine

import sdlab

PROMPTS = ("a red apple", "a blue house", "a boat at sunset", "a dog on grass")
KEY = 0.03  # seconds between keys of somebody who types fast
TOO_LONG = 60.0
BAR = 150.0  # ms


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


def main() -> None:
    """Measure the bursts and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="tiny")
    parser.add_argument("--steps", type=int, default=None, help="of a picture; the model's own, at most 4")
    parser.add_argument("--scheduler", default=None)
    parser.add_argument("--guidance", type=float, default=None, help="1 halves the work of a step")
    parser.add_argument("--bursts", type=int, default=20)
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
        taken = sorted(watch.burst(PROMPTS[number % len(PROMPTS)] + "!" * (number // len(PROMPTS)))
                       for number in range(1, given.bursts + 1))  # fmt: skip
        recipe = panel.recipe
    print(f"{machine()}, torch {version('torch')}, {given.model},")
    print(f"{recipe.width} × {recipe.height}, {recipe.num_inference_steps} steps, {recipe.scheduler},")
    print(f"guidance {recipe.guidance_scale:g}, {given.bursts} bursts, {watch.pictures} pictures shown.\n")
    print("| from the last input to its picture, ms | median | 90 % | worst | bar |")
    print("|---|---:|---:|---:|---:|")
    late = taken[min(len(taken) - 1, int(len(taken) * 0.9))]
    print(f"| | {statistics.median(taken):.0f} | {late:.0f} | {taken[-1]:.0f} | {BAR:.0f} |")


if __name__ == "__main__":
    main()
