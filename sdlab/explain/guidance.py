"""Classifier-free guidance: the model is asked twice, and the difference is exaggerated.

Ho & Salimans 2022, arXiv 2207.12598, in the form of diffusers: a scale of 1 is the conditioned answer itself.
"""

from dataclasses import dataclass
from functools import cached_property

import torch

from sdlab.errors import BadValue


@dataclass(frozen=True, eq=False)
class Guidance:
    """The two answers of one step and what guidance makes of them.

    Args:
        unconditional: the answer to the negative or the empty prompt, [batch, channel, row, column].
        conditioned: the answer to the prompt, same shape.
        scale: the guidance scale.
    """

    unconditional: torch.Tensor
    conditioned: torch.Tensor
    scale: float

    def __post_init__(self) -> None:
        if self.unconditional.shape != self.conditioned.shape:
            shape = tuple(self.unconditional.shape)
            raise BadValue(
                "conditioned", tuple(self.conditioned.shape), f"of the other answer's shape, {shape}"
            )

    @cached_property
    def push(self) -> torch.Tensor:
        """What the prompt changes about the answer, the vector that guidance stretches."""
        return self.conditioned - self.unconditional

    @cached_property
    def guided(self) -> torch.Tensor:
        """The answer the scheduler gets."""
        return self.unconditional + self.scale * self.push

    @property
    def lengths(self) -> dict[str, list[float]]:
        """The length of each vector for each picture of the batch, by name."""
        vectors = {
            "unconditional": self.unconditional,
            "conditioned": self.conditioned,
            "push": self.push,
            "guided": self.guided,
        }
        return {name: vector.flatten(1).norm(dim=1).tolist() for name, vector in vectors.items()}

    @property
    def strength_map(self) -> torch.Tensor:
        """How far the prompt moves each place: the push's length over channels, [batch, row, column]."""
        return self.push.square().sum(dim=1).sqrt()


def split_guided(output: torch.Tensor, scale: float) -> Guidance:
    """The guidance of a model output whose batch holds first all unconditional, then all conditioned answers.

    Raises:
        BadValue: a batch of odd size.
    """
    if output.shape[0] % 2:
        raise BadValue("output", tuple(output.shape), "a batch of even size", "Guidance needs both answers.")
    unconditional, conditioned = output.chunk(2)
    return Guidance(unconditional, conditioned, scale)
