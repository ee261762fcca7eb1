"""Muon: orthogonal updates of one size, batched by shape, AdamW for the rest."""

import pytest
import torch
from torch import nn

from sdlab.train.muon import Muon, optimisers, orthogonalised


@pytest.mark.parametrize("shape", [(3, 8, 20), (3, 20, 8), (1, 16, 16)])
def test_singular_values_become_about_one(shape: tuple[int, ...]) -> None:
    matrices = torch.randn(shape, generator=torch.Generator().manual_seed(0))
    values = torch.linalg.svdvals(orthogonalised(matrices))
    assert values.min() > 0.3
    assert values.max() < 1.4


def test_matrices_of_one_shape_do_not_disturb_each_other() -> None:
    generator = torch.Generator().manual_seed(0)
    matrices = torch.randn(2, 6, 9, generator=generator)
    alone = orthogonalised(matrices[1:])
    assert torch.allclose(orthogonalised(matrices)[1:], alone, atol=2e-2)


def test_an_update_is_a_fifth_of_the_step_size_whatever_the_gradient() -> None:
    for scale in (1e-4, 1e4):
        weight = nn.Parameter(torch.zeros(32, 4, 3, 3))
        weight.grad = scale * torch.randn(32, 4, 3, 3, generator=torch.Generator().manual_seed(0))
        Muon([weight], lr=0.1).step()
        assert weight.detach().square().mean().sqrt() == pytest.approx(0.02, rel=0.25)


def test_weight_decay_shrinks_a_weight_without_a_gradient_direction() -> None:
    weight = nn.Parameter(torch.ones(4, 4))
    weight.grad = torch.zeros(4, 4)
    Muon([weight], lr=0.1, weight_decay=0.5).step()
    assert torch.allclose(weight, torch.full((4, 4), 0.95))


def test_vectors_tables_and_outer_weights_go_to_adamw() -> None:
    model = nn.ModuleDict(
        {"token_embedding": nn.Embedding(5, 4), "inner": nn.Linear(4, 4), "last": nn.Linear(4, 2)}
    )
    muon, adam = optimisers(model, 1e-3, 1e-3, frozenset(("last.weight",)))
    assert muon.param_groups[0]["params"] == [model["inner"].weight]
    assert len(adam.param_groups[0]["params"]) == 4
