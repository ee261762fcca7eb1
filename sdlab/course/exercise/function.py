"""Judging a function that a learner wrote: try it on small numbers, and know the usual slips by name."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

UNWRITTEN = "not yet. The function gives nothing back; write its line and run the cell again."
Reference = Callable[..., Any]


def function(
    right: Reference, trials: Sequence[tuple[Any, ...]], slips: dict[str, Reference]
) -> Callable[[object], str | None]:
    """A judge of a function that must give what `right` gives on every trial.

    `slips` maps a hint to the function that earns it.
    """

    def judge(answer: object) -> str | None:
        if not callable(answer):
            return "not yet. Give the function itself, without brackets and arguments."
        try:
            given = [answer(*trial) for trial in trials]
        except Exception as error:  # noqa: BLE001 - a learner's function may raise anything
            return f"your function raised {type(error).__name__}: {error}"
        if any(value is None for value in given):
            return UNWRITTEN
        if _agrees(given, right, trials):
            return None
        named = [hint for hint, slip in slips.items() if _agrees(given, slip, trials)]
        return named[0] if named else _example(given, right, trials)

    return judge


def _agrees(given: list[Any], reference: Reference, trials: Sequence[tuple[Any, ...]]) -> bool:
    return all(_close(value, reference(*trial)) for value, trial in zip(given, trials, strict=True))


def _close(value: object, wanted: object) -> bool:
    try:
        one, other = np.asarray(value, float), np.asarray(wanted, float)
    except (TypeError, ValueError):
        return False
    return one.shape == other.shape and bool(np.allclose(one, other, atol=1e-5))


def _example(given: list[Any], right: Reference, trials: Sequence[tuple[Any, ...]]) -> str:
    for value, trial in zip(given, trials, strict=True):
        if not _close(value, right(*trial)):
            asked = ", ".join(_said(part) for part in trial)
            return f"not yet. For ({asked}) it should give {_said(right(*trial))}, and gives {_said(value)}."
    raise AssertionError("unreachable: some trial differs")


def _said(value: object) -> str:
    try:
        return str(np.round(np.asarray(value, float), 3).tolist())
    except (TypeError, ValueError):
        return repr(value)[:60]
