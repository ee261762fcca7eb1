"""How image to image behaves: change grows with strength, and day becomes night in the same place."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
import torch
from PIL import Image
from scipy.stats import spearmanr
from torch import Tensor

from sdlab.explain.metric import edge_f1
from sdlab.train.member import Member
from sdlab.train.sampling import Sampling, reworked
from sdlab.train.score.interval import share
from sdlab.train.score.judge import Judge
from sdlab.train.score.measure import obeyed
from sdlab.train.score.question import Question, prompt, questions
from sdlab.train.score.truth import real
from sdlab.train.workshop import Workshop
from sdlab.train.world.split import load_split

_DARKENED, _RANKED = 48, 16
"""Pictures that are reworked at most: made night, and at each of six strengths, which costs more."""
_STRENGTHS: Final = (0.2, 0.35, 0.5, 0.65, 0.8, 1.0)
_NIGHTFALL: Final = 0.7
"""Strength at which a day is turned into a night."""


def scores(
    workshop: Workshop, member: Member, judge: Judge, count: int, hows: Sequence[Sampling]
) -> dict[str, Any]:
    """The rank correlation of change with strength, and how well nights keep their day's layout.

    Args:
        workshop: draws the pictures that are reworked.
        member: what reworks them.
        judge: says whether it is night.
        count: pictures asked for; only some of them are reworked.
        hows: steps, guidance and seed, once for each time a picture is reworked.
    """
    asked = questions("scenes", workshop.art, load_split(), min(count, _DARKENED))
    return {
        "rank_correlation": _ranks(workshop, member, asked[:_RANKED], hows),
        "night": _nights(workshop, member, judge, asked, hows),
    }


def change(before: Image.Image, after: Image.Image) -> float:
    """The root mean square difference of two pictures in levels, 0..255."""
    first, second = (np.asarray(picture, np.float64) for picture in (before, after))
    return float(np.sqrt(np.square(first - second).mean()))


def rank_correlation(changes: list[float], strengths: tuple[float, ...] = _STRENGTHS) -> float:
    """Spearman's correlation of changes with the strengths that made them, -1..1; 0 where nothing changes."""
    return float(spearmanr(strengths, changes).statistic) if len(set(changes)) > 1 else 0.0


def _ranks(
    workshop: Workshop, member: Member, asked: Sequence[Question], hows: Sequence[Sampling]
) -> dict[str, Any]:
    pictures = real(workshop, [question.record for question in asked])
    prompts = [question.prompt for question in asked]
    found = torch.tensor([_correlations(member, pictures, prompts, how) for how in hows])
    return {"mean": share(found).as_dict(), "lowest": round(float(found.min()), 3)}


def _correlations(
    member: Member, pictures: Sequence[Image.Image], prompts: Sequence[str], how: Sampling
) -> list[float]:
    """Each picture's rank correlation."""
    rows = [reworked(member, pictures, prompts, strength, how) for strength in _STRENGTHS]
    return [
        rank_correlation([change(picture, row[index]) for row in rows])
        for index, picture in enumerate(pictures)
    ]


def _nights(
    workshop: Workshop, member: Member, judge: Judge, asked: Sequence[Question], hows: Sequence[Sampling]
) -> dict[str, Any]:
    days = [replace(question.record, time="day") for question in asked]
    nights = [replace(record, time="night") for record in days]
    pictures, best = real(workshop, days), real(workshop, nights)
    words = [prompt(record) for record in nights]
    rows = [reworked(member, pictures, words, _NIGHTFALL, how) for how in hows]
    dark = torch.stack([obeyed(judge.verdict(row), nights, "time") for row in rows])
    return {
        "strength": _NIGHTFALL,
        "obeyed": share(dark).as_dict(),
        "edge_f1": {
            **share(torch.stack([_kept(pictures, row) for row in rows])).as_dict(),
            "ceiling": round(float(_kept(pictures, best).mean()), 3),
            "floor": round(float(_kept(pictures, rows[0][1:] + rows[0][:1]).mean()), 3),
        },
    }


def _kept(before: Sequence[Image.Image], after: Sequence[Image.Image]) -> Tensor:
    """Edge F1 of each picture before and after."""
    return torch.tensor([edge_f1(*pair) for pair in zip(before, after, strict=True)])
