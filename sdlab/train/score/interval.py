"""How sure a number is: its bootstrap interval over questions, however often each of them was asked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from sdlab.errors import BadValue

_ROUNDS: Final = 1000
_TAIL: Final = 0.025


@dataclass(frozen=True)
class Share:
    """A number found over questions, with its bootstrap interval (95 %).

    Attributes:
        value: such as a share of right answers.
        low: where the interval begins.
        high: where it ends.
        count: questions, which are what is resampled.
        seeds: pictures of each question.
    """

    value: float
    low: float
    high: float
    count: int
    seeds: int = 1

    def as_dict(self) -> dict[str, float]:
        """The numbers as the card holds them; "seeds" only where there are several."""
        sure = {"value": round(self.value, 3), "low": round(self.low, 3), "high": round(self.high, 3)}
        return {**sure, "n": self.count, **({"seeds": self.seeds} if self.seeds > 1 else {})}


def share(answers: Tensor) -> Share:
    """The mean of answers [question] or [seed, question], such as 0 and 1.

    A question's pictures are alike, so whole questions are resampled, each with all its seeds.

    Raises:
        BadValue: there are no answers.
    """
    return _sure(lambda row: row.mean(1), answers)


def ratio(above: Tensor, below: Tensor) -> Share:
    """The mean of answers over the mean of other answers to the same questions, resampled together.

    Raises:
        BadValue: there are no answers.
    """
    return _sure(lambda one, other: one.mean(1) / other.mean(1).clamp(min=1e-6), above, below)


def middle(values: Tensor) -> Share:
    """The median over questions of values [question] or [seed, question]; infinite ones are left out.

    Raises:
        BadValue: no value is finite.
    """
    rows = _rows(values)
    finite = rows.isfinite().all(0)
    return _sure(lambda row: row.quantile(0.5, dim=1), rows[:, finite])


def decibels(errors: Tensor) -> Share:
    """The peak signal to noise ratio in dB of mean squared errors [picture], of pictures in 0..1.

    Raises:
        BadValue: there are no errors.
    """
    return _sure(lambda row: -10.0 * row.mean(1).clamp(min=1e-10).log10(), errors)


def _sure(found: Callable[..., Tensor], *answers: Tensor) -> Share:
    """What `found` makes of rows [round, question]: once of all questions, and of many resamplings."""
    rows = [_rows(one) for one in answers]
    seeds, count = rows[0].shape
    if count == 0:
        raise BadValue("answers", [], "at least one answer")
    means = [row.mean(0) for row in rows]
    drawn = torch.randint(count, (_ROUNDS, count), generator=torch.Generator().manual_seed(0))
    value = float(found(*(mean[None] for mean in means)))
    again = found(*(mean[drawn] for mean in means))
    return Share(value, float(again.quantile(_TAIL)), float(again.quantile(1 - _TAIL)), count, seeds)


def _rows(answers: Tensor) -> Tensor:
    """Answers as [seed, question]."""
    return (answers[None] if answers.ndim == 1 else answers).float()
