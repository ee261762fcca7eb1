"""One value made of many that several threads may change."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Turn:
    """Calls `act` after changes, never twice at a time, and once more for what changed meanwhile.

    Nobody waits for another thread: who asks while `act` runs, or while somebody holds, leaves it to them. So
    what `act` makes is right once all who made changes have left, and `act` may call whom it likes.
    """

    def __init__(self, act: Callable[[], None]) -> None:
        self._act = act
        self._lock = threading.Lock()
        self._inside = 0
        self._is_due = False

    def ask(self) -> None:
        """Say that something changed."""
        with self.hold():
            self._is_due = True

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Inside, changes belong together: `act` is called for all of them at the end."""
        with self._lock:
            self._inside += 1
        try:
            yield
        finally:
            self._leave()

    def _leave(self) -> None:
        try:
            while self._takes():
                self._act()
        except BaseException:
            with self._lock:
                self._inside -= 1
            raise

    def _takes(self) -> bool:
        """Whether to act: the last one inside does; who need not has left."""
        with self._lock:
            if self._is_due and self._inside == 1:
                self._is_due = False
                return True
            self._inside -= 1
            return False
