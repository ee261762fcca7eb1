"""How well pictures follow line art: edges where the drawing has them, and the prompt obeyed all the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from diffusers import ControlNetModel
from PIL import Image
from torch import Tensor

from sdlab.explain.metric import edge_f1
from sdlab.train.control.sheet import led
from sdlab.train.parent import Parent
from sdlab.train.score.evaluate import Effort, told_apart
from sdlab.train.score.interval import ratio, share
from sdlab.train.score.judge import Judge, Verdict
from sdlab.train.score.measure import retrieved
from sdlab.train.score.question import Question, unseen
from sdlab.train.score.truth import returned
from sdlab.train.workshop import Workshop
from sdlab.train.world.line import KINDS, drawings
from sdlab.train.world.split import load_split


@dataclass(frozen=True)
class Exam:
    """What is drawn, and what of; the same for every kind of drawing.

    Attributes:
        asked: the questions.
        truths: their real pictures.
        draw: pictures of all questions from drawings, at a weight, from a seed's noise.
        judge: says what pictures show.
        seeds: pictures a question.
    """

    asked: Sequence[Question]
    truths: Sequence[Image.Image]
    draw: Callable[[Sequence[Image.Image], float, int], list[Image.Image]]
    judge: Judge
    seeds: int

    def made(self, lines: Sequence[Image.Image], weight: float) -> tuple[Tensor, list[Verdict]]:
        """Edge F1 of pictures with their truths [seed, question], and the verdicts on them, one a seed."""
        rows = [self.draw(lines, weight, 1000 * (seed + 1)) for seed in range(self.seeds)]
        return torch.stack([nearness(row, self.truths) for row in rows]), [
            self.judge.verdict(row) for row in rows
        ]


def scores(
    workshop: Workshop, parent: Parent, control: ControlNetModel, judge: Judge, effort: Effort
) -> dict[str, Any]:
    """For each kind of drawing: edges at weight 1 and 0, their ratio, and what is kept of retrieval."""
    asked = unseen(workshop.art, load_split(), effort.count)
    prompts = [question.prompt for question in asked]
    records = [question.record for question in asked]

    def draw(lines: Sequence[Image.Image], weight: float, seed: int) -> list[Image.Image]:
        return led(parent.member, control, prompts, lines, weight, replace(effort.sampling, seed=seed))

    exam = Exam(asked, [workshop.composer.picture(record) for record in records], draw, judge, effort.seeds)
    lines = {kind: drawings(workshop.composer, records, [kind] * len(records)) for kind in KINDS}
    # at weight 0 no drawing is heard, so whichever is given
    bare = exam.made(lines[KINDS[0]], 0.0)
    best = returned(parent.member.autoencoder, exam.truths)
    found: dict[str, Any] = {kind: _of_kind(exam, exam.made(lines[kind], 1.0), bare, best) for kind in KINDS}
    found["effort"] = {
        "questions": len(asked),
        "seeds": effort.seeds,
        "steps": effort.sampling.steps,
        "guidance": effort.sampling.guidance,
    }
    return found


def _of_kind(
    exam: Exam,
    led_by_it: tuple[Tensor, list[Verdict]],
    bare: tuple[Tensor, list[Verdict]],
    best: Sequence[Image.Image],
) -> dict[str, Any]:
    """The scores of pictures led by one kind of drawing beside the same without, and the best possible."""
    (edges, verdicts), (edges_before, verdicts_before) = led_by_it, bare
    records = [question.record for question in exam.asked]
    right, right_before = (
        torch.stack([retrieved(verdict, records) for verdict in row]) for row in (verdicts, verdicts_before)
    )
    ceiling = float(nearness(best, exam.truths).mean())
    return {
        "edge_f1": {
            **share(edges).as_dict(),
            "ceiling": round(ceiling, 3),
            "floor": round(float(edges_before.mean()), 3),
        },
        "times_weight_0": ratio(edges, edges_before).as_dict(),
        "r@1": told_apart(verdicts, exam.judge.verdict(best), exam.asked),
        "r@1_at_weight_0": share(right_before).as_dict(),
        "r@1_kept": ratio(right, right_before).as_dict(),
    }


def nearness(pictures: Sequence[Image.Image], truths: Sequence[Image.Image]) -> Tensor:
    """Edge F1 of each picture with its truth, within one pixel: these pictures are small."""
    return torch.tensor(
        [edge_f1(picture, truth, tolerance=1) for picture, truth in zip(pictures, truths, strict=True)]
    )
