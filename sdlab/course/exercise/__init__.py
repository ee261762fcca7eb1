"""What the lessons ask, and how an answer is judged: one module a lesson, each with its EXERCISES by name."""

from collections.abc import Callable
from dataclasses import dataclass

UNTOUCHED = "not yet. Replace the placeholder by your answer, run that cell, then this one."


@dataclass(frozen=True)
class Exercise:
    """One question: `judge` gives a hint, or None for a right answer; `praise` says what that shows."""

    judge: Callable[[object], str | None]
    praise: str


def choice(right: str, hints: dict[str, str]) -> Callable[[object], str | None]:
    """A judge of one letter out of several; `hints` answers each wrong one."""
    letters = sorted({right, *hints})

    def judge(answer: object) -> str | None:
        letter = answer.strip().upper() if isinstance(answer, str) else ""
        if letter == right:
            return None
        return hints.get(letter, f"not yet. Answer with one letter in quotes: {', '.join(letters)}.")

    return judge
