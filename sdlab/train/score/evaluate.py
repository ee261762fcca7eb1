"""The scores of a member: questions asked, pictures drawn, the judge's verdict beside ceiling and floor."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import torch
from diffusers import AutoencoderTiny
from skimage.metrics import structural_similarity

from sdlab.train.member import Member
from sdlab.train.picture import as_tensor
from sdlab.train.sampling import Sampling, sampled
from sdlab.train.score import likeness, rework
from sdlab.train.score.interval import Share, decibels, share
from sdlab.train.score.judge import Judge, Verdict
from sdlab.train.score.measure import RIVALS, obeyed, retrieved
from sdlab.train.score.question import KINDS, Question, questions
from sdlab.train.score.truth import real, returned
from sdlab.train.workshop import Workshop
from sdlab.train.world.record import Record
from sdlab.train.world.split import load_split


@dataclass(frozen=True)
class Effort:
    """How much is asked: questions a kind, seeds a question, and how pictures are drawn."""

    count: int = 100
    seeds: int = 1
    sampling: Sampling = field(default_factory=Sampling)

    @property
    def draws(self) -> list[Sampling]:
        """How pictures are drawn, once a seed; no two questions share a seed."""
        return [replace(self.sampling, seed=1000 * (seed + 1)) for seed in range(self.seeds)]


def scores(workshop: Workshop, member: Member, judge: Judge, effort: Effort) -> dict[str, Any]:
    """All scores of a member; each share with its 95 % interval, the ceiling and the floor."""
    found: dict[str, Any] = {"vae": reconstruction(workshop, member.autoencoder)}
    for kind in KINDS:
        asked = questions(kind, workshop.art, load_split(), effort.count)
        if len(asked) > 1:
            found[kind] = _of_kind(kind, asked, workshop, member, judge, effort)
    found["image to image"] = rework.scores(workshop, member, judge, effort.count, effort.draws)
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
def reconstruction(workshop: Workshop, autoencoder: AutoencoderTiny) -> dict[str, Any]:
    """PSNR in dB and SSIM of pictures that went through the autoencoder and back.

    PSNR is the mean of the pictures' own, as it is commonly given; that of all pixels together, which the
    worst pictures rule, stands beside it.
    """
    originals = as_tensor(workshop.pictures(2, workshop.sizes.held))
    again = torch.cat(
        [autoencoder.decode(autoencoder.encode(part).latents).sample for part in torch.split(originals, 32)]
    ).clamp(-1, 1)
    grey = [picture.mean(1).numpy() / 2 for picture in (originals, again)]
    alike = [
        structural_similarity(first, second, data_range=1.0) for first, second in zip(*grey, strict=True)
    ]
    errors = ((again - originals) / 2).square().mean((1, 2, 3))
    return {
        "psnr": share(-10.0 * errors.clamp(min=1e-10).log10()).as_dict(),
        "psnr of all pixels": decibels(errors).as_dict(),
        "ssim": share(torch.tensor(alike)).as_dict(),
    }


def _of_kind(
    kind: str, asked: Sequence[Question], workshop: Workshop, member: Member, judge: Judge, effort: Effort
) -> dict[str, Any]:
    prompts = [question.prompt for question in asked]
    drawn = [judge.verdict(sampled(member, prompts, how)) for how in effort.draws]
    best = judge.verdict(
        returned(member.autoencoder, real(workshop, [question.record for question in asked]))
    )
    words = {"colours": ("colour",), "scenes": ("ground", "time")}.get(kind, ("style",))
    return {
        "r@1": told_apart(drawn, best, asked),
        **{word: _obeyed(word, drawn, best, asked) for word in words},
    }


def told_apart(drawn: Sequence[Verdict], best: Verdict, asked: Sequence[Question]) -> dict[str, Any]:
    """R@1 of drawn pictures, a verdict a seed, beside that of real pictures and of shuffled questions."""
    records = [question.record for question in asked]
    return beside(
        share(torch.stack([retrieved(verdict, records) for verdict in drawn])),
        share(retrieved(best, records)),
        share(retrieved(drawn[0], _shuffled(records))),
    )


def _obeyed(word: str, drawn: Sequence[Verdict], best: Verdict, asked: Sequence[Question]) -> dict[str, Any]:
    records = [question.record for question in asked]
    return beside(
        share(torch.stack([obeyed(verdict, records, word) for verdict in drawn])),
        share(obeyed(best, records, word)),
        share(obeyed(drawn[0], _shuffled(records), word)),
    )


def _shuffled(records: Sequence[Record]) -> list[Record]:
    return random.Random(0).sample(records, len(records))


def beside(value: Share, ceiling: Share, floor: Share) -> dict[str, Any]:
    """A share as the card holds it, with what real pictures and shuffled prompts reach."""
    return {**value.as_dict(), "ceiling": round(ceiling.value, 3), "floor": round(floor.value, 3)}
