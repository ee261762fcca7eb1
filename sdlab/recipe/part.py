"""The parts a recipe may hold beyond a prompt: one small frozen value for each thing a task needs."""

import math
from dataclasses import dataclass
from typing import Literal, get_args

from sdlab.errors import BadValue, UnknownName
from sdlab.recipe.plate import Plate

ControlKind = Literal["scribble", "canny", "lineart", "openpose", "depth", "tile"]


def _check_share(name: str, value: float, remedy: str = "") -> None:
    if not (math.isfinite(value) and 0 <= value <= 1):
        raise BadValue(name, value, "from 0 to 1", remedy)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _check_pixels(name: str, value: int, most: int) -> None:
    if not _is_whole(value) or not 0 <= value <= most:
        raise BadValue(name, value, f"a whole number of pixels from 0 to {most}")


@dataclass(frozen=True, kw_only=True)
class Start:
    """The picture a run starts from, and how far it may stray: 0 gives it back, 1 ignores it."""

    picture: Plate
    strength: float = 0.6

    def __post_init__(self) -> None:
        _check_share("strength", self.strength, "0 returns the picture, 1 starts from pure noise.")


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
        if not _is_whole(self.grow) or not -256 <= self.grow <= 256:
            raise BadValue("grow", self.grow, "a whole number of pixels from -256 to 256", "Below 0 shrinks.")
        _check_pixels("feather", self.feather, 256)
        if self.padding is not None:
            _check_pixels("padding", self.padding, 1024)


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
            _check_pixels(side, getattr(self, side), 4096)
        _check_pixels("overlap", self.overlap, 512)
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
        if self.kind not in get_args(ControlKind):
            raise UnknownName("kind of control", str(self.kind), get_args(ControlKind))
        if not (math.isfinite(self.weight) and 0 <= self.weight <= 2):
            raise BadValue("weight", self.weight, "from 0 to 2", "1 follows the drawing, 0 ignores it.")
        _check_share("start", self.start)
        _check_share("end", self.end)
        if self.start >= self.end:
            raise BadValue("start", self.start, f"below end ({self.end})")


@dataclass(frozen=True, kw_only=True)
class Adapter:
    """A small file of weights laid over the model (LoRA): its name, fingerprint and weight."""

    name: str
    sha256: str
    weight: float = 1.0

    def __post_init__(self) -> None:
        if not (math.isfinite(self.weight) and -2 <= self.weight <= 2):
            raise BadValue("weight", self.weight, "from -2 to 2", "1 applies the adapter as it was trained.")


@dataclass(frozen=True, kw_only=True)
class Blend:
    """A point on the way to another seed or prompt, mixed in by `share`: 0 is the recipe's own."""

    share: float
    seed: int | None = None
    prompt: str | None = None

    def __post_init__(self) -> None:
        _check_share("share", self.share)
        if self.seed is None and self.prompt is None:
            raise BadValue("seed, prompt", None, "at least one of the two", "Say what to blend towards.")


@dataclass(frozen=True, kw_only=True)
class Branch:
    """A run that leaves its parent at `step`: earlier steps use the parent's prompt and guidance."""

    step: int
    prompt: str
    negative_prompt: str = ""
    guidance_scale: float = 7.5
