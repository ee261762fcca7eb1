"""Training computes in bfloat16 only where the processor can multiply it."""

import pytest
import torch

from sdlab.train.precision import WORKING, mixed, suited


@pytest.mark.parametrize(
    ("capabilities", "expected"),
    [
        ({"avx2": True, "avx512_bf16": False, "amx_bf16": False}, torch.float32),
        ({"avx2": True, "avx512_f": True}, torch.float32),
        ({"avx2": True, "avx512_bf16": True}, torch.bfloat16),
        ({"amx_bf16": True}, torch.bfloat16),
        ({"neon": True, "bf16": True}, torch.bfloat16),
        ({}, torch.float32),
    ],
)
def test_bfloat16_is_for_processors_with_instructions_for_it(capabilities, expected):
    assert suited(capabilities) is expected


def test_products_are_computed_in_what_was_chosen():
    with mixed():
        product = torch.ones(2, 2) @ torch.ones(2, 2)
    assert product.dtype is WORKING
