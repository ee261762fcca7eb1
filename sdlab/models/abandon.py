"""Loading that can be left off: whoever waits for the model says whether it is still wanted."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any


class Abandoned(BaseException):
    """The model is not wanted any more. It is nobody's fault, so that nothing on the way explains it."""


def _always() -> bool:
    return True


_wanted: ContextVar[Callable[[], bool]] = ContextVar("wanted", default=_always)


@contextmanager
def loading_while(wanted: Callable[[], bool]) -> Iterator[None]:
    """A block in which this thread loads models only while `wanted()`; else it is left by Abandoned."""
    token = _wanted.set(wanted)
    try:
        yield
    finally:
        _wanted.reset(token)


def check_wanted() -> None:
    """Go on while the model is wanted.

    Raises:
        Abandoned: it is not.
    """
    if not _wanted.get()():
        raise Abandoned


def wanted_bar() -> type[Any]:
    """The progress bar for a download that this thread begins: it breaks off what is not wanted any more."""
    from huggingface_hub.utils.tqdm import tqdm

    wanted = _wanted.get()  # the bar is moved on by the download's own threads

    class Bar(tqdm):
        def update(self, n: float | None = 1) -> None:
            if not wanted():
                raise Abandoned
            super().update(n)

    return Bar
