"""How far a run is and how long it will take: one line a minute, and the step size that follows from it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from sdlab.errors import BadValue

_LINE_EVERY: Final = 60.0


@dataclass
class Budget:
    """What a run may use; it ends with whichever comes first.

    Attributes:
        minutes: wall-clock minutes, those before an interruption included.
        samples: training samples.
        seconds_before: seconds that earlier, interrupted parts of the run took.
        clock: where the time comes from.
    """

    minutes: float
    samples: int
    seconds_before: float = 0.0
    clock: Callable[[], float] = time.monotonic
    _started: float = field(init=False)

    def __post_init__(self) -> None:
        if self.minutes <= 0 or self.samples <= 0:
            raise BadValue("minutes and samples", (self.minutes, self.samples), "above 0")
        self._started = self.clock()

    @property
    def seconds(self) -> float:
        """Seconds the run has taken so far."""
        return self.seconds_before + self.clock() - self._started

    def share(self, seen: int) -> float:
        """How much of the budget is used after `seen` samples, 0..1."""
        return min(1.0, max(seen / self.samples, self.seconds / (60.0 * self.minutes)))

    def eta(self, seen: int) -> float:
        """Minutes left after `seen` samples, if it goes on as it went."""
        share = max(self.share(seen), 1e-6)
        return self.seconds / share * (1.0 - share) / 60.0


def step_size(share: float, step: int, warm_up: int = 50, decay: float = 0.65) -> float:
    """The step size's factor: up in `warm_up` steps, down to 0 over the last `decay` of the run."""
    up = min(1.0, (step + 1) / warm_up)
    down = min(1.0, max(0.0, (1.0 - share) / decay))
    return up * down


class Reporter:
    """Says one line a minute: `what`, samples, loss, speed and the minutes left."""

    def __init__(
        self, what: str, say: Callable[[str], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._what, self._say, self._clock = what, say, clock
        self._said = clock()
        self._losses: list[float] = []
        self._samples = 0

    def add(self, loss: float, samples: int, seen: int, budget: Budget) -> None:
        """Note one step; a line is said when a minute has passed since the last."""
        self._losses.append(loss)
        self._samples += samples
        passed = self._clock() - self._said
        if passed < _LINE_EVERY:
            return
        mean = sum(self._losses) / len(self._losses)
        rate = self._samples / passed
        self._say(
            f"{self._what}: {seen} samples, loss {mean:.4f}, {rate:.0f}/s, {budget.eta(seen):.0f} min left"
        )
        self._said, self._losses, self._samples = self._clock(), [], 0
