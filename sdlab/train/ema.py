"""The moving average of a model's weights: what is shipped, because single steps are noisy."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn


class Average:
    """The moving average of every floating-point tensor of a model.

    Args:
        model: where the average starts.
        decay: share of the old average a step keeps, once enough steps were taken.
    """

    def __init__(self, model: nn.Module, decay: float = 0.999) -> None:
        self.decay = decay
        self.weights: dict[str, Tensor] = {name: value.detach().clone() for name, value in _floats(model)}

    @torch.no_grad()
    def follow(self, model: nn.Module, step: int) -> None:
        """Move towards the model's weights; early steps move faster, so the start is soon forgotten."""
        decay = min(self.decay, (1.0 + step) / (10.0 + step))
        pairs = [(self.weights[name], value) for name, value in _floats(model)]
        torch._foreach_lerp_([old for old, _ in pairs], [new for _, new in pairs], 1.0 - decay)

    @torch.no_grad()
    def put_into(self, model: nn.Module) -> None:
        """Overwrite the model's weights with the average."""
        for name, value in _floats(model):
            value.copy_(self.weights[name])

    @contextmanager
    def inside(self, model: nn.Module) -> Iterator[None]:
        """The model with averaged weights, and its own again afterwards."""
        own = {name: value.detach().clone() for name, value in _floats(model)}
        self.put_into(model)
        try:
            yield
        finally:
            with torch.no_grad():
                for name, value in _floats(model):
                    value.copy_(own[name])


def _floats(model: nn.Module) -> list[tuple[str, Tensor]]:
    return [
        (name, value) for name, value in model.state_dict(keep_vars=True).items() if value.is_floating_point()
    ]
