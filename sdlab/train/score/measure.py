"""Numbers from verdicts: retrieval among captions, obeyed words, and how sure they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from sdlab.errors import BadValue
from sdlab.train.score.judge import CHOICES, Verdict, told
from sdlab.train.world.record import Record

RIVALS: Final = 100
"""Captions that a picture is retrieved among, where there are as many."""


@dataclass(frozen=True)
class Share:
    """A share of right answers with its bootstrap interval (95 %)."""

    value: float
    low: float
    high: float
    count: int

    def as_dict(self) -> dict[str, float]:
        """The numbers as the card holds them."""
        return {
            "value": round(self.value, 3),
            "low": round(self.low, 3),
            "high": round(self.high, 3),
            "n": self.count,
        }


def share(right: Tensor, rounds: int = 1000, seed: int = 0) -> Share:
    """The mean of right answers [question] in {0, 1}, and the middle 95 % of `rounds` resamplings."""
    if right.numel() == 0:
        raise BadValue("right", [], "at least one answer")
    answers = right.float()
    generator = torch.Generator().manual_seed(seed)
    drawn = torch.randint(len(answers), (rounds, len(answers)), generator=generator)
    means = answers[drawn].mean(1)
    return Share(
        float(answers.mean()), float(means.quantile(0.025)), float(means.quantile(0.975)), len(answers)
    )


def retrieved(verdict: Verdict, records: Sequence[Record], choices: int = RIVALS) -> Tensor:
    """Whether each picture fits its own record best among `choices` of the records, [picture] in {0, 1}.

    Every picture's rivals are the records that follow it, so each record is a rival equally often.
    """
    fits = torch.stack([verdict.of(record) for record in records], dim=1)
    rivals = min(choices, len(records)) - 1
    right = [
        all(fits[row, row] > fits[row, (row + step) % len(records)] for step in range(1, rivals + 1))
        for row in range(len(records))
    ]
    return torch.tensor(right)


def obeyed(verdict: Verdict, records: Sequence[Record], word: str) -> Tensor:
    """Whether each picture has its record's style, colour, ground or time, [picture] in {0, 1}."""
    if word not in CHOICES:
        raise BadValue("word", word, f"one of {', '.join(CHOICES)}")
    right = [told(record)[word] for record in records]
    found: Tensor = getattr(verdict, word).argmax(1)
    return torch.tensor(
        [CHOICES[word][choice] == answer for choice, answer in zip(found.tolist(), right, strict=True)]
    )
