"""How image to image behaves: change grows with strength, and day becomes night in the same place."""

import statistics
from dataclasses import replace
from typing import Any, Final

import numpy as np
from PIL import Image
from scipy.stats import spearmanr

from sdlab.explain.metric import edge_f1
from sdlab.train.member import Member
from sdlab.train.sampling import Sampling, reworked
from sdlab.train.score.judge import Judge
from sdlab.train.score.measure import obeyed, share
from sdlab.train.score.question import prompt, questions
from sdlab.train.score.truth import real
from sdlab.train.workshop import Workshop
from sdlab.train.world.split import load_split

_STRENGTHS: Final = (0.2, 0.35, 0.5, 0.65, 0.8, 1.0)
_NIGHTFALL: Final = 0.7
"""Strength at which a day is turned into a night."""


def scores(workshop: Workshop, member: Member, judge: Judge, count: int, how: Sampling) -> dict[str, Any]:
    """The rank correlation of change with strength, and how well nights keep their day's layout."""
    return {
        "rank_correlation": _ranks(workshop, member, count, how),
        "night": _nights(workshop, member, judge, count, how),
    }


def change(before: Image.Image, after: Image.Image) -> float:
    """The root mean square difference of two pictures in levels, 0..255."""
    first, second = (np.asarray(picture, np.float64) for picture in (before, after))
    return float(np.sqrt(np.square(first - second).mean()))


def rank_correlation(changes: list[float], strengths: tuple[float, ...] = _STRENGTHS) -> float:
    """Spearman's correlation of changes with the strengths that made them, -1..1; 0 where nothing changes."""
    return float(spearmanr(strengths, changes).statistic) if len(set(changes)) > 1 else 0.0


def _ranks(workshop: Workshop, member: Member, count: int, how: Sampling) -> dict[str, float]:
    asked = questions("scenes", workshop.art, load_split(), count)
    pictures = real(workshop, [question.record for question in asked])
    prompts = [question.prompt for question in asked]
    rows = [reworked(member, pictures, prompts, strength, how) for strength in _STRENGTHS]
    found = [
        rank_correlation([change(picture, row[index]) for row in rows])
        for index, picture in enumerate(pictures)
    ]
    return {"mean": round(statistics.mean(found), 3), "lowest": round(min(found), 3), "n": len(found)}


def _nights(workshop: Workshop, member: Member, judge: Judge, count: int, how: Sampling) -> dict[str, Any]:
    asked = questions("scenes", workshop.art, load_split(), count)
    days = [replace(question.record, time="day") for question in asked]
    nights = [replace(record, time="night") for record in days]
    pictures = real(workshop, days)
    drawn = reworked(member, pictures, [prompt(record) for record in nights], _NIGHTFALL, how)
    return {
        "strength": _NIGHTFALL,
        "obeyed": share(obeyed(judge.verdict(drawn), nights, "time")).as_dict(),
        "edge_f1": _kept(pictures, drawn),
        "edge_f1 of real nights": _kept(pictures, real(workshop, nights)),
    }


def _kept(before: list[Image.Image], after: list[Image.Image]) -> float:
    return round(statistics.mean(edge_f1(*pair) for pair in zip(before, after, strict=True)), 3)
