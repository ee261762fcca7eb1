"""A few choices and sliders side by side: what a task's smaller settings are made of."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import traitlets

from sdlab.widgets.base import Part

Option = str | int


@dataclass(frozen=True, kw_only=True)
class Dial:
    """One control over the trait `name`: a choice where there are `choices`, (value, word) each, or a slider.

    The slider runs from `least` to `most`; the number beside it goes beyond `most`. With `when`, (name,
    value), the control shows only while that trait has that value.
    """

    name: str
    label: str
    choices: tuple[tuple[Option, str], ...] = ()
    least: float = 0
    most: float = 1
    step: float = 0.05
    when: tuple[str, Option] | None = None


class Knobs(Part):
    """Choices and sliders over a subclass's own traits.

    `words` are lines of help by the name of the trait they stand under. While `eager` is True a slider is
    followed as it moves.

    Args:
        dials: the controls, in order.
    """

    stem = "knobs"

    dials: Any = traitlets.List().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    eager = traitlets.Bool(False).tag(sync=True)

    def __init__(self, dials: Sequence[Dial]) -> None:
        super().__init__({"dials": [asdict(dial) for dial in dials]})
