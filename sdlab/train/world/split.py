"""What is never trained on: (concept, style) cells, relations of some concepts, and whole compositions.

Chosen once from a fixed seed and written to heldout.json, which is committed; training reads that file, so a
change of the world cannot leak what was held out before.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from sdlab.train.world.concept import EVERYDAY, all_concepts
from sdlab.train.world.record import GROUNDS, TIMES, Record

FILE: Final = Path(__file__).with_name("heldout.json")
_CELL_SHARE: Final = 0.10
_RELATION_CONCEPTS: Final = 16
_COMPOSITIONS: Final = 200


@dataclass(frozen=True)
class Split:
    """What is held out.

    Attributes:
        cells: (concept, style) pairs that are never drawn for training.
        loners: concepts that training never puts in a relation.
        compositions: (concept, ground, time) triples that training never shows.
    """

    cells: frozenset[tuple[str, str]]
    loners: frozenset[str]
    compositions: frozenset[tuple[str, str, str]]

    def holds(self, record: Record) -> bool:
        """Whether a record is held out: True means that training must not see it."""
        names = [subject.concept for subject in record.subjects]
        if any((name, record.style) in self.cells for name in names):
            return True
        if record.relation is not None and any(name in self.loners for name in names):
            return True
        return any((name, record.ground, record.time) in self.compositions for name in names)


@cache
def load_split() -> Split:
    """The committed split."""
    saved = json.loads(FILE.read_text(encoding="utf-8"))
    return Split(
        frozenset((concept, style) for concept, style in saved["cells"]),
        frozenset(saved["loners"]),
        frozenset((concept, ground, time) for concept, ground, time in saved["compositions"]),
    )


def chosen(cells: Sequence[tuple[str, str]], seed: int = 20) -> Split:
    """A split drawn from the existing cells; everyday concepts stay whole, others lose one style at most."""
    dice = random.Random(seed)
    rare = [concept.name for concept in all_concepts() if concept.name not in EVERYDAY]
    candidates = [cell for cell in cells if cell[0] in rare]
    dice.shuffle(candidates)
    taken: dict[str, tuple[str, str]] = {}
    for cell in candidates:
        if len(taken) < round(_CELL_SHARE * len(cells)):
            taken.setdefault(cell[0], cell)
    triples = [(name, ground, time) for name in rare for ground in GROUNDS for time in TIMES]
    return Split(
        frozenset(taken.values()),
        frozenset(dice.sample(rare, _RELATION_CONCEPTS)),
        frozenset(dice.sample(triples, _COMPOSITIONS)),
    )


def write(split: Split, file: Path = FILE) -> None:
    """Write a split where `load_split` reads it."""
    lists: dict[str, Sequence[object]] = {
        "cells": sorted(split.cells),
        "loners": sorted(split.loners),
        "compositions": sorted(split.compositions),
    }
    blocks = [f' "{name}": [\n{_rows(entries)}\n ]' for name, entries in lists.items()]
    file.write_text("{\n" + ",\n".join(blocks) + "\n}\n", encoding="utf-8")


def _rows(entries: Sequence[object]) -> str:
    return ",\n".join(f"  {json.dumps(entry)}" for entry in entries)
