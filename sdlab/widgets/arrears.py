"""Values that a thread sent: a page that paints only what comes from inside a callback has not seen them."""

import threading
from collections.abc import Iterable
from typing import Protocol
from weakref import WeakKeyDictionary


class Debtor(Protocol):
    """What has values on a page."""

    @property
    def is_foreground(self) -> bool:
        """Whether its page paints only what is sent from inside a callback."""

    def send_state(self, key: Iterable[str]) -> None:
        """Send the values of these names."""

    def __hash__(self) -> int:
        """It is remembered by identity."""


class Arrears:
    """Remembers by their names which values a page may not have seen, until a callback can send them again.

    Safe to use from several threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owed: WeakKeyDictionary[Debtor, set[str]] = WeakKeyDictionary()

    def owe(self, debtor: Debtor, names: Iterable[str]) -> None:
        """Remember names if a thread is sending them; what the main thread sends comes from a callback."""
        if threading.current_thread() is not threading.main_thread():
            with self._lock:
                self._owed.setdefault(debtor, set()).update(names)

    def forgive(self, debtor: Debtor) -> None:
        """Forget what is owed to a page that turned out to see what threads send."""
        with self._lock:
            self._owed.pop(debtor, None)

    def settle(self) -> None:
        """Send all that is owed to pages that paint only this; called inside a callback."""
        with self._lock:
            due = [(debtor, names) for debtor, names in self._owed.items() if debtor.is_foreground]
            for debtor, _ in due:
                del self._owed[debtor]
        for debtor, names in due:
            debtor.send_state(names)
