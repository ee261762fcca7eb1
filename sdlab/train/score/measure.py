"""Answers from verdicts: pictures found again among captions, and words obeyed."""

from collections.abc import Sequence
from typing import Final

import torch
from torch import Tensor

from sdlab.errors import BadValue
from sdlab.train.score.judge import CHOICES, Verdict, told
from sdlab.train.world.record import Record

RIVALS: Final = 100
"""Captions that a picture is retrieved among, where there are as many."""


def retrieved(verdict: Verdict, records: Sequence[Record], choices: int = RIVALS) -> Tensor:
    """Whether each picture fits its own record best among `choices` of the records, [picture] in {0, 1}.

    Every picture's rivals are the records that follow it, so each record is a rival equally often.
    """
    fits = torch.stack([verdict.of(record) for record in records], dim=1)
    count = len(records)
    rows, steps = torch.arange(count), torch.arange(1, min(choices, count))
    rivals = (rows[:, None] + steps) % count
    return (fits.diagonal()[:, None] > fits.gather(1, rivals)).all(1)


def obeyed(verdict: Verdict, records: Sequence[Record], word: str) -> Tensor:
    """Whether each picture has its record's style, colour, ground or time, [picture] in {0, 1}."""
    if word not in CHOICES:
        raise BadValue("word", word, f"one of {', '.join(CHOICES)}")
    right = [told(record)[word] for record in records]
    found: Tensor = getattr(verdict, word).argmax(1)
    return torch.tensor(
        [CHOICES[word][choice] == answer for choice, answer in zip(found.tolist(), right, strict=True)]
    )
