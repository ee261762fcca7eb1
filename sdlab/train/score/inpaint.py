"""How well holes are filled: the thing asked for is there, all else is untouched, the rim does not show."""

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from sdlab.explain.metric import seam_ratio
from sdlab.models.skip_transformer import SkipTransformer2DModel
from sdlab.train.inpaint import case
from sdlab.train.inpaint.case import Case, around, filled
from sdlab.train.parent import Parent
from sdlab.train.score.concept import named, preferred
from sdlab.train.score.evaluate import Effort, beside
from sdlab.train.score.interval import middle, share
from sdlab.train.score.judge import Judge
from sdlab.train.score.question import questions
from sdlab.train.workshop import Workshop
from sdlab.train.world.concept import by_name, with_article
from sdlab.train.world.record import Record, Subject
from sdlab.train.world.split import load_split

_SCENES: Final = 48
HIDDEN: Final = (0.8, 1.25)
"""Seam ratios between which a rim does not show."""


def scores(
    workshop: Workshop, parent: Parent, unet: SkipTransformer2DModel, judge: Judge, effort: Effort
) -> dict[str, Any]:
    """All scores of a denoiser that fills holes; shares with their 95 % interval, ceiling and floor."""
    asked = changes(workshop, effort.count)
    old, new = ([one.subjects[0].concept for one in side] for side in zip(*asked, strict=True))
    cases = [around(workshop.composer, before, plainly(after)) for before, after in asked]
    made = _filled(parent, unet, cases, effort)
    verdicts = [judge.verdict(pictures) for pictures in made]
    real = judge.verdict([workshop.composer.picture(after) for _, after in asked])
    shuffled = random.Random(0).sample(new, len(new))
    return {
        "obeyed": beside(
            share(torch.stack([named(verdict, new) for verdict in verdicts])),
            share(named(real, new)),
            share(named(verdicts[0], shuffled)),
        ),
        "rather_than_before": share(
            torch.stack([preferred(verdict, new, old) for verdict in verdicts])
        ).as_dict(),
        "changed_outside": max(spilt(*pair) for row in made for pair in zip(row, cases, strict=True)),
        "seam": seams(made, cases),
        "outpaint": beyond(workshop, parent, unet, effort),
        "effort": {
            "questions": len(asked),
            "seeds": effort.seeds,
            "steps": effort.sampling.steps,
            "guidance": effort.sampling.guidance,
        },
    }


def changes(workshop: Workshop, count: int) -> list[tuple[Record, Record]]:
    """Pairs of records, the second with another thing in the first's place; half of them are scenes."""
    split, dice = load_split(), random.Random(11)
    half = [questions(kind, workshop.art, split, (count + 1) // 2) for kind in ("scenes", "seen")]
    pairs = []
    for question in (one for both in zip(*half, strict=False) for one in both):
        before = question.record
        others = [concept for concept, style in workshop.art.cells if style == before.style]
        while True:
            after = replace(before, subjects=(Subject(dice.choice(others)),))
            if after.subjects != before.subjects and not split.holds(after):
                break
        pairs.append((before, after))
    return pairs[:count]


def plainly(record: Record) -> str:
    """The words of someone who paints over a thing: the name of the one that is to be there."""
    concept = by_name()[record.subjects[0].concept]
    return with_article(concept, concept.name)


def beyond(
    workshop: Workshop, parent: Parent, unet: SkipTransformer2DModel, effort: Effort
) -> dict[str, Any]:
    """Seams, and pixels changed outside, where a scene was painted on beyond its right edge."""
    asked = questions("scenes", workshop.art, load_split(), min(effort.count, _SCENES))
    cases = [case.beyond(workshop.composer, one.record, one.prompt, "right") for one in asked]
    made = _filled(parent, unet, cases, effort)
    return {
        "seam": seams(made, cases),
        "changed_outside": max(spilt(*pair) for row in made for pair in zip(row, cases, strict=True)),
    }


def seams(made: Sequence[Sequence[Image.Image]], cases: Sequence[Case]) -> dict[str, Any]:
    """The median seam ratio of painted pictures, a row a seed, that of the untouched ones, and how many hide.

    Pictures without any steps beside the rim have no ratio and are left out.
    """
    ratios = torch.stack([_ratios(row, cases) for row in made])
    low, high = HIDDEN
    return {
        "median": middle(ratios).as_dict(),
        "untouched": middle(_ratios([case.picture for case in cases], cases)).as_dict(),
        "hidden": share((ratios >= low) & (ratios <= high)).as_dict(),
    }


def _ratios(pictures: Sequence[Image.Image], cases: Sequence[Case]) -> Tensor:
    return torch.tensor(
        [seam_ratio(picture, case.mask) for picture, case in zip(pictures, cases, strict=True)]
    )


def spilt(picture: Image.Image, case: Case) -> int:
    """How many pixels outside the hole differ from the picture that was given."""
    differs = (np.asarray(picture) != np.asarray(case.picture)).any(-1)
    return int((differs & ~case.hole.mask).sum())


def _filled(
    parent: Parent, unet: SkipTransformer2DModel, cases: Sequence[Case], effort: Effort
) -> list[list[Image.Image]]:
    """The cases filled, a row a seed."""
    return [filled(parent.member, unet, cases, how) for how in effort.draws]
