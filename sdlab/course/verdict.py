"""What a check says of an answer."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """Whether an answer is right, and one or two sentences about it. True when it is."""

    exercise: str
    passed: bool
    words: str

    def __bool__(self) -> bool:
        return self.passed

    def __repr__(self) -> str:
        return f"{'✓' if self.passed else '·'} {self.exercise}: {self.words}"
