"""The questions put to a member: records of four kinds, each with the caption it is asked with."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sdlab.train.world.concept import all_concepts, by_name, with_article
from sdlab.train.world.icon import Art
from sdlab.train.world.palette import HUES
from sdlab.train.world.record import GROUNDS, TIMES, Record, Subject
from sdlab.train.world.split import Split

KINDS: Final = ("seen", "held-out cells", "held-out compositions", "colours", "scenes")


@dataclass(frozen=True)
class Question:
    """One prompt and what its picture must show."""

    prompt: str
    record: Record


def questions(kind: str, art: Art, split: Split, count: int, seed: int = 5) -> list[Question]:
    """`count` different questions of a kind, fewer where there are not as many."""
    dice = random.Random(f"{kind} {seed}")
    records = _RECORDS[kind](art, split, dice)
    dice.shuffle(records)
    return [Question(prompt(record), record) for record in records[:count]]


def unseen(art: Art, split: Split, count: int) -> list[Question]:
    """`count` questions about drawings and compositions that training never saw, turn and turn about."""
    kinds = ("held-out cells", "held-out compositions")
    both = [questions(kind, art, split, (count + 1) // 2) for kind in kinds]
    return [question for pair in zip(*both, strict=False) for question in pair][:count]


def prompt(record: Record) -> str:
    """The plainest caption that says everything a record holds."""
    subject = record.subjects[0]
    concept = by_name()[subject.concept]
    words = [with_article(concept, f"{subject.colour} {concept.name}" if subject.colour else concept.name)]
    if record.ground is not None:
        words.append(
            {
                "snow": "in the snow",
                "room": "in a room",
                "street": "on a street",
                "water": "on the water",
            }.get(record.ground, f"on {record.ground}")
        )
        words.append({"day": "by day", "sunset": "at sunset", "night": "at night"}[record.time or "day"])
    return " ".join([*words, f"in {record.style} style"])


def _seen(art: Art, split: Split, dice: random.Random) -> list[Record]:
    return _one_a_concept([cell for cell in art.cells if cell not in split.cells], dice)


def _held_cells(art: Art, split: Split, _: random.Random) -> list[Record]:
    return [
        Record(style, (Subject(concept),))
        for concept, style in sorted(split.cells)
        if (concept, style) in art.drawings
    ]


def _held_compositions(art: Art, split: Split, dice: random.Random) -> list[Record]:
    records = []
    for concept, ground, time in sorted(split.compositions):
        styles = [style for style in art.styles_of(concept) if (concept, style) not in split.cells]
        records.append(Record(dice.choice(styles), (Subject(concept),), None, ground, time, None))
    return records


def _colours(art: Art, split: Split, dice: random.Random) -> list[Record]:
    plain = [record for record in _seen(art, split, dice) if _colourable(art, record)]
    return [
        Record(record.style, (Subject(record.subjects[0].concept, dice.choice(list(HUES))),))
        for record in plain
    ]


def _colourable(art: Art, record: Record) -> bool:
    """Whether turning the drawing's hue changes its colour: a white or a many-coloured one stays as it is."""
    name = record.subjects[0].concept
    coloured = by_name()[name].kind in ("food", "vehicle", "thing")
    return coloured and art.colours[name, record.style] is not None


def _scenes(art: Art, split: Split, dice: random.Random) -> list[Record]:
    asked = []
    for record in _seen(art, split, dice):
        scene = Record(record.style, record.subjects, None, dice.choice(GROUNDS), dice.choice(TIMES), None)
        if not split.holds(scene):
            asked.append(scene)
    return asked


def _one_a_concept(cells: Sequence[tuple[str, str]], dice: random.Random) -> list[Record]:
    chosen = []
    for concept in all_concepts():
        styles = [style for name, style in cells if name == concept.name]
        if styles:
            chosen.append(Record(dice.choice(styles), (Subject(concept.name),)))
    return chosen


_RECORDS = {
    "seen": _seen,
    "held-out cells": _held_cells,
    "held-out compositions": _held_compositions,
    "colours": _colours,
    "scenes": _scenes,
}
