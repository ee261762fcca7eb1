"""The loop that trains every member: steps, step sizes, checkpoints, a stop that keeps what was good."""

import math
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

import torch
from PIL import Image

from sdlab.errors import DamagedFile, SdlabError
from sdlab.train import checkpoint
from sdlab.train.cost import NOTHING, Cost
from sdlab.train.ema import Average
from sdlab.train.progress import Budget, Reporter, step_size

_SAVE_EVERY: Final = 180.0


class NotFinite(SdlabError):
    """The loss stopped being a number; says after how many samples and where the last good state lies."""


class Task(Protocol):
    """One training task: what is trained and how its loss comes about."""

    name: str
    batch: int
    optimisers: list[torch.optim.Optimizer]

    @property
    def model(self) -> torch.nn.Module:
        """What is trained."""

    def loss(self, share: float) -> torch.Tensor:
        """The loss of the next batch, `share` of the run being over."""

    def page(self) -> Image.Image:
        """Something to look at, after a checkpoint; the averaged weights are in the model."""


@dataclass
class Run:
    """A task on its way.

    Attributes:
        task: what is trained.
        folder: where the checkpoint and pictures go.
        budget: when it ends.
        say: where progress lines go.
        average: the moving average of the weights.
        origin: what the task grew out of, by name and sha256; a checkpoint of another origin is refused.
        before: what the weights that it began with had cost.
        seen: samples so far.
    """

    task: Task
    folder: Path
    budget: Budget
    say: Callable[[str], None]
    average: Average
    origin: Mapping[str, str] = field(default_factory=dict)
    before: Cost = field(default_factory=NOTHING.copy)
    seen: int = 0
    step: int = 0
    _rates: list[list[float]] = field(init=False)

    def __post_init__(self) -> None:
        self._rates = [
            [group["lr"] for group in optimiser.param_groups] for optimiser in self.task.optimisers
        ]
        saved = checkpoint.load(self.file)
        if saved is not None:
            self._restore(saved)

    @property
    def file(self) -> Path:
        """The checkpoint."""
        return self.folder / f"{self.task.name}.pt"

    def go(self) -> None:
        """Train until the budget is used; the averaged weights are in the model afterwards.

        Raises:
            NotFinite: the loss is no number; the last checkpoint stays.
            NotSaved: a checkpoint could not be written.
        """
        reporter = Reporter(self.task.name, self.say)
        saved = time.monotonic()
        with _fast_zero():
            while (share := self.budget.share(self.seen)) < 1.0:
                reporter.add(self._advance(share), self.task.batch, self.seen, self.budget)
                if time.monotonic() - saved > _SAVE_EVERY:
                    self._keep()
                    saved = time.monotonic()
        self._keep()
        self.average.put_into(self.task.model)

    def _advance(self, share: float) -> float:
        loss = self.task.loss(share)
        value = float(loss.detach())
        if not math.isfinite(value):
            raise NotFinite(
                f"{self.task.name}: the loss is {value} after {self.seen} samples (step {self.step}). "
                f"{self.file} holds the last good state; lower the step size and run again."
            )
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.task.model.parameters(), 1.0)
        factor = step_size(share, self.step)
        for optimiser, rates in zip(self.task.optimisers, self._rates, strict=True):
            for group, rate in zip(optimiser.param_groups, rates, strict=True):
                group["lr"] = rate * factor
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        self.average.follow(self.task.model, self.step)
        self.seen += self.task.batch
        self.step += 1
        return value

    def _keep(self) -> None:
        state = {
            "model": self.task.model.state_dict(),
            "average": self.average.weights,
            "optimisers": [optimiser.state_dict() for optimiser in self.task.optimisers],
            "seen": self.seen,
            "step": self.step,
            "seconds": self.budget.seconds,
            "origin": dict(self.origin),
            "before": self.before,
        }
        checkpoint.save(state, self.file)
        with self.average.inside(self.task.model):
            self.task.model.eval()
            self.task.page().save(self.folder / f"{self.task.name}-{self.seen:07d}.png")
            self.task.model.train()

    def _restore(self, saved: checkpoint.State) -> None:
        same_origin(saved, self.origin, self.file)
        self.task.model.load_state_dict(saved["model"])
        self.average.weights = saved["average"]
        for optimiser, state in zip(self.task.optimisers, saved["optimisers"], strict=True):
            optimiser.load_state_dict(state)
        self.seen, self.step = saved["seen"], saved["step"]
        self.before = saved.get("before", self.before)
        self.budget.seconds_before = saved["seconds"]
        self.say(f"{self.task.name}: going on after {self.seen} samples")


@contextmanager
def _fast_zero() -> Iterator[None]:
    """Numbers too small for a full mantissa count as 0: computing with them takes many times as long."""
    torch.set_flush_denormal(True)
    try:
        yield
    finally:
        torch.set_flush_denormal(False)


def same_origin(saved: checkpoint.State, origin: Mapping[str, str], file: Path) -> None:
    """Pass a checkpoint that grew out of `origin`.

    Raises:
        DamagedFile: it grew out of something else, which is not here any more.
    """
    before = saved.get("origin", {})
    changed = [name for name in before | dict(origin) if before.get(name) != origin.get(name)]
    if changed:
        raise DamagedFile(
            f"{file} grew out of another {', '.join(changed)} than the one here; delete it to start over, "
            "or name the parent it grew out of."
        )
