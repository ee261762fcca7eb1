"""Leaving in the middle of a step: between the blocks of the networks, not only between the steps."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from torch import nn

from sdlab.studio.watch import Watch


@contextmanager
def halting(parts: Iterable[object], watch: Watch) -> Iterator[None]:
    """Inside, the networks among `parts` work on only while their pictures are wanted.

    Each of their blocks asks before it begins, which costs a microsecond; a step of a large model, or a
    decoder, takes long enough for a hand to wait.
    """

    def ask(*_: object) -> None:
        watch.check()

    networks = [part for part in parts if isinstance(part, nn.Module)]
    handles = [block.register_forward_pre_hook(ask) for network in networks for block in _blocks(network)]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def _blocks(network: nn.Module) -> Iterator[nn.Module]:
    """What stands in a row somewhere in a network."""
    for module in network.modules():
        if isinstance(module, nn.ModuleList | nn.Sequential):
            yield from module.children()  # which leaves out the places of blocks a network lacks
