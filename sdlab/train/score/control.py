"""How well pictures follow line art: edges where the drawing has them, and the prompt obeyed all the same."""

from typing import Any

import torch
from diffusers import ControlNetModel
from PIL import Image

from sdlab.explain.metric import edge_f1
from sdlab.explain.pixel import to_pictures, to_tensor
from sdlab.recipe import ControlKind
from sdlab.train.control.sheet import led
from sdlab.train.member import Member
from sdlab.train.parent import Parent
from sdlab.train.sampling import Sampling
from sdlab.train.score.evaluate import Effort
from sdlab.train.score.judge import Judge
from sdlab.train.score.measure import retrieved, share
from sdlab.train.score.question import Question, unseen
from sdlab.train.workshop import Workshop
from sdlab.train.world.line import KINDS, drawings
from sdlab.train.world.split import load_split


def scores(
    workshop: Workshop, parent: Parent, control: ControlNetModel, judge: Judge, effort: Effort
) -> dict[str, Any]:
    """For each kind of drawing: edges at weight 1 and 0, their ratio, and what is kept of retrieval."""
    asked = unseen(workshop.art, load_split(), effort.count)
    found: dict[str, Any] = {
        kind: _of_kind(kind, asked, workshop, parent, control, judge, effort) for kind in KINDS
    }
    found["effort"] = {"questions": len(asked), "seeds": effort.seeds, "steps": effort.sampling.steps}
    return found


def _of_kind(
    kind: ControlKind,
    asked: list[Question],
    workshop: Workshop,
    parent: Parent,
    control: ControlNetModel,
    judge: Judge,
    effort: Effort,
) -> dict[str, Any]:
    records = [question.record for question in asked]
    prompts = [question.prompt for question in asked]
    truths = [workshop.composer.picture(record) for record in records]
    lines = drawings(workshop.composer, records, [kind] * len(records))
    edges: dict[float, list[torch.Tensor]] = {0.0: [], 1.0: []}
    right: dict[float, list[torch.Tensor]] = {0.0: [], 1.0: []}
    for seed in range(effort.seeds):
        how = Sampling(effort.sampling.steps, parent.guidance, 1000 * (seed + 1))
        for weight in (0.0, 1.0):
            made = led(parent.member, control, prompts, lines, weight, how)
            edges[weight].append(nearness(made, truths))
            right[weight].append(retrieved(judge.verdict(made), records))
    ceiling = nearness(_returned(parent.member, truths), truths)
    with_it, without = (torch.cat(edges[weight]) for weight in (1.0, 0.0))
    kept, before = (float(torch.cat(right[weight]).float().mean()) for weight in (1.0, 0.0))
    return {
        "edge_f1": {**share(with_it).as_dict(), "ceiling": round(float(ceiling.mean()), 3)},
        "edge_f1_at_weight_0": share(without).as_dict(),
        "times_weight_0": round(float(with_it.mean() / without.mean().clamp(min=1e-6)), 2),
        "r@1": share(torch.cat(right[1.0])).as_dict(),
        "r@1_at_weight_0": share(torch.cat(right[0.0])).as_dict(),
        "r@1_kept": round(kept / max(before, 1e-6), 3),
    }


def nearness(pictures: list[Image.Image], truths: list[Image.Image]) -> torch.Tensor:
    """Edge F1 of each picture with its truth, within one pixel: these pictures are small."""
    return torch.tensor(
        [edge_f1(picture, truth, tolerance=1) for picture, truth in zip(pictures, truths, strict=True)]
    )


@torch.no_grad()
def _returned(member: Member, pictures: list[Image.Image]) -> list[Image.Image]:
    """The pictures through the autoencoder and back: nothing that is drawn can be nearer."""
    latents = member.autoencoder.encode(to_tensor(pictures)).latents
    return to_pictures(member.autoencoder.decode(latents).sample)
