"""How drawn pictures relate to real ones as a crowd and one by one: KID, and the nearest training picture."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import torch
from PIL import Image
from torch import Tensor

from sdlab.errors import BadValue
from sdlab.explain.pixel import to_tensor
from sdlab.train.member import Member
from sdlab.train.sampling import Sampling, sampled
from sdlab.train.score.interval import middle
from sdlab.train.score.judge import Judge
from sdlab.train.score.neighbour import Neighbour, chosen, save
from sdlab.train.score.truth import real, returned
from sdlab.train.workshop import Workshop
from sdlab.train.world.caption import caption
from sdlab.train.world.record import Record

_DRAWN, _FRESH, _TRAINED = 6, 7, 4
"""Seeds of the records that are drawn, of other real pictures, and of what the denoiser is trained on."""
_KNOWN: Final = 20
"""Training pictures looked through for each picture that is judged."""
_HALVES: Final = 200


def scores(workshop: Workshop, member: Member, judge: Judge, count: int, how: Sampling) -> dict[str, Any]:
    """KID, and how near drawn pictures come to training pictures, each beside the same of real pictures.

    Leaves the sheet of the nearest in the workshop's folder.
    """
    records, trained = _records(workshop, _DRAWN, count), trained_on(workshop, _KNOWN * count)
    dice = random.Random(_DRAWN)
    prompts = [caption(record, dice) for record in records]
    pictures = sampled(member, prompts, how)
    drawn, others, again, known = (
        features(judge, found)
        for found in (
            pictures,
            real(workshop, _records(workshop, _FRESH, count)),
            returned(member.autoencoder, real(workshop, records)),
            real(workshop, trained),
        )
    )
    near = nearest(drawn, known)
    shown = chosen(near.alike)
    beside = real(workshop, [trained[int(near.index[index])] for index in shown])
    save(
        [
            Neighbour(pictures[index], prompts[index], picture, float(near.alike[index]))
            for index, picture in zip(shown, beside, strict=True)
        ],
        workshop.folder,
    )
    return {
        "kid": {**sure_kid(drawn, others), "ceiling": round(kid(again, others), 2), "n": count},
        "nearest_training_picture": {
            "drawn": middle(near.alike).as_dict(),
            "real": middle(nearest(again, known).alike).as_dict(),
            "among": len(known),
        },
    }


def trained_on(workshop: Workshop, count: int) -> list[Record]:
    """Records as the denoiser is trained on: its first ones, which are simple, then as many of anything."""
    sampler = workshop.sampler(_TRAINED)
    simple = [sampler.simple() for _ in range(count // 2)]
    return simple + [sampler.anything() for _ in range(count - len(simple))]


def _records(workshop: Workshop, seed: int, count: int) -> list[Record]:
    sampler = workshop.sampler(seed)
    return [sampler.anything() for _ in range(count)]


@torch.no_grad()
def features(judge: Judge, pictures: Sequence[Image.Image]) -> Tensor:
    """The judge's features [picture, feature] of pictures of 128 × 128, each of length 1."""
    judge.eval()
    parts = [
        judge.features(to_tensor(list(pictures[start : start + 64]))) for start in range(0, len(pictures), 64)
    ]
    return torch.nn.functional.normalize(torch.cat(parts), dim=1)


def kid(drawn: Tensor, real: Tensor) -> float:
    """The kernel distance × 1000 of two sets of features, unbiased: about 0 for two sets of one kind.

    Cubic kernel of Bińkowski et al. 2018 (arXiv:1801.01401), on features of length 1, so numbers compare only
    with each other, not with those of other papers.

    Raises:
        BadValue: a set has fewer than two pictures.
    """
    for count in (len(drawn), len(real)):
        if count < 2:
            raise BadValue("pictures", count, "two or more in each set")
    within = sum(_mean_apart(_kernel(part, part)) for part in (drawn, real))
    return 1000.0 * float(within - 2.0 * _kernel(drawn, real).mean())


def sure_kid(drawn: Tensor, real: Tensor) -> dict[str, float]:
    """KID, with the interval that holds 95 of 100 random halves of the drawn pictures."""
    dice = torch.Generator().manual_seed(0)
    half = max(2, len(drawn) // 2)
    halves = [drawn[torch.randperm(len(drawn), generator=dice)[:half]] for _ in range(_HALVES)]
    low, high = torch.tensor([kid(part, real) for part in halves]).quantile(torch.tensor([0.025, 0.975]))
    return {
        "value": round(kid(drawn, real), 2), "low": round(float(low), 2), "high": round(float(high), 2)
    }  # fmt: skip


@dataclass(frozen=True)
class Nearest:
    """Each picture's nearest one among known pictures: its index, and how alike the two are, -1..1."""

    index: Tensor
    alike: Tensor


def nearest(pictures: Tensor, known: Tensor) -> Nearest:
    """The known picture most like each picture, by the cosine of their features."""
    alike, index = (pictures @ known.T).max(1)
    return Nearest(index, alike)


def _kernel(first: Tensor, second: Tensor) -> Tensor:
    return (first @ second.T + 1.0) ** 3


def _mean_apart(kernel: Tensor) -> Tensor:
    """The mean without the diagonal, where each picture meets itself."""
    count = len(kernel)
    return (kernel.sum() - kernel.diagonal().sum()) / (count * (count - 1))
