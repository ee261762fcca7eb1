"""What distillation kept: retrieval in few steps beside the teacher's in many, and the time of a picture."""

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any, Final

import torch
from diffusers import UNet2DConditionModel
from PIL import Image
from torch import Tensor

from sdlab.train.live.drawing import drawn
from sdlab.train.parent import Parent
from sdlab.train.sampling import Sampling, sampled
from sdlab.train.score.evaluate import Effort
from sdlab.train.score.judge import Judge
from sdlab.train.score.measure import retrieved, share
from sdlab.train.score.question import Question, questions
from sdlab.train.workshop import Workshop
from sdlab.train.world.split import load_split

_KINDS: Final = ("seen", "held-out cells", "held-out compositions")
_TIMED: Final = 5

Draw = Callable[[Sequence[str], int], list[Image.Image]]


def scores(
    workshop: Workshop, parent: Parent, unet: UNet2DConditionModel, judge: Judge, effort: Effort, steps: int
) -> dict[str, Any]:
    """All scores of a distilled U-Net beside its teacher's, on the same prompts and seeds."""

    def few(prompts: Sequence[str], seed: int) -> list[Image.Image]:
        return drawn(parent.member, unet, prompts, steps, seed)

    def many(prompts: Sequence[str], seed: int) -> list[Image.Image]:
        return sampled(parent.member, prompts, Sampling(effort.sampling.steps, parent.guidance, seed))

    found: dict[str, Any] = {}
    for kind in _KINDS:
        asked = questions(kind, workshop.art, load_split(), effort.count)
        if len(asked) > 1:
            student, teacher = (found_again(judge, asked, draw, effort.seeds) for draw in (few, many))
            found[kind] = {
                "r@1": share(student).as_dict(),
                "teacher": share(teacher).as_dict(),
                "kept": round(float(student.float().mean() / teacher.float().mean().clamp(min=1e-6)), 3),
            }
    seconds = {name: _seconds(draw) for name, draw in (("few", few), ("many", many))}
    found["time"] = {
        "seconds": round(seconds["few"], 4),
        "teacher_seconds": round(seconds["many"], 4),
        "ratio": round(seconds["few"] / seconds["many"], 4),
    }
    asked_for = {"questions": effort.count, "seeds": effort.seeds}
    found["effort"] = {**asked_for, "steps": steps, "teacher_steps": effort.sampling.steps}
    return found


def found_again(judge: Judge, asked: Sequence[Question], draw: Draw, seeds: int) -> Tensor:
    """Whether each question's picture is told from the other questions', [question × seed] in {0, 1}."""
    records, prompts = [one.record for one in asked], [one.prompt for one in asked]
    verdicts = [judge.verdict(draw(prompts, 1000 * (seed + 1))) for seed in range(seeds)]
    return torch.cat([retrieved(verdict, records) for verdict in verdicts])


def _seconds(draw: Draw) -> float:
    """The median time of one picture alone, from its words to its pixels."""
    draw(["a dog"], 0)
    taken = []
    for seed in range(_TIMED):
        started = time.perf_counter()
        draw(["a dog"], seed)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)
