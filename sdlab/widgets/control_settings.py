"""How a drawing is followed."""

from typing import Any, get_args

import traitlets

from sdlab.errors import BadValue, UnknownName
from sdlab.recipe import ControlKind
from sdlab.widgets.knobs import Dial, Knobs

KINDS = get_args(ControlKind)
MOST = 2.0  # of the weight, as a recipe takes it
APART = 0.05  # the least share of the steps that is controlled
HELP = {
    "scribble": "Rough lines, white on black",
    "canny": "The edges of a photo",
    "lineart": "Clean lines of a drawing",
    "openpose": "A stick figure's pose",
    "depth": "Near is bright, far is dark",
    "tile": "The picture itself, to be drawn in more detail",
}


class ControlSettings(Knobs):
    """What kind of drawing is followed, with which weight, and from which share of the steps until which.

    `kind`, `weight` (0 to 2), `start` and `end` (0 to 1) can be read, set and observed. `start` stays below
    `end`: moving one past the other takes it along.

    Raises:
        UnknownName: a kind that does not exist.
        BadValue: a number out of range.
    """

    written = frozenset({"kind", "weight", "start", "end"})

    kind = traitlets.Unicode(KINDS[0]).tag(sync=True)
    weight = traitlets.Float(1.0).tag(sync=True)
    start = traitlets.Float(0.0).tag(sync=True)
    end = traitlets.Float(1.0).tag(sync=True)

    def __init__(self) -> None:
        super().__init__(
            (
                Dial(name="kind", label="Drawing", choices=tuple((kind, kind) for kind in KINDS)),
                Dial(name="weight", label="Weight", most=MOST),
                Dial(name="start", label="Followed from"),
                Dial(name="end", label="Followed until"),
            )
        )
        self.observe(lambda _: self._keep_apart("start"), "start")
        self.observe(lambda _: self._keep_apart("end"), "end")
        self.observe(lambda _: self._say(), list(self.written))
        self._say()

    @traitlets.validate("kind")
    def _check_kind(self, proposal: dict[str, Any]) -> str:
        if proposal["value"] not in KINDS:
            raise UnknownName("kind of control", str(proposal["value"]), KINDS)
        return str(proposal["value"])

    @traitlets.validate("weight", "start", "end")
    def _check_number(self, proposal: dict[str, Any]) -> float:
        name, value = proposal["trait"].name, proposal["value"]
        most = MOST if name == "weight" else 1.0
        if not 0 <= value <= most:
            raise BadValue(name, value, f"from 0 to {most:g}")
        return float(value)

    def _keep_apart(self, moved: str) -> None:
        if moved == "start" and self.start > self.end - APART:
            self.end = min(round(self.start + APART, 4), 1.0)
            self.start = min(self.start, round(self.end - APART, 4))
        elif moved == "end" and self.end < self.start + APART:
            self.start = max(round(self.end - APART, 4), 0.0)
            self.end = max(self.end, round(self.start + APART, 4))

    def _say(self) -> None:
        weight = "not followed" if self.weight == 0 else "loosely" if self.weight < 0.6 else ""
        self.words = {
            "kind": HELP[self.kind],
            "weight": weight or ("closely" if self.weight <= 1.2 else "to the line; colours may suffer"),
            "start": "the first step" if self.start == 0 else f"after {self.start:.0%} of the steps",
            "end": "the last step" if self.end == 1 else f"free in the last {1 - self.end:.0%} of the steps",
        }
