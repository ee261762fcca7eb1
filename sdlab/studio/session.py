"""A studio's inner half: a loaded model behind its worker, recipes in, runs out."""

import copy
import random
import threading
import weakref
from collections.abc import Callable, Hashable, Sequence
from importlib.metadata import version
from typing import TypeVar, overload

import torch
from PIL import Image

from sdlab.device import Plan
from sdlab.engine import Facts, Token
from sdlab.errors import BadValue, NotOffered
from sdlab.explain.pixel import to_tensor
from sdlab.job import Job
from sdlab.models import Model, refusal
from sdlab.models.scheduler import build_scheduler, scheduling
from sdlab.picture import fit, open_picture
from sdlab.recipe import Adapter, Change, Recipe, Task
from sdlab.recipe.check import MAX_SEED, MAX_STEPS, check_kind, check_number, check_whole
from sdlab.run import Run
from sdlab.studio.sampling import steps_run
from sdlab.studio.text import read
from sdlab.studio.worker import Order, Worker

Number = TypeVar("Number", int, float)
MAX_COUNT = 1000
_RANDOM_SEEDS = 2**32  # short enough to be read aloud and typed again


class Session:
    """A loaded model that takes recipes; satisfies sdlab.engine.Engine.

    Args:
        open_model: loads the model; called on the worker's thread.

    Raises:
        SdlabError: whatever kept the model from loading.
    """

    def __init__(self, open_model: Callable[[], Model]) -> None:
        self._adapters: tuple[Adapter, ...] = ()
        self._worker = Worker(open_model)
        self._worker.load()
        # also closes at the interpreter's end: a thread that computes while Python is torn down crashes it
        self._end = weakref.finalize(self, self._worker.close)
        self._facts, self._sha256, tokenizer = self._worker.ask(_introduction)
        self._reading = threading.Lock()  # tokenizers refuse to be used by two threads at a time
        self._tokenizer = copy.deepcopy(tokenizer)  # the worker's own is in use on another thread
        self._versions = tuple(
            (name, version(name)) for name in ("diffusers", "sdlab", "torch", "transformers")
        )

    @property
    def facts(self) -> Facts:
        """What the loaded model is."""
        return self._facts

    @property
    def plan(self) -> Plan:
        """Where the model runs and in which precision; `plan.reason` says why."""
        return self._worker.ask(lambda model: model.plan)

    # --- working --------------------------------------------------------------------------------------------

    def submit(
        self, recipes: Sequence[Recipe], *, newest_of: Hashable | None = None, batch: int | None = None
    ) -> Job:
        """Queue recipes as one job and return at once; `job.wait()` gives the runs.

        Args:
            recipes: what to make, in this order.
            newest_of: who asks, such as a panel: its older jobs that have not begun are dropped and its one
                under way is stopped; nobody else's are. None drops nothing.
            batch: how many pictures are made side by side; None for as many as the device likes.

        Raises:
            BadValue: no recipes, an empty prompt where one is needed, or a batch below 1.
            NotOffered: a task the model cannot do.
            UnknownName: a scheduler that does not exist.
            Busy: the studio is closed or its queue is full.
        """
        check_kind("recipes", recipes, list | tuple, "a list of recipes")
        if not recipes:
            raise BadValue("recipes", recipes, "at least one recipe")
        if batch is not None:
            check_whole("batch", batch, 1, MAX_COUNT)
        job = Job([self._stamped(recipe) for recipe in recipes])
        self._worker.submit(Order(job, batch, newest_of))
        return job

    @overload
    def run(self, recipe: Recipe) -> Run: ...
    @overload
    def run(self, recipe: Sequence[Recipe]) -> list[Run]: ...
    def run(self, recipe: Recipe | Sequence[Recipe]) -> Run | list[Run]:
        """Make a recipe's picture, or several recipes', and wait; KeyboardInterrupt stops the work.

        Raises:
            SdlabError: as `submit`, or what went wrong on the way.
        """
        if isinstance(recipe, Recipe):
            return self.submit([recipe]).wait()[0]
        return self.submit(recipe).wait()

    @overload
    async def arun(self, recipe: Recipe) -> Run: ...
    @overload
    async def arun(self, recipe: Sequence[Recipe]) -> list[Run]: ...
    async def arun(self, recipe: Recipe | Sequence[Recipe]) -> Run | list[Run]:
        """Like `run`, for `await`: the event loop goes on meanwhile. Cancelling the task stops the work."""
        if isinstance(recipe, Recipe):
            return (await self.submit([recipe]))[0]
        return await self.submit(recipe)

    def close(self) -> None:
        """Stop all work and let the model go. Harmless twice."""
        self._end()

    # --- asking ---------------------------------------------------------------------------------------------

    def tokens(self, prompt: str) -> list[Token]:
        """The prompt as the model reads it; the marks of weights, `(word:1.2)`, are no tokens."""
        check_kind("prompt", prompt, str, "a text")
        with self._reading:
            return read(self._tokenizer, prompt)

    def steps_run(self, num_inference_steps: int, strength: float) -> int:
        """How many of the steps an image to image run of that strength really does; BadValue out of range."""
        check_whole("num_inference_steps", num_inference_steps, 1, MAX_STEPS)
        check_number("strength", strength, 0, 1)
        return steps_run(num_inference_steps, strength)

    def noised(
        self, picture: Image.Image, strength: float, seed: int, num_inference_steps: int | None = None
    ) -> tuple[Image.Image, int]:
        """The picture noised to where a run of that strength starts, and its timestep there (0: not at all).

        It is fitted to a size the model paints as image to image does.
        Waits for the step under way where the studio is busy.

        Raises:
            BadValue: a value out of range.
        """
        total = _or(num_inference_steps, self.facts.num_inference_steps)
        check_whole("seed", seed, 0, MAX_SEED)
        steps = self.steps_run(total, strength)
        fitted = fit(open_picture(picture), native=self.facts.native)
        return self._worker.ask(lambda model: _noised(model, fitted, steps, total, seed))

    # --- for the face ---------------------------------------------------------------------------------------

    def recipe(
        self,
        task: Task,
        parts: Change | None = None,
        *,
        prompt: str = "",
        negative_prompt: str = "",
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        scheduler: str | None = None,
        width: int | None = None,
        height: int | None = None,
    ) -> Recipe:
        """A recipe for this model, with the task's own parts; what is left out begins as the model says."""
        facts = self.facts.at(task)
        plain = Recipe(
            prompt=prompt,
            negative_prompt=negative_prompt,
            num_inference_steps=_or(num_inference_steps, facts.num_inference_steps),
            guidance_scale=_or(guidance_scale, facts.guidance_scale),
            scheduler=facts.scheduler if scheduler is None else scheduler,
            width=_or(width, facts.width),
            height=_or(height, facts.height),
            adapters=self._adapters,
            model=facts.name,
        )
        whole: Change = {"task": task, **(parts or {})}
        return plain.but(**whole)

    def make(
        self, recipe: Recipe, prompts: str | Sequence[str], seed: int | None, count: int
    ) -> Run | list[Run]:
        """The runs of a recipe for each prompt and `count` seeds from `seed` on (None: a random one).

        One run for one prompt and a count of 1, otherwise a list, prompt by prompt.
        """
        recipes = self.spread(recipe, prompts, seed, count)
        return self.run(recipes[0] if isinstance(prompts, str) and count == 1 else recipes)

    def spread(
        self, recipe: Recipe, prompts: str | Sequence[str], seed: int | None, count: int
    ) -> list[Recipe]:
        """The recipe for each prompt with `count` seeds from `seed` on (None: from a random one)."""
        check_whole("count", count, 1, MAX_COUNT)
        first = random.randrange(_RANDOM_SEEDS) if seed is None else seed
        check_whole("seed", first, 0, MAX_SEED, "Leave it out for a random one.")
        several = [prompts] if isinstance(prompts, str) else prompts
        if not isinstance(several, list | tuple) or not several:
            raise BadValue("prompt", prompts, "a text or a list of texts")
        return [
            recipe.but(prompt=prompt, seed=first + number) for prompt in several for number in range(count)
        ]

    def _stamped(self, recipe: Recipe) -> Recipe:
        check_kind("recipe", recipe, Recipe, "a recipe, such as run.recipe")
        if recipe.task not in self.facts.tasks:
            raise NotOffered(refusal(self.facts, recipe.task))
        scheduling(recipe.scheduler)
        if recipe.task == "text_to_image" and not recipe.prompt.strip():
            remedy = "For pictures without a prompt: studio.unconditional()."
            raise BadValue("prompt", recipe.prompt, "a text that says something", remedy)
        others = recipe.model == self.facts.name and recipe.model_sha256 not in ("", self._sha256)
        return recipe.but(
            model=self.facts.name,
            model_sha256=self._sha256,
            versions=self._versions,
            note="the recipe was made with other weights of this model" if others else "",
        )


def _or(value: Number | None, default: Number) -> Number:
    return default if value is None else value


def _introduction(model: Model) -> tuple[Facts, str, object]:
    return model.facts, model.sha256, model.components["tokenizer"]


@torch.no_grad()
def _noised(model: Model, picture: Image.Image, steps: int, total: int, seed: int) -> tuple[Image.Image, int]:
    if steps == 0:
        return picture, 0
    # a copy: a job under way may be using the pipeline, and the scheduler in it is the job's
    pipeline = copy.copy(model.pipeline("image_to_image"))
    pipeline.scheduler = build_scheduler("ddim", model.scheduler_config)
    pipeline.scheduler.set_timesteps(total)
    timestep = pipeline.scheduler.timesteps[-steps:][:1]
    unet = model.components["unet"]
    latents = pipeline.prepare_latents(
        to_tensor(picture), timestep.to(unet.device), 1, 1, unet.dtype, unet.device,
        torch.Generator("cpu").manual_seed(seed),
    )  # fmt: skip
    return model.developer.develop(latents[0].to("cpu", torch.float16).numpy()), int(timestep)
