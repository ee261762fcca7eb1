"""An engine without a model: coloured pictures at once, for tests of everything that talks to a studio."""

import hashlib
import re
import threading
import time
from collections import deque
from collections.abc import Hashable, Sequence

import numpy as np
from PIL import Image

from sdlab.engine import Facts, Token
from sdlab.film import Developer, Frame
from sdlab.job import Job
from sdlab.recipe import Recipe
from sdlab.run import Run

DEVELOPER = Developer.linear(
    matrix=np.array([[0.2, 0, 0], [0, 0.2, 0], [0, 0, 0.2], [0.05, 0.05, 0.05]], np.float32),
    bias=np.full(3, 0.5, np.float32),
)
FACTS = Facts(
    name="fake", width=128, height=128, num_inference_steps=20, guidance_scale=7.5, scheduler="ddim",
    schedulers={
        "deterministic": {"ddim": "The plain one.", "euler": "The simplest solver."},
        "stochastic": {"euler_a": "Lively."},
        "few-step": {"lcm": "For distilled models."},
    },
    tasks=("text_to_image", "unconditional", "image_to_image", "inpaint", "outpaint", "upscale", "control"),
    token_limit=77, reads_negative=True, sizes=(64, 96, 128, 160, 192), licence="Apache-2.0",
    weights=0.1, working=6.0,
)  # fmt: skip


def colour_of(recipe: Recipe) -> tuple[int, int, int]:
    """The colour a recipe's picture has: the same recipe, the same colour."""
    digest = hashlib.sha256(f"{recipe.prompt}|{recipe.negative_prompt}|{recipe.seed}".encode()).digest()
    return digest[0], digest[1], digest[2]


class FakeEngine:
    """Satisfies sdlab.engine.Engine with a thread of its own.

    Args:
        pace: seconds a step takes.
        facts: what it says it is.

    `gate.clear()` holds every job before its next step, `gate.set()` lets it go; `darkroom` does the same
    while a picture is decoded. `fault` is raised by the next job. `jobs` are all jobs so far, oldest first.
    """

    def __init__(self, pace: float = 0.0, facts: Facts = FACTS) -> None:
        self.facts, self.pace = facts, pace
        self.gate, self.darkroom = threading.Event(), threading.Event()
        self.gate.set()
        self.darkroom.set()
        self.fault: Exception | None = None
        self.jobs: list[Job] = []
        self._queue: deque[tuple[Job, Hashable | None]] = deque()
        self._current: tuple[Job, Hashable | None] | None = None
        self._wake = threading.Condition()
        threading.Thread(target=self._work, name="fake-engine", daemon=True).start()

    def submit(
        self, recipes: Sequence[Recipe], *, newest_of: Hashable | None = None, batch: int | None = None
    ) -> Job:
        job = Job([recipe.but(model=self.facts.name) for recipe in recipes])
        with self._wake:
            for other, owner in [*self._queue, *([self._current] if self._current else [])]:
                if owner is not None and owner == newest_of:
                    other.stop()
            self.jobs.append(job)
            self._queue.append((job, newest_of))
            self._wake.notify()
        return job

    def tokens(self, prompt: str) -> list[Token]:
        words = list(re.finditer(r"\w+|[^\w\s]", prompt))
        room = self.facts.token_limit - 2
        return [
            Token(text=word[0], start=word.start(), end=word.end(), is_read=number < room)
            for number, word in enumerate(words)
        ]

    def steps_run(self, num_inference_steps: int, strength: float) -> int:
        return min(int(num_inference_steps * strength), num_inference_steps)

    def noised(
        self, picture: Image.Image, strength: float, seed: int, num_inference_steps: int | None = None
    ) -> tuple[Image.Image, int]:
        noise = np.random.default_rng(seed).normal(128, 60, (picture.height, picture.width, 3)).clip(0, 255)
        blended = Image.blend(picture.convert("RGB"), Image.fromarray(noise.astype(np.uint8)), strength)
        return blended, round(999 * strength)

    def _work(self) -> None:
        while True:
            with self._wake:
                while not self._queue:
                    self._wake.wait()
                self._current = self._queue.popleft()
            self._perform(self._current[0])
            with self._wake:
                self._current = None

    def _perform(self, job: Job) -> None:
        if not job.begin():
            return
        try:
            for number, recipe in enumerate(job.recipes, start=1):
                if not job.goes_on:
                    break
                if self.fault:
                    fault, self.fault = self.fault, None
                    raise fault
                run = self._paint(job, number, recipe)
                if run:
                    job.deliver(run)
                else:
                    job.drop()
            job.end()
        except Exception as error:
            job.fail(error)

    def _paint(self, job: Job, number: int, recipe: Recipe) -> Run | None:
        began = time.perf_counter()
        steps = recipe.num_inference_steps
        job.begin_picture(number, steps)
        film = []
        for step in range(1, steps + 1):
            while not self.gate.wait(0.005):
                if job.is_interrupted:
                    return None
            time.sleep(self.pace)
            if job.is_interrupted:
                return None
            film.append(self._frame(recipe, step, steps))
            job.advance(step, film[-1])
        job.decode()
        while not self.darkroom.wait(0.005):
            if job.is_interrupted:
                return None
        picture = Image.new("RGB", (recipe.width, recipe.height), colour_of(recipe))
        return Run(picture, recipe.but(seconds=time.perf_counter() - began), film=tuple(film))

    def _frame(self, recipe: Recipe, step: int, steps: int) -> Frame:
        shape = (4, recipe.height // 8, recipe.width // 8)
        noise = np.random.default_rng(recipe.seed).normal(size=shape)
        levels = [(level / 255 - 0.5) * 5 for level in colour_of(recipe)] + [0.0]
        clean = np.zeros(shape) + np.array(levels)[:, None, None]
        left = 1 - step / steps
        noisy = ((1 - left) ** 0.5 * clean + left**0.5 * noise).astype(np.float16)
        return Frame(
            step, steps, round(999 * (1 - (step - 1) / steps)), noisy, clean.astype(np.float16), DEVELOPER
        )
