"""Everything a picture depends on, as one frozen value: the same recipe gives the same picture."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol, Self, TypedDict, TypeVar, Unpack, get_args

from sdlab.errors import BadValue, NotOffered, UnknownName
from sdlab.recipe.check import (
    MAX_SEED,
    MAX_STEPS,
    check_guidance,
    check_kind,
    check_number,
    check_prompt,
    check_side,
    check_whole,
)
from sdlab.recipe.part import Adapter, Blend, Branch, Control, Hole, Margin, Start

Task = Literal[
    "text_to_image", "unconditional", "image_to_image", "inpaint", "outpaint", "upscale", "control"
]

Made_co = TypeVar("Made_co", covariant=True)


class _Named(Protocol):
    @property
    def name(self) -> str: ...


class _Pictures(Protocol[Made_co]):
    def wait(self) -> Sequence[Made_co]: ...


class Maker(Protocol[Made_co]):
    """What makes a recipe's picture, such as a studio."""

    @property
    def facts(self) -> _Named:
        """What it holds."""

    def submit(self, recipes: "Sequence[Recipe]", /) -> _Pictures[Made_co]:
        """Begin to make pictures."""


_PARTS = {
    "start": Start,
    "hole": Hole,
    "margin": Margin,
    "control": Control,
    "blend": Blend,
    "branch": Branch,
}


class Change(TypedDict, total=False):
    """The fields `Recipe.but` may change, each as in Recipe."""

    task: Task
    prompt: str
    negative_prompt: str
    seed: int
    num_inference_steps: int
    guidance_scale: float
    scheduler: str
    width: int
    height: int
    start: Start | None
    hole: Hole | None
    margin: Margin | None
    factor: int | None
    control: Control | None
    adapters: tuple[Adapter, ...]
    blend: Blend | None
    branch: Branch | None
    model: str
    model_sha256: str
    versions: tuple[tuple[str, str], ...]
    note: str
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """Everything a picture depends on.

    Sizes are pixels, multiples of 8. `model_sha256` and `versions` are filled in by the studio that ran it;
    `note` says in words what the studio decided by itself ("latent blending", "13 of 20 steps"). `seconds` is
    what the picture took: no picture depends on it, so recipes do not differ by it and no file holds it.

    Raises:
        BadValue: a value outside its range, with the range and the remedy.
    """

    task: Task = "text_to_image"
    prompt: str = ""
    negative_prompt: str = ""
    seed: int = 0
    num_inference_steps: int = 20
    guidance_scale: float = 7.5
    scheduler: str = "ddim"
    width: int = 128
    height: int = 128
    start: Start | None = None
    hole: Hole | None = None
    margin: Margin | None = None
    factor: int | None = None
    control: Control | None = None
    adapters: tuple[Adapter, ...] = ()
    blend: Blend | None = None
    branch: Branch | None = None
    model: str = "tiny"
    model_sha256: str = ""
    versions: tuple[tuple[str, str], ...] = ()
    note: str = ""
    seconds: float = field(default=0.0, compare=False, repr=False)

    def __post_init__(self) -> None:
        check_kind("task", self.task, str, "the name of a task")
        if self.task not in get_args(Task):
            raise UnknownName("task", str(self.task), get_args(Task))
        check_prompt("prompt", self.prompt)
        check_prompt("negative_prompt", self.negative_prompt)
        check_whole("seed", self.seed, 0, MAX_SEED, "Leave it out for a random one.")
        check_whole("num_inference_steps", self.num_inference_steps, 1, MAX_STEPS, "20 is a good start.")
        check_guidance(self.guidance_scale)
        check_side("width", self.width)
        check_side("height", self.height)
        for name in ("scheduler", "model", "model_sha256", "note"):
            check_kind(name, getattr(self, name), str, "a text")
        check_number("seconds", self.seconds, 0, math.inf)
        for name, kind in _PARTS.items():
            if getattr(self, name) is not None:
                check_kind(name, getattr(self, name), kind, f"a {kind.__name__} or None")
        check_kind("adapters", self.adapters, tuple, "a tuple of Adapters")
        for adapter in self.adapters:
            check_kind("adapters", adapter, Adapter, "a tuple of Adapters")
        self._check_parts()

    def _check_parts(self) -> None:
        needs = {"image_to_image": "start", "inpaint": "hole", "outpaint": "margin", "upscale": "factor",
                 "control": "control"}  # fmt: skip
        part = needs.get(self.task)
        if part is not None and getattr(self, part) is None:
            raise BadValue(
                part, None, f"given for the task {self.task}", f"Pass {part}=… or use the studio's method."
            )
        if self.task in ("inpaint", "outpaint", "upscale") and self.start is None:
            raise BadValue("picture", None, f"given for the task {self.task}")
        if self.factor is not None and (type(self.factor) is not int or self.factor not in (2, 4)):
            raise BadValue("factor", self.factor, "2 or 4", "Resize the picture before or after for others.")

    def replay(self, studio: Maker[Made_co]) -> Made_co:
        """Make the recipe's picture again, with every input it holds; waits for it.

        Raises:
            BadValue: what is given is no studio.
            NotOffered: the studio holds another model than the one the recipe was made with.
            SdlabError: what went wrong on the way.
        """
        if not hasattr(studio, "facts"):
            raise BadValue("studio", studio, "a studio", f'Make one: sdlab.load("{self.model}").')
        if studio.facts.name != self.model:
            raise NotOffered(
                f'this recipe was made with "{self.model}", this studio holds "{studio.facts.name}". '
                f'Use sdlab.load("{self.model}"), or studio.run(recipe) to see what this model makes of it.'
            )
        return studio.submit([self]).wait()[0]

    def but(self, **change: Unpack[Change]) -> Self:
        """The same recipe with some fields changed, checked anew."""
        return replace(self, **change)
