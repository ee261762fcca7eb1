"""The scores of a member: questions asked, pictures drawn, the judge's verdict beside ceiling and floor."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import torch
from PIL import Image
from skimage.metrics import structural_similarity

from sdlab.train.autoencoder import psnr
from sdlab.train.member import Member
from sdlab.train.picture import as_tensor
from sdlab.train.sampling import Sampling, sampled
from sdlab.train.score import likeness, rework
from sdlab.train.score.judge import Judge, Verdict
from sdlab.train.score.measure import RIVALS, Share, obeyed, retrieved, share
from sdlab.train.score.question import KINDS, Question, questions
from sdlab.train.score.truth import real, returned
from sdlab.train.workshop import Workshop
from sdlab.train.world.split import load_split

_EDITS: Final = 48
"""Pictures that are reworked at most: each is drawn seven times."""


@dataclass(frozen=True)
class Effort:
    """How much is asked: questions a kind, seeds a question, and how pictures are drawn."""

    count: int = 100
    seeds: int = 1
    sampling: Sampling = field(default_factory=Sampling)


def scores(workshop: Workshop, member: Member, judge: Judge, effort: Effort) -> dict[str, Any]:
    """All scores of a member; each share with its 95 % interval, the ceiling and the floor."""
    found: dict[str, Any] = {"vae": reconstruction(workshop, member)}
    for kind in KINDS:
        asked = questions(kind, workshop.art, load_split(), effort.count)
        if len(asked) > 1:
            found[kind] = _of_kind(kind, asked, workshop, member, judge, effort)
    extra = min(effort.count, _EDITS)
    found["image to image"] = rework.scores(workshop, member, judge, extra, effort.sampling)
    found["likeness"] = likeness.scores(workshop, member, judge, effort.count, effort.sampling)
    found["effort"] = {
        "questions": effort.count,
        "captions_to_choose_from": min(effort.count, RIVALS),
        "seeds": effort.seeds,
        "steps": effort.sampling.steps,
        "guidance": effort.sampling.guidance,
    }
    return found


@torch.no_grad()
def reconstruction(workshop: Workshop, member: Member) -> dict[str, float]:
    """PSNR in dB and SSIM of pictures that went through the autoencoder and back."""
    originals = as_tensor(workshop.pictures(2, workshop.sizes.held))
    again = torch.cat(
        [
            member.autoencoder.decode(member.autoencoder.encode(part).latents).sample
            for part in torch.split(originals, 32)
        ]
    )
    grey = [picture.mean(1).numpy() / 2 for picture in (originals, again.clamp(-1, 1))]
    alike = [
        structural_similarity(first, second, data_range=1.0) for first, second in zip(*grey, strict=True)
    ]
    return {"psnr": round(psnr(again, originals), 2), "ssim": round(sum(alike) / len(alike), 4)}


def _of_kind(
    kind: str, asked: Sequence[Question], workshop: Workshop, member: Member, judge: Judge, effort: Effort
) -> dict[str, Any]:
    records = [question.record for question in asked]
    drawn = [_verdict(judge, _draw(member, asked, effort, seed)) for seed in range(effort.seeds)]
    best = _verdict(judge, returned(workshop, real(workshop, records)))
    shuffled = random.Random(0).sample(records, len(records))
    words = {"colours": ("colour",), "scenes": ("ground", "time")}.get(kind, ("style",))
    return {
        "r@1": beside(
            share(torch.cat([retrieved(verdict, records) for verdict in drawn])),
            share(retrieved(best, records)),
            share(retrieved(drawn[0], shuffled)),
        ),
        **{
            word: beside(
                share(torch.cat([obeyed(verdict, records, word) for verdict in drawn])),
                share(obeyed(best, records, word)),
                share(obeyed(drawn[0], shuffled, word)),
            )
            for word in words
        },
    }


def _draw(member: Member, asked: Sequence[Question], effort: Effort, seed: int) -> list[Image.Image]:
    how = Sampling(effort.sampling.steps, effort.sampling.guidance, 1000 * (seed + 1))
    return sampled(member, [question.prompt for question in asked], how)


def _verdict(judge: Judge, pictures: Sequence[Image.Image]) -> Verdict:
    return judge.verdict(pictures)


def beside(value: Share, ceiling: Share, floor: Share) -> dict[str, Any]:
    """A share as the card holds it, with what real pictures and shuffled prompts reach."""
    return {**value.as_dict(), "ceiling": round(ceiling.value, 3), "floor": round(floor.value, 3)}
