"""The parts a recipe may hold beyond a prompt: one small frozen value for each thing a task needs."""

from dataclasses import dataclass
from typing import Literal, get_args

from sdlab.errors import BadValue, UnknownName
from sdlab.recipe.check import (
    MAX_SEED,
    MAX_STEPS,
    check_guidance,
    check_kind,
    check_number,
    check_pixels,
    check_prompt,
    check_whole,
)
from sdlab.recipe.plate import Plate

ControlKind = Literal["scribble", "canny", "lineart", "openpose", "depth", "tile"]


@dataclass(frozen=True, kw_only=True)
class Start:
    """The picture a run starts from, and how far it may stray: 0 gives it back, 1 ignores it."""

    picture: Plate
    strength: float = 0.6

    def __post_init__(self) -> None:
        check_kind("picture", self.picture, Plate, "a picture")
        check_number("strength", self.strength, 0, 1, "0 returns the picture, 1 starts from pure noise.")


@dataclass(frozen=True, kw_only=True)
class Hole:
    """Where a picture may change: a mask of its size (255 = may change), and how its rim is treated.

    `grow`, `feather` and `padding` are pixels. `grow` below 0 shrinks. `padding` is the margin of context
    kept round the masked area when only that area is worked on at full resolution; None works on the whole
    picture.
    """

    mask: Plate
    grow: int = 0
    feather: int = 0
    padding: int | None = None

    def __post_init__(self) -> None:
        check_kind("mask", self.mask, Plate, "a picture")
        check_whole("grow", self.grow, -256, 256, "In pixels; below 0 shrinks.")
        check_pixels("feather", self.feather, 256)
        if self.padding is not None:
            check_pixels("padding", self.padding, 1024)


@dataclass(frozen=True, kw_only=True)
class Margin:
    """How many pixels to add on each side of a picture, and the overlap between passes."""

    left: int = 0
    right: int = 0
    top: int = 0
    bottom: int = 0
    overlap: int = 32

    def __post_init__(self) -> None:
        for side in ("left", "right", "top", "bottom"):
            check_pixels(side, getattr(self, side), 4096)
        check_pixels("overlap", self.overlap, 512)
        if not any((self.left, self.right, self.top, self.bottom)):
            raise BadValue("left, right, top, bottom", 0, "above 0 on at least one side", "Try right=64.")


@dataclass(frozen=True, kw_only=True)
class Control:
    """A drawing the result must follow, with what weight and during which share of the steps.

    Lines are white on black.
    """

    condition: Plate
    kind: ControlKind = "scribble"
    weight: float = 1.0
    start: float = 0.0
    end: float = 1.0

    def __post_init__(self) -> None:
        check_kind("condition", self.condition, Plate, "a picture")
        check_kind("kind", self.kind, str, "the name of a kind")
        if self.kind not in get_args(ControlKind):
            raise UnknownName("kind of control", str(self.kind), get_args(ControlKind))
        check_number("weight", self.weight, 0, 2, "1 follows the drawing, 0 ignores it.")
        check_number("start", self.start, 0, 1, "0 follows the drawing from the first step on.")
        check_number("end", self.end, 0, 1, "1 follows the drawing to the last step.")
        if self.start >= self.end:
            remedy = "Leave both out to follow it all the way; weight=0 ignores it."
            raise BadValue("start", self.start, f"below end ({self.end:g})", remedy)


@dataclass(frozen=True, kw_only=True)
class Adapter:
    """A small file of weights laid over the model (LoRA): its name, fingerprint and weight."""

    name: str
    sha256: str
    weight: float = 1.0

    def __post_init__(self) -> None:
        check_kind("name", self.name, str, "a text")
        check_kind("sha256", self.sha256, str, "64 hex digits")
        check_number("weight", self.weight, -2, 2, "1 applies the adapter as it was trained.")


@dataclass(frozen=True, kw_only=True)
class Blend:
    """A point on the way to another seed or prompt, mixed in by `share`: 0 is the recipe's own."""

    share: float
    seed: int | None = None
    prompt: str | None = None

    def __post_init__(self) -> None:
        check_number("share", self.share, 0, 1)
        if self.seed is None and self.prompt is None:
            raise BadValue("seed, prompt", None, "at least one of the two", "Say what to blend towards.")
        if self.seed is not None:
            check_whole("seed", self.seed, 0, MAX_SEED)
        if self.prompt is not None:
            check_prompt("prompt", self.prompt)


@dataclass(frozen=True, kw_only=True)
class Branch:
    """A run that leaves its parent at `step`: earlier steps use the parent's prompt and guidance."""

    step: int
    prompt: str
    negative_prompt: str = ""
    guidance_scale: float = 7.5

    def __post_init__(self) -> None:
        check_whole("step", self.step, 0, MAX_STEPS)
        check_prompt("prompt", self.prompt)
        check_prompt("negative_prompt", self.negative_prompt)
        check_guidance(self.guidance_scale)
