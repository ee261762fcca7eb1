"""The pictures of a session: starred, compared by their settings, used again."""

from collections.abc import Callable, Sequence
from typing import Any, Literal

import traitlets

from sdlab.errors import BadValue
from sdlab.recipe import Recipe
from sdlab.run import Run
from sdlab.widgets.base import Buffers, Content, Part
from sdlab.widgets.image import webp

SIDE = 256  # pixels, the longer side of a thumbnail
MOST_ASKED = 48  # thumbnails answered at once
Reuse = Literal["seed", "all"]

# how a recipe's field is called in a difference; the others go by their own name
_TITLES = {"num_inference_steps": "steps", "guidance_scale": "guidance", "negative_prompt": "negative prompt"}
_SILENT = ("model_sha256", "versions", "note")


class Gallery(Part):
    """Thumbnails of runs in a grid; each says in what it differs from the selected one.

    `selected` is the number of the selected run in `runs`, -1 for none; `starred` are numbers of runs. In the
    grid arrows move, Home and End jump, S stars, Enter uses the whole recipe. Only thumbnails on show are
    sent.

    Args:
        runs: runs to begin with, oldest first.

    Raises:
        BadValue: a number that no run has.
    """

    stem = "gallery"
    written = frozenset({"selected", "starred"})

    selected = traitlets.Int(-1).tag(sync=True)
    starred = traitlets.List(traitlets.Int()).tag(sync=True)
    cards = traitlets.List(traitlets.Dict()).tag(sync=True)
    differences = traitlets.List(traitlets.List()).tag(sync=True)
    targets = traitlets.List(traitlets.Unicode()).tag(sync=True)
    reuses = traitlets.Bool(False).tag(sync=True)

    def __init__(self, runs: Sequence[Run] = ()) -> None:
        self._runs: list[Run] = []
        self._thumbs: dict[int, bytes] = {}
        self._users: list[Callable[[Run, Reuse], None]] = []
        self._sends: dict[str, Callable[[Run], None]] = {}
        super().__init__()
        self.hear("want", self._hear_want)
        self.hear("reuse", self._hear_reuse)
        self.hear("send_to", self._hear_send)
        self.observe(lambda _: self._compare(), "selected")
        for run in runs:
            self.add(run)

    @property
    def runs(self) -> tuple[Run, ...]:
        """All runs, oldest first."""
        return tuple(self._runs)

    @property
    def run(self) -> Run | None:
        """The selected run."""
        return self._runs[self.selected] if 0 <= self.selected < len(self._runs) else None

    @property
    def starred_runs(self) -> tuple[Run, ...]:
        """The runs with a star, oldest first."""
        return tuple(self._runs[number] for number in sorted(self.starred))

    def add(self, run: Run) -> None:
        """Add a run; the first one is selected."""
        alt = run.recipe.prompt or "a picture without a prompt"
        with self._lock:
            self._runs.append(run)
            self.cards = [*self.cards, {"alt": alt, "caption": run.caption, "seed": str(run.recipe.seed)}]
            self._compare()
            if self.selected < 0:
                self.selected = 0

    def on_reuse(self, act: Callable[[Run, Reuse], None]) -> None:
        """Call `act(run, what)` when a person wants the run's "seed" or "all" again; shows the buttons."""
        self._users.append(act)
        self.reuses = True

    def on_send(self, target: str, act: Callable[[Run], None]) -> None:
        """Offer to send the selected run to `target`, such as "inpaint": calls `act(run)`."""
        self._sends[target] = act
        self.targets = list(self._sends)

    @traitlets.validate("selected")
    def _check_selected(self, proposal: dict[str, Any]) -> int:
        number = int(proposal["value"])
        if number != -1:
            self._check_number("selected", number)
        return number

    @traitlets.validate("starred")
    def _check_starred(self, proposal: dict[str, Any]) -> list[int]:
        for number in proposal["value"]:
            self._check_number("starred", number)
        return sorted(set(proposal["value"]))

    def _check_number(self, name: str, number: int) -> None:
        if not 0 <= number < len(self._runs):
            allowed = (
                f"a number of a run, 0 to {len(self._runs) - 1}" if self._runs else "-1: there are no runs"
            )
            raise BadValue(name, number, allowed)

    def _compare(self) -> None:
        chosen = self.run
        self.differences = [
            [] if chosen is None else differences(chosen.recipe, run.recipe) for run in self._runs
        ]

    def _hear_want(self, content: Content, _: Buffers) -> None:
        wanted = content.get("numbers")
        numbers = (
            [n for n in wanted if type(n) is int and 0 <= n < len(self._runs)]
            if isinstance(wanted, list)
            else []
        )
        self.later(lambda: self._send_thumbs(numbers[:MOST_ASKED]))

    def _send_thumbs(self, numbers: list[int]) -> None:
        for number in numbers:
            if number not in self._thumbs:
                self._thumbs[number] = webp(self._runs[number].picture, SIDE)
            self.tell("thumb", {"number": number}, [self._thumbs[number]])

    def _hear_reuse(self, content: Content, _: Buffers) -> None:
        run, what = self.run, content.get("what")
        if run is not None and what in ("seed", "all"):
            for act in self._users:
                act(run, what)

    def _hear_send(self, content: Content, _: Buffers) -> None:
        act = self._sends.get(str(content.get("target")))
        if act is not None and self.run is not None:
            act(self.run)


def differences(one: Recipe, other: Recipe) -> list[Content]:
    """In what another recipe differs: {"name", "value", "was"} for each field, in the recipe's order."""
    found = []
    for name in Recipe.__dataclass_fields__:
        value, was = getattr(other, name), getattr(one, name)
        if name not in _SILENT and value != was:
            found.append({"name": _TITLES.get(name, name), "value": _short(value), "was": _short(was)})
    return found


def _short(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, str | int):
        return str(value) or "none"
    if value is None or value == ():
        return "none"
    text = getattr(value, "strength", None)
    return f"strength {text:g}" if isinstance(text, float) else "another"
