r"""Weighted words in a prompt, written as in A1111's web UI, and read here for everybody.

`(word:1.2)` gives a weight, `(word)` stands for 1.1 and `[word]` for 1 / 1.1; brackets within brackets
multiply. `\(`, `\)`, `\[` and `\]` are brackets to be read, and so is a bracket without a partner. Weight 1
changes nothing, 0 takes the words out.
"""

import re
from dataclasses import dataclass
from itertools import groupby

from sdlab.errors import BadValue

MAX_WEIGHT = 2.0
_BARE = 1.1  # what a bracket without a number multiplies by
_PIECE = re.compile(r"\\([()\[\]])|:\s*([+-]?(?:\d+\.?\d*|\.\d+))\s*\)|.", re.DOTALL)
_ALLOWED = f"weighted from 0 to {MAX_WEIGHT:g} in all"
_REMEDY = r"Try (word:1.3); write \( for a bracket to be read."


@dataclass(frozen=True)
class Span:
    """A piece of a prompt of one weight: its text and the place in the prompt of each of its characters."""

    text: str
    places: tuple[int, ...]
    weight: float = 1.0


@dataclass
class _Letter:
    text: str
    place: int
    weight: float = 1.0


def spans(prompt: str) -> list[Span]:
    """The prompt cut where the weight changes, the marks themselves left out; blank pieces too.

    Raises:
        BadValue: a weight below 0 or above MAX_WEIGHT.
    """
    letters = [letter for letter in _weighed(prompt) if letter.text]
    pieces = []
    for weight, group in groupby(letters, key=lambda letter: round(letter.weight, 6)):
        held = list(group)
        text = "".join(letter.text for letter in held)
        if not 0 <= weight <= MAX_WEIGHT:
            raise BadValue("prompt", f"{text[:40]}: {weight:g}", _ALLOWED, _REMEDY)
        pieces.append(Span(text, tuple(letter.place for letter in held), weight))
    return [piece for piece in pieces if piece.text.strip()]


def is_plain(prompt: str) -> bool:
    """Whether the prompt is read as it stands: no weight, no escaped bracket.

    Raises:
        BadValue: as `spans`.
    """
    return "".join(span.text for span in spans(prompt) if span.weight == 1) == prompt or not prompt.strip()


def _weighed(prompt: str) -> list[_Letter]:
    """The prompt's characters with their weights; those that are only marks have no text."""
    letters: list[_Letter] = []
    opened: dict[str, list[int]] = {"(": [], "[": []}
    for match in _PIECE.finditer(prompt):
        piece, place = match[0], match.start()
        if match[1]:
            letters.append(_Letter(match[1], place + 1))
        elif match[2] and opened["("]:
            _close(letters, opened["("].pop(), float(match[2]))
        elif piece == ")" and opened["("]:
            _close(letters, opened["("].pop(), _BARE)
        elif piece == "]" and opened["["]:
            _close(letters, opened["["].pop(), 1 / _BARE)
        else:
            if piece in opened:
                opened[piece].append(len(letters))
            letters.extend(_Letter(text, place + number) for number, text in enumerate(piece))
    return letters


def _close(letters: list[_Letter], begin: int, weight: float) -> None:
    """Weigh what stands after the bracket at `begin`, and take the bracket itself away."""
    letters[begin].text = ""
    for letter in letters[begin + 1 :]:
        letter.weight *= weight
