"""Large libraries imported in less time."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def importing() -> Iterator[None]:
    """A block that imports: the garbage collector rests, and finds what the block made among the old things.

    It would walk through the growing heap a thousand times and find next to nothing: a seventh of the time
    that diffusers and transformers take.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # together with the next line: to the oldest generation, without a visit
        gc.unfreeze()
        gc.enable()
