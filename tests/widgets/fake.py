"""An engine that paints plain colours in no time, and a front end that speaks to a part without a kernel."""

import threading
from collections.abc import Sequence

import numpy as np
from PIL import Image

from sdlab.engine import Facts, Token
from sdlab.film import Developer, Frame
from sdlab.job import Job
from sdlab.recipe import Recipe
from sdlab.run import Run

FACTS = Facts(
    name="fake",
    width=128,
    height=128,
    num_inference_steps=8,
    guidance_scale=6.0,
    scheduler="ddim",
    schedulers={"deterministic": {"ddim": "Plain.", "unipc": "Quick."}, "stochastic": {"ddpm": "As trained."}},
    tasks=("text_to_image", "unconditional", "image_to_image", "inpaint", "outpaint", "upscale", "control"),
    token_limit=77,
    reads_negative=True,
    sizes=(64, 128, 192, 256),
)
DEVELOPER = Developer(matrix=np.eye(4, 3, dtype=np.float32), bias=np.zeros(3, np.float32))


class FakeEngine:
    """Paints each recipe in the colour of its seed; with `gate` set, a step waits for `gate.release()`."""

    def __init__(self, facts: Facts = FACTS, *, gated: bool = False) -> None:
        self.facts = facts
        self.gate = threading.Semaphore(0) if gated else None
        self.jobs: list[Job] = []
        self.fault: Exception | None = None

    def submit(self, recipes: Sequence[Recipe], *, newest: bool = False, batch: int | None = None) -> Job:
        job = Job(recipes)
        if newest:
            for old in self.jobs:
                old.stop()
        self.jobs.append(job)
        threading.Thread(target=self._work, args=(job, list(self.jobs[:-1])), daemon=True).start()
        return job

    def tokens(self, prompt: str) -> list[Token]:
        found, at = [], 0
        for number, word in enumerate(prompt.split()):
            start = prompt.index(word, at)
            at = start + len(word)
            found.append(Token(text=word, start=start, end=at, is_read=number < self.facts.token_limit - 2))
        return found

    def steps_run(self, num_inference_steps: int, strength: float) -> int:
        return min(round(num_inference_steps * strength), num_inference_steps)

    def noised(self, picture: Image.Image, strength: float, seed: int) -> tuple[Image.Image, int]:
        return picture, round(999 * strength)

    def _work(self, job: Job, before: list[Job]) -> None:
        for old in before:
            old._future.exception()
        if not job.begin():
            return
        try:
            for number, recipe in enumerate(job.recipes, 1):
                if job.goes_on:
                    self._paint(job, number, recipe)
            job.end()
        except Exception as error:
            job.fail(error)

    def _paint(self, job: Job, number: int, recipe: Recipe) -> None:
        steps, film = recipe.num_inference_steps, []
        job.begin_picture(number, steps)
        for step in range(1, steps + 1):
            if self.gate is not None:
                self.gate.acquire()
            if job.is_interrupted:
                return
            if self.fault is not None:
                raise self.fault
            film.append(frame(step, steps, recipe))
            job.advance(step, film[-1])
        job.decode()
        picture = Image.new("RGB", (recipe.width, recipe.height), colour(recipe.seed))
        job.deliver(Run(picture=picture, recipe=recipe, seconds=0.1, film=tuple(film)))


def colour(seed: int) -> tuple[int, int, int]:
    """The colour a seed is painted in."""
    return (seed * 37 % 256, seed * 91 % 256, seed * 151 % 256)


def frame(step: int, steps: int, recipe: Recipe) -> Frame:
    """A step that fades from mid grey to white."""
    latents = np.full((4, recipe.height // 8, recipe.width // 8), step / steps, np.float16)
    return Frame(step, steps, 999 - 999 * step // steps, latents / 2, latents, DEVELOPER)


class FrontEnd:
    """A view of a part: sends it messages, keeps what it says."""

    def __init__(self, part, view: str = "one") -> None:
        self.part, self.view, self.n = part, view, 0
        self.heard: list[tuple[dict, list]] = []
        part.send = lambda content, buffers=None: self.heard.append((content, list(buffers or [])))

    def post(self, kind: str, **content) -> None:
        self.n += 1
        self.part._handle_custom_msg({**content, "kind": kind, "view": self.view, "n": self.n}, [])

    def write(self, **values) -> None:
        self.post("write", values=values)

    def kinds(self) -> list[str]:
        return [content["kind"] for content, _ in self.heard]

    def last(self, kind: str) -> dict:
        return [content for content, _ in self.heard if content["kind"] == kind][-1]
