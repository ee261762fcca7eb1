"""What the controls know of a studio: enough to ask for pictures, nothing of how they are made.

A Studio satisfies `Engine`; so does a fake in a test, or one that sends recipes to another machine.
"""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Protocol

from PIL import Image

from sdlab.job import Job
from sdlab.recipe import Recipe, Task


@dataclass(frozen=True, kw_only=True)
class Defaults:
    """Settings to begin with."""

    num_inference_steps: int
    guidance_scale: float
    scheduler: str


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a loaded model is, in plain values, for controls to lay themselves out by.

    `schedulers` maps a family ("deterministic", "stochastic", "few-step") to scheduler names with one line of
    help each. `token_limit` counts the begin and end tokens, as the tokenizer does (77 for Stable Diffusion).
    `weights` is the memory that the model's weights take where it runs, `working` what each million pixels
    takes beside them, both in GB and roughly; 0 for unknown. `begins` holds the settings
    of tasks that do not begin with the model's own, because a companion serves them.
    """

    name: str
    width: int
    height: int
    num_inference_steps: int
    guidance_scale: float
    scheduler: str
    schedulers: dict[str, dict[str, str]]
    tasks: tuple[Task, ...]
    token_limit: int
    reads_negative: bool
    sizes: tuple[int, ...]
    device: str = "cpu"
    licence: str = ""
    weights: float = 0.0
    working: float = 0.0
    begins: Mapping[Task, Defaults] = field(default_factory=dict)

    def at(self, task: Task) -> "Facts":
        """The facts as they are for a task: a companion may have settings of its own."""
        begin = self.begins.get(task)
        return self if begin is None else replace(self, **asdict(begin))

    @property
    def native(self) -> int:
        """The side of the square with as many pixels as the model's own size: what pictures are fitted to."""
        return round(math.sqrt(self.width * self.height))

    def memory(self, width: int, height: int) -> float:
        """About how many GB a picture of that size takes with the weights; 0 for unknown."""
        return self.weights + self.working * width * height / 1e6 if self.weights else 0.0


@dataclass(frozen=True, kw_only=True)
class Token:
    """One token of a prompt: its characters [start, end), and whether the model reads it or drops it.

    A studio reads all, long prompts in several windows; an engine that does not says so here.
    """

    text: str
    start: int
    end: int
    is_read: bool


class Engine(Protocol):
    """Anything that turns recipes into runs."""

    @property
    def facts(self) -> Facts:
        """What the loaded model is."""
        ...

    def submit(
        self, recipes: Sequence[Recipe], *, newest_of: Hashable | None = None, batch: int | None = None
    ) -> Job:
        """Queue recipes as one job and return at once.

        `newest_of` says who asks, such as the panel itself: its older jobs that have not begun are dropped,
        its one under way is stopped, nobody else's are. `batch` is how many pictures are made side by side
        (None: as many as the device likes).
        """
        ...

    def tokens(self, prompt: str) -> list[Token]:
        """The prompt as the model reads it."""
        ...

    def steps_run(self, num_inference_steps: int, strength: float) -> int:
        """How many of the steps an image to image run really does."""
        ...

    def noised(
        self, picture: Image.Image, strength: float, seed: int, num_inference_steps: int | None = None
    ) -> tuple[Image.Image, int]:
        """The picture noised to where a run of that strength starts, and the timestep it starts at.

        `num_inference_steps` is how many steps the run would have at strength 1 (None: the model's own).
        """
        ...
