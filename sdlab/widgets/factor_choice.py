"""How many times larger a picture is made."""

from typing import Any

import traitlets

from sdlab.errors import BadValue
from sdlab.widgets.knobs import Dial, Knobs

FACTORS = (2, 4)


class FactorChoice(Knobs):
    """Twice or four times each side: `factor`, which can be read, set and observed.

    Raises:
        BadValue: another factor.
    """

    written = frozenset({"factor"})

    factor = traitlets.Int(4).tag(sync=True)

    def __init__(self) -> None:
        self._size: tuple[int, int] | None = None
        choices = tuple((factor, f"× {factor}") for factor in FACTORS)
        super().__init__((Dial(name="factor", label="How many times", choices=choices),))
        self.observe(lambda _: self._say(), "factor")
        self._say()

    @property
    def size(self) -> tuple[int, int] | None:
        """Width and height of the picture to enlarge, in pixels; None for none yet."""
        return self._size

    @size.setter
    def size(self, size: tuple[int, int] | None) -> None:
        self._size = size
        self._say()

    @traitlets.validate("factor")
    def _check(self, proposal: dict[str, Any]) -> int:
        if proposal["value"] not in FACTORS:
            raise BadValue("factor", proposal["value"], "2 or 4")
        return int(proposal["value"])

    def _say(self) -> None:
        if self._size is None:
            self.words = {"factor": "no picture yet"}
            return
        (width, height), factor = self._size, self.factor
        self.words = {"factor": f"{width} × {height} becomes {width * factor} × {height * factor} pixels"}
