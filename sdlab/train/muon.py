"""Muon: momentum whose update is made orthogonal, for weight matrices; AdamW for everything else.

Jordan et al. 2024 (github.com/KellerJordan/Muon), with the update scaled to AdamW's size (Liu et al. 2025,
arXiv:2502.16982) and decoupled weight decay, without which a run of the autoencoder diverged.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

import torch
from torch import Tensor, nn

from sdlab.train.precision import WORKING

_COEFFICIENTS: Final = (3.4445, -4.7750, 2.0315)
_TABLES: Final = (
    "token_embedding.weight", "position_embedding.weight", "positional_embedding", "pos_embed",
    "edge_embed", "scale_shift_table",
)  # fmt: skip
"""How names of look-up tables end: their rows are not a linear map, so they belong to AdamW."""


def orthogonalised(matrices: Tensor, iterations: int = 5) -> Tensor:
    """Matrices [count, row, column] with every singular value driven to about 1 (Newton-Schulz)."""
    a, b, c = _COEFFICIENTS
    work = matrices.to(WORKING)
    tall = work.shape[-2] > work.shape[-1]
    if tall:
        work = work.mT.contiguous()
    work = work / (work.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(iterations):
        gram = work @ work.mT
        work = torch.baddbmm(work, torch.baddbmm(gram, gram, gram, beta=b, alpha=c), work, beta=a)
    turned: Tensor = (work.mT if tall else work).to(matrices.dtype)
    return turned


class Muon(torch.optim.Optimizer):
    """Muon on tensors of two or more dimensions, flattened to [out, everything else].

    Args:
        params: weights with at least two dimensions.
        lr: step size; an update's root mean square is 0.2 of it.
        momentum: of the gradient's moving average (Nesterov's form).
        weight_decay: decoupled, in units of `lr`.
    """

    def __init__(
        self, params: Iterable[nn.Parameter], lr: float, momentum: float = 0.95, weight_decay: float = 0.05
    ) -> None:
        super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]  # noqa: ARG002
        """One update of every weight with a gradient; weights of one shape go through one batched product."""
        for group in self.param_groups:
            shapes: dict[tuple[int, int], list[nn.Parameter]] = defaultdict(list)
            for weight in group["params"]:
                if weight.grad is not None:
                    shapes[weight.shape[0], weight[0].numel()].append(weight)
            for shape, weights in shapes.items():
                self._update(weights, shape, group)

    def _update(self, weights: list[nn.Parameter], shape: tuple[int, int], group: dict[str, Any]) -> None:
        gradients = torch.stack([weight.grad.reshape(shape) for weight in weights if weight.grad is not None])
        for weight in weights:
            if "momentum" not in self.state[weight]:
                self.state[weight]["momentum"] = torch.zeros(shape)
        momenta = torch.stack([self.state[weight]["momentum"] for weight in weights])
        momenta.lerp_(gradients, 1.0 - group["momentum"])
        ahead = gradients.lerp(momenta, group["momentum"])
        turned = orthogonalised(ahead).mul_(0.2 * max(shape) ** 0.5 * group["lr"])
        for weight, momentum, update in zip(weights, momenta, turned, strict=True):
            self.state[weight]["momentum"].copy_(momentum)
            weight.mul_(1.0 - group["lr"] * group["weight_decay"]).sub_(update.reshape(weight.shape))


def optimisers(
    model: nn.Module, muon_lr: float, adam_lr: float, outer: tuple[str, ...] = ()
) -> list[torch.optim.Optimizer]:
    """Muon for inner weight matrices; AdamW for vectors, tables and weights whose names end as `outer` says.

    Frozen weights are left out.
    """
    matrices: list[nn.Parameter] = []
    rest: list[nn.Parameter] = []
    for name, weight in model.named_parameters():
        if not weight.requires_grad:
            continue
        inner = weight.ndim >= 2 and not name.endswith((*_TABLES, *outer))
        (matrices if inner else rest).append(weight)
    return [
        Muon(matrices, lr=muon_lr),
        torch.optim.AdamW(rest, lr=adam_lr, betas=(0.9, 0.98), weight_decay=0.0),
    ]
