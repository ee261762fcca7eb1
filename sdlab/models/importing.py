"""Large libraries imported in less time."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_SELDOM: Final = 20_000
"""New objects from one visit of the garbage collector to the next; Python itself has some hundreds."""


@contextmanager
def importing() -> Iterator[None]:
    """A block that imports: the garbage collector comes seldom.

    It would walk through the growing heap a thousand times: a seventh of the time that diffusers and
    transformers take. Without any visit they leave 9 MB of garbage.
    """
    first, *others = gc.get_threshold()
    gc.set_threshold(max(first, _SELDOM) if first else 0, *others)
    try:
        yield
    finally:
        gc.set_threshold(first, *others)
