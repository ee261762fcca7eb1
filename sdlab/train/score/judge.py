"""The judge: a small convolutional network that tells what a picture shows, trained apart from generators.

It reads a picture's concepts, style, colour, ground and time. How well it reads real pictures is the ceiling
of every score it gives.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import torch
from PIL import Image
from torch import Tensor, nn
from torch.nn import functional

from sdlab.explain.pixel import to_tensor
from sdlab.train.precision import mixed
from sdlab.train.progress import Budget, Reporter, step_size
from sdlab.train.world.compose import Composer
from sdlab.train.world.concept import STYLES, all_concepts
from sdlab.train.world.palette import HUES
from sdlab.train.world.record import GROUNDS, TIMES, Record
from sdlab.train.world.sampler import Sampler

CHOICES: Final[dict[str, list[str]]] = {
    "style": list(STYLES),
    "colour": list(HUES),
    "ground": ["plain", "sky", *GROUNDS],
    "time": ["none", *TIMES],
}
"""What the judge chooses between, question by question; exactly one choice is right."""
_CONCEPT: Final = {concept.name: index for index, concept in enumerate(all_concepts())}
_MISSING: Final = -100


@dataclass(frozen=True)
class Verdict:
    """What the judge thinks of pictures: log probabilities [picture, choice] of each question.

    `concept` holds log p of each concept being in the picture, the others are over exclusive choices.
    """

    concept: Tensor
    style: Tensor
    colour: Tensor
    ground: Tensor
    time: Tensor

    def of(self, record: Record) -> Tensor:
        """How well each picture fits a record's caption, in nats [picture]."""
        fit = sum(
            (self.concept[:, _CONCEPT[subject.concept]] for subject in record.subjects), torch.zeros(())
        )
        for question, choice in told(record).items():
            if choice is not None:
                fit = fit + getattr(self, question)[:, CHOICES[question].index(choice)]
        return fit


def told(record: Record) -> dict[str, str | None]:
    """The right choice of each question about a record; no colour where its caption could name none."""
    subject = record.subjects[0]
    return {
        "style": record.style,
        "colour": subject.colour or subject.named_colour,
        "ground": record.ground or "plain",
        "time": record.time or "none",
    }


class Judge(nn.Module):
    """Five stages of convolutions over 64 × 64 pixels, pooled, one linear head a question."""

    def __init__(self, width: int = 32) -> None:
        super().__init__()
        sizes = [3, width, 2 * width, 4 * width, 6 * width]
        stages = [_stage(inside, outside) for inside, outside in pairwise(sizes)]
        self.body = nn.Sequential(*stages)
        heads = {"concept": len(_CONCEPT), **{name: len(choices) for name, choices in CHOICES.items()}}
        self.heads = nn.ModuleDict({name: nn.Linear(sizes[-1] * 2, size) for name, size in heads.items()})

    def features(self, pictures: Tensor) -> Tensor:
        """Features [picture, feature] of pictures [picture, 3, 128, 128] in -1..1."""
        maps = self.body(functional.avg_pool2d(pictures, 2))
        return torch.cat([maps.mean((2, 3)), maps.amax((2, 3))], dim=1)

    def forward(self, pictures: Tensor) -> dict[str, Tensor]:
        """Logits of every question."""
        features = self.features(pictures)
        return {name: head(features) for name, head in self.heads.items()}

    @torch.no_grad()
    def verdict(self, pictures: Sequence[Image.Image]) -> Verdict:
        """What the judge thinks of pictures of 128 × 128."""
        self.eval()
        logits = [
            self(to_tensor(list(pictures[start : start + 64]))) for start in range(0, len(pictures), 64)
        ]
        joined = {name: torch.cat([part[name] for part in logits]) for name in logits[0]}
        concept = functional.logsigmoid(joined.pop("concept"))
        return Verdict(concept, **{name: value.log_softmax(1) for name, value in joined.items()})


def train_judge(
    composer: Composer,
    sampler: Sampler,
    budget: Budget,
    say: Callable[[str], None],
    seed: int = 99,
    batch: int = 64,
) -> Judge:
    """A judge trained on real pictures, held-out cells among them if `sampler` gives them."""
    torch.manual_seed(seed)
    judge = Judge()
    judge.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    optimiser = torch.optim.AdamW(judge.parameters(), lr=2e-3, weight_decay=0.02)
    reporter = Reporter("judge", say)
    dice, seen, step = random.Random(seed), 0, 0
    while (share := budget.share(seen)) < 1.0:
        records = [sampler.anything() if dice.random() < 0.6 else sampler.simple() for _ in range(batch)]
        loss = _loss(judge, composer, records)
        optimiser.param_groups[0]["lr"] = 2e-3 * step_size(share, step)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        seen, step = seen + batch, step + 1
        reporter.add(float(loss.detach()), batch, seen, budget)
    return judge.eval()


def _loss(judge: Judge, composer: Composer, records: Sequence[Record]) -> Tensor:
    pictures = to_tensor([composer.picture(record) for record in records])
    # blurred and noisy pictures too, or the judge would judge sharpness
    if torch.rand(()) < 0.5:
        pictures = functional.interpolate(
            functional.avg_pool2d(pictures, 2), scale_factor=2.0, mode="bilinear"
        )
    pictures = pictures + 0.1 * torch.rand(()) * torch.randn_like(pictures)
    with mixed():
        logits = judge(pictures.contiguous(memory_format=torch.channels_last))
    answers = _answers(records)
    concepts = (
        functional.binary_cross_entropy_with_logits(logits["concept"].float(), answers.pop("concept")) * 40.0
    )
    others = [
        functional.cross_entropy(logits[name].float(), answer, ignore_index=_MISSING)
        for name, answer in answers.items()
    ]
    return concepts + 0.5 * torch.stack(others).nansum()


def _answers(records: Sequence[Record]) -> dict[str, Tensor]:
    concepts = torch.zeros(len(records), len(_CONCEPT))
    for row, record in enumerate(records):
        for subject in record.subjects:
            concepts[row, _CONCEPT[subject.concept]] = 1.0
    return {"concept": concepts, **{name: _choices(name, records) for name in CHOICES}}


def _choices(question: str, records: Sequence[Record]) -> Tensor:
    right = [told(record)[question] for record in records]
    if question == "colour":
        # two things may have two colours: only single ones are asked
        right = [None if record.relation else colour for record, colour in zip(records, right, strict=True)]
    order = CHOICES[question]
    return torch.tensor([_MISSING if choice is None else order.index(choice) for choice in right])


def _stage(inside: int, outside: int) -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(inside, outside, 3, padding=1, bias=False),
        nn.BatchNorm2d(outside),
        nn.ReLU(),
        nn.Conv2d(outside, outside, 3, padding=1, bias=False),
        nn.BatchNorm2d(outside),
        nn.ReLU(),
        nn.MaxPool2d(2),
    )
