"""Which noise a picture starts from."""

import random

import traitlets

from sdlab.errors import BadValue
from sdlab.recipe.check import MAX_SEED
from sdlab.widgets.base import Part

READABLE = 1_000_000  # drawn seeds stay below, so that one can be read out in a classroom


class SeedControl(Part):
    """A seed with a die, a +1 and a lock.

    `seed` is a whole number from 0 to 2**63 - 1; `keep` says whether Generate keeps it or draws a new one.
    """

    stem = "seed_control"
    written = frozenset({"seed", "keep"})

    # as text, because JavaScript's numbers end at 2^53
    seed = traitlets.Int(0).tag(
        sync=True, to_json=lambda n, _: str(n), from_json=lambda text, _: _whole(text)
    )
    keep = traitlets.Bool(True).tag(sync=True)

    def __init__(self, seed: int = 0, *, keep: bool = True) -> None:
        super().__init__({"seed": seed, "keep": keep})

    @traitlets.validate("seed")
    def _check_seed(self, proposal: dict[str, int]) -> int:
        if not 0 <= proposal["value"] <= MAX_SEED:
            raise BadValue("seed", proposal["value"], f"a whole number from 0 to {MAX_SEED}")
        return proposal["value"]

    def draw(self) -> int:
        """The seed for the next picture: this one when kept, otherwise a new one, which is also shown."""
        if not self.keep:
            self.seed = random.randrange(READABLE)
        return int(self.seed)


def _whole(text: object) -> int:
    try:
        return int(str(text))
    except ValueError:
        raise BadValue("seed", text, f"a whole number from 0 to {MAX_SEED}") from None
