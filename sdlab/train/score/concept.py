"""Whether a picture shows the one thing that was asked for, whatever else is in it."""

from collections.abc import Sequence

import torch
from torch import Tensor

from sdlab.train.score.judge import Verdict
from sdlab.train.world.concept import all_concepts

_RIVALS = 99


def named(verdict: Verdict, concepts: Sequence[str]) -> Tensor:
    """Whether each picture shows its own concept more surely than those of up to 99 others, in {0, 1}.

    Every picture's rivals are the concepts that follow its own; one that equals its own is no rival.
    """
    fits, count = verdict.concept[:, _places(concepts)], len(concepts)
    right = [
        all(
            fits[row, row] > fits[row, (row + step) % count]
            for step in range(1, min(_RIVALS, count - 1) + 1)
            if concepts[(row + step) % count] != own
        )
        for row, own in enumerate(concepts)
    ]
    return torch.tensor(right)


def preferred(verdict: Verdict, concepts: Sequence[str], others: Sequence[str]) -> Tensor:
    """Whether each picture shows one concept more surely than another, [picture] in {0, 1}."""
    rows = torch.arange(len(concepts))
    return verdict.concept[rows, _places(concepts)] > verdict.concept[rows, _places(others)]


def _places(concepts: Sequence[str]) -> Tensor:
    order = [concept.name for concept in all_concepts()]
    return torch.tensor([order.index(name) for name in concepts])
