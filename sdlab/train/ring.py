"""Recent training material: each piece is used a few times, so that making it is never the bottleneck."""

import random
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Piece = TypeVar("Piece")


class Ring(Generic[Piece]):
    """The newest pieces that were made; filled when the first is asked for.

    Args:
        make: makes a lot of new pieces.
        size: most pieces that are kept.
        reuse: how often a piece is taken, on average, before a new one is made in its place.
        at_first: pieces made before the first is taken; `size` if left out.
        seed: of the choice.
    """

    def __init__(
        self,
        make: Callable[[], Sequence[Piece]],
        size: int,
        reuse: int,
        at_first: int | None = None,
        seed: int = 0,
    ) -> None:
        self._make, self._size, self._reuse = make, size, reuse
        self._at_first = size if at_first is None else at_first
        self._pieces: list[Piece] = []
        self._owed = 0.0
        self._dice = random.Random(seed)

    def __len__(self) -> int:
        return len(self._pieces)

    def taken(self, count: int) -> list[Piece]:
        """Randomly chosen pieces, some new ones having been made first."""
        while len(self._pieces) < self._at_first:
            self._renew()
        self._owed += count / self._reuse
        while self._owed > 0:
            self._owed -= self._renew()
        return self._dice.choices(self._pieces, k=count)

    def _renew(self) -> int:
        made = self._make()
        self._pieces = [*self._pieces, *made][-self._size :]
        return len(made)
