"""What a member is shown of the world while it is trained: which pictures, with which captions."""

import random
from dataclasses import dataclass, field

from sdlab.train.world.caption import caption
from sdlab.train.world.record import Record
from sdlab.train.world.sampler import Sampler


@dataclass
class Diet:
    """Records and their captions.

    Attributes:
        sampler: where records come from.
        simple: share of pictures that show one thing on plain ground.
        empty: share of captions left empty, for guidance and for pictures without a prompt.
    """

    sampler: Sampler
    simple: float
    empty: float
    _dice: random.Random = field(default_factory=lambda: random.Random(0))

    def record(self) -> Record:
        """The next picture's record."""
        return self.sampler.simple() if self._dice.random() < self.simple else self.sampler.anything()

    def words(self, record: Record) -> str:
        """A caption of a record, or none."""
        return "" if self._dice.random() < self.empty else caption(record, self._dice)

    def caption(self) -> str:
        """A caption alone, or none."""
        return self.words(self.record())
