"""The texts other programs write into their PNGs, taken apart: one reader for each program.

A reader gets the texts by keyword and answers None where they are not its program's. What it finds are pairs
of (the file's own name, the file's own value, the recipe's field it belongs to or a reason why to none):
nothing is checked here, everything is untrusted.
"""

from dataclasses import dataclass

Pair = tuple[str, object, str]


@dataclass(frozen=True)
class Found:
    """What a reader found: who wrote it, and what."""

    program: str
    pairs: list[Pair]
