"""A tap for messages: at most so many a second, the newest wins, the last one always arrives."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")

_here = threading.local()  # `held`: the paces whose items this thread sends itself


@contextmanager
def without_timers() -> Iterator[Callable[[], None]]:
    """Inside, no timer sends what this thread's puts hold back: a call of what is given sends what is due.

    The last items go at the end, so that all of them are sent from this thread.
    """
    held: set[Pace[Any]] = set()

    def send_due() -> None:
        for pace in held:
            pace.flush_due()

    _here.held = held
    try:
        yield send_due
    finally:
        _here.held = None
        for pace in held:
            pace.flush()


class Pace(Generic[Item]):
    """Hands items to `send` at most `rate` times a second; an item not yet sent is dropped for a newer one.

    Safe to use from several threads. `send` runs on the caller's thread; for an item held back on a timer's,
    if not `without_timers`.
    """

    def __init__(self, rate: float, send: Callable[[Item], None]) -> None:
        self._interval = 1 / rate
        self._send = send
        self._lock = threading.Lock()
        self._waiting: list[Item] = []
        self._timer: threading.Timer | None = None
        self._next = 0.0

    def put(self, item: Item) -> None:
        """Send the item now if the last one was long enough ago, else when it is."""
        with self._lock:
            wait = self._next - time.monotonic()
            if wait > 0:
                self._waiting = [item]
                self._arm(wait)
                return
            self._next = time.monotonic() + self._interval
            self._waiting = []
        self._send(item)

    def flush(self) -> None:
        """Send a held back item now, if there is one."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
            if waiting:
                self._next = time.monotonic() + self._interval
        for item in waiting:
            self._send(item)

    def flush_due(self) -> None:
        """Send a held back item if it has waited long enough."""
        if time.monotonic() >= self._next:
            self.flush()

    def _arm(self, wait: float) -> None:
        held: set[Pace[Any]] | None = getattr(_here, "held", None)
        if held is not None:
            held.add(self)
        elif self._timer is None or not self._timer.is_alive():
            self._timer = threading.Timer(wait, self.flush)
            self._timer.daemon = True
            self._timer.start()
