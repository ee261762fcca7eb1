"""The numbers that training computes with: short ones, where the processor is faster with them."""

from collections.abc import Mapping
from typing import Final

import torch

_INSTRUCTIONS: Final = ("amx_bf16", "avx512_bf16", "bf16")
"""What multiplies bfloat16, as torch names it; a processor without any is some fifty times slower with it."""


def suited(capabilities: Mapping[str, object]) -> torch.dtype:
    """What a processor of these capabilities (`torch.cpu.get_capabilities`) is to compute products in."""
    return torch.bfloat16 if any(capabilities.get(name) for name in _INSTRUCTIONS) else torch.float32


WORKING: Final = suited(torch.cpu.get_capabilities())
"""What products are computed in here; weights, losses and averages stay in float32."""


def mixed() -> torch.autocast:
    """A context in which a network's products are computed in `WORKING`."""
    return torch.autocast("cpu", torch.bfloat16, enabled=WORKING is torch.bfloat16)
