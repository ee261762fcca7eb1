"""The bars that the members were meant to clear: what is measured, and how much of it was asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

CONCEPTS: Final = 400
"""Things in the world that the bars of retrieval were set for."""


@dataclass(frozen=True)
class Bar:
    """What a score has to be.

    Attributes:
        words: what is measured.
        path: where it stands in the scores.
        low: the least it may be; None where it may be anything.
        high: the most it may be; None where it may be anything.
        over: whether it must be more than `low`, not just as much.
    """

    words: str
    path: tuple[str, ...]
    low: float | None = None
    high: float | None = None
    over: bool = False

    @property
    def asked(self) -> str:
        """The bar itself: "≥ 0.9", "0.8-1.25", "> 0", "0"."""
        if self.low is None or self.high is None:
            return f"≤ {self.high:g}" if self.low is None else f"{'>' if self.over else '≥'} {self.low:g}"
        return f"{self.low:g}" if self.low == self.high else f"{self.low:g}-{self.high:g}"

    def met(self, value: float) -> bool:
        """Whether a value clears it."""
        enough = self.low is None or (value > self.low if self.over else value >= self.low)
        return enough and (self.high is None or value <= self.high)

    def found(self, scores: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """The score, as a mapping with at least its "value"; None where it was not measured."""
        one: Any = scores
        for name in self.path:
            one = one.get(name) if isinstance(one, Mapping) else None
        if isinstance(one, Mapping):
            return one if "value" in one else None
        return None if one is None else {"value": one}


def _kept(kind: str) -> tuple[Bar, ...]:
    return (
        Bar(f"{kind}: edge F1 at weight 1 over weight 0", (kind, "times_weight_0"), low=2.0),
        Bar(f"{kind}: share of R@1 kept", (kind, "r@1_kept"), low=0.85),
    )


_AGAIN: Final = "R@1"
_SIZE: Final = ("size_mb",)
BARS: Final[dict[str, tuple[Bar, ...]]] = {
    "tiny": (
        Bar("size in fp16, MB", _SIZE, high=30.0),
        Bar("autoencoder: PSNR in dB, mean of pictures", ("vae", "psnr"), low=30.0),
        Bar("autoencoder: SSIM", ("vae", "ssim"), low=0.95),
        Bar(f"{_AGAIN}, cells seen", ("seen", "r@1"), low=0.9),
        Bar(f"{_AGAIN}, cells held out", ("held-out cells", "r@1"), low=0.7),
        Bar(f"{_AGAIN}, compositions held out", ("held-out compositions", "r@1"), low=0.6),
        Bar("style obeyed", ("seen", "style"), low=0.85),
        Bar("colour obeyed", ("colours", "colour"), low=0.85),
        Bar("ground obeyed", ("scenes", "ground"), low=0.9),
        Bar("time of day obeyed", ("scenes", "time"), low=0.9),
        Bar(
            "image to image: rank correlation of change with strength",
            ("image to image", "rank_correlation", "mean"),
            low=0.95,
        ),
        Bar("day made night: edge F1 kept", ("image to image", "night", "edge_f1"), low=0.6),
    ),
    "tiny-inpaint": (
        Bar("pixels changed outside the hole", ("changed_outside",), low=0.0, high=0.0),
        Bar("prompt obeyed inside", ("obeyed",), low=0.6),
        Bar("seam ratio around the hole", ("seam", "median"), low=0.8, high=1.25),
        Bar("pixels changed outside, outpainting", ("outpaint", "changed_outside"), low=0.0, high=0.0),
        Bar("seam ratio, outpainting", ("outpaint", "seam", "median"), low=0.8, high=1.25),
    ),
    "tiny-upscale": (
        Bar("PSNR over bicubic, dB", ("psnr", "over bicubic"), low=2.0),
        Bar("edge F1 over Lanczos", ("edge_f1", "over lanczos"), low=0.0, over=True),
    ),
    "tiny-control": tuple(bar for kind in ("scribble", "canny", "lineart") for bar in _kept(kind)),
    "tiny-live": (
        Bar("share of the teacher's R@1 kept, cells seen", ("seen", "kept"), low=0.9),
        Bar("the same, cells held out", ("held-out cells", "kept"), low=0.9),
        Bar("the same, compositions held out", ("held-out compositions", "kept"), low=0.9),
        Bar("time of a picture over the teacher's", ("time", "ratio"), high=round(1 / 6, 4)),
    ),
}
"""Member → its bars. All are judged by what was measured, not by the ends of its interval."""
ALL: Final = Bar("all members together in fp16, MB", _SIZE, high=80.0)
