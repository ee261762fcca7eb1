"""What distillation kept: retrieval in few steps beside the teacher's in many, and the time of a picture."""

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

import torch
from PIL import Image
from torch import Tensor

from sdlab.train.live.drawing import drawn
from sdlab.train.live.student import Student
from sdlab.train.parent import Parent
from sdlab.train.sampling import Sampling, sampled
from sdlab.train.score.evaluate import Effort, reconstruction, told_apart
from sdlab.train.score.interval import ratio
from sdlab.train.score.judge import Judge, Verdict
from sdlab.train.score.measure import retrieved
from sdlab.train.score.question import Question, questions
from sdlab.train.score.truth import real, returned
from sdlab.train.workshop import Workshop
from sdlab.train.world.split import load_split

_KINDS: Final = ("seen", "held-out cells", "held-out compositions")
_TIMED: Final = 9

Draw = Callable[[Sequence[str], int], list[Image.Image]]


def scores(
    workshop: Workshop, parent: Parent, student: Student, judge: Judge, effort: Effort, steps: int
) -> dict[str, Any]:
    """All scores of a distilled member beside its teacher's, on the same prompts and seeds."""

    def few(prompts: Sequence[str], seed: int) -> list[Image.Image]:
        return drawn(parent.member, student, prompts, steps, seed)

    def many(prompts: Sequence[str], seed: int) -> list[Image.Image]:
        return sampled(parent.member, prompts, Sampling(effort.sampling.steps, parent.guidance, seed))

    found: dict[str, Any] = {"vae": reconstruction(workshop, student.vae)}
    for kind in _KINDS:
        asked = questions(kind, workshop.art, load_split(), effort.count)
        if len(asked) > 1:
            best = judge.verdict(
                returned(parent.member.autoencoder, real(workshop, [one.record for one in asked]))
            )
            quick, slow = (_verdicts(judge, asked, draw, effort.seeds) for draw in (few, many))
            found[kind] = {
                "r@1": told_apart(quick, best, asked),
                "teacher": told_apart(slow, best, asked),
                "kept": ratio(found_again(quick, asked), found_again(slow, asked)).as_dict(),
            }
    found["time"] = times(few, many)
    asked_for = {"questions": effort.count, "seeds": effort.seeds}
    found["effort"] = {**asked_for, "steps": steps, "teacher_steps": effort.sampling.steps}
    return found


def found_again(verdicts: Sequence[Verdict], asked: Sequence[Question]) -> Tensor:
    """Whether each question's picture is told from the other questions', [seed, question] in {0, 1}."""
    records = [one.record for one in asked]
    return torch.stack([retrieved(verdict, records) for verdict in verdicts])


def _verdicts(judge: Judge, asked: Sequence[Question], draw: Draw, seeds: int) -> list[Verdict]:
    prompts = [one.prompt for one in asked]
    return [judge.verdict(draw(prompts, 1000 * (seed + 1))) for seed in range(seeds)]


def times(few: Draw, many: Draw) -> dict[str, float]:
    """Median seconds of one picture alone, from its words to its pixels, by both; the ratio is that of pairs.

    They take turns, so that a busy moment of the machine slows both.
    """
    pairs = [(_seconds(few, seed), _seconds(many, seed)) for seed in range(_TIMED + 1)][1:]
    mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    return {"seconds": round(mine, 4), "teacher_seconds": round(theirs, 4), "ratio": round(ratio, 4)}


def _seconds(draw: Draw, seed: int) -> float:
    started = time.perf_counter()
    draw(["a dog"], seed)
    return time.perf_counter() - started
