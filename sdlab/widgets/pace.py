"""A tap for messages: at most so many a second, the newest wins, the last one always arrives."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Pace(Generic[Item]):
    """Hands items to `send` at most `rate` times a second; an item not yet sent is dropped for a newer one.

    Safe to use from several threads. `send` runs on the caller's thread, or a timer's for an item held back.
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

    def _arm(self, wait: float) -> None:
        if self._timer is None or not self._timer.is_alive():
            self._timer = threading.Timer(wait, self.flush)
            self._timer.daemon = True
            self._timer.start()
