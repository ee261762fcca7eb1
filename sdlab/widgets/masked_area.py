"""Whether inpainting looks at the whole picture or at the masked area alone."""

from typing import Any

import traitlets

from sdlab.errors import BadValue
from sdlab.widgets.knobs import Dial, Knobs

MOST = 1024  # pixels, as a recipe takes it
WHOLE, MASKED = "whole", "masked"


class MaskedArea(Knobs):
    """The part of a picture that inpainting works on: all of it, or the masked area with some context.

    `area` is "whole" or "masked", `margin` how many pixels round the masked area are looked at; `padding` is
    both as a recipe takes them. Working on the masked area alone gives it all of the model's resolution.

    Raises:
        BadValue: an unknown area or a margin outside 0 to 1024.
    """

    written = frozenset({"area", "margin"})

    area = traitlets.Unicode(WHOLE).tag(sync=True)
    margin = traitlets.Int(32).tag(sync=True)

    def __init__(self) -> None:
        choices = ((WHOLE, "Whole"), (MASKED, "Only masked"))
        super().__init__(
            (
                Dial(name="area", label="Work on", choices=choices),
                Dial(name="margin", label="Padding", most=256, step=8, when=("area", MASKED)),
            )
        )

    @property
    def padding(self) -> int | None:
        """Pixels of context round the masked area; None for the whole picture."""
        return int(self.margin) if self.area == MASKED else None

    @padding.setter
    def padding(self, padding: int | None) -> None:
        self.area = WHOLE if padding is None else MASKED
        if padding is not None:
            self.margin = padding

    def say(self, seen: tuple[int, int], size: tuple[int, int]) -> None:
        """Tell how large the part that is looked at is, and at which size the model paints it."""
        (width, height), (across, down) = seen, size
        self.words = {"area": f"{width} × {height} pixels, painted at {across} × {down}"}

    @traitlets.validate("area")
    def _check_area(self, proposal: dict[str, Any]) -> str:
        if proposal["value"] not in (WHOLE, MASKED):
            raise BadValue("area", proposal["value"], f'"{WHOLE}" or "{MASKED}"')
        return str(proposal["value"])

    @traitlets.validate("margin")
    def _check_margin(self, proposal: dict[str, Any]) -> int:
        if not 0 <= proposal["value"] <= MOST:
            raise BadValue("margin", proposal["value"], f"a whole number of pixels from 0 to {MOST}")
        return int(proposal["value"])
