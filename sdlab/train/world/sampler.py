"""Records drawn at random: which things, in which style, colour, size, scene and relation."""

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from sdlab.train.world.concept import EVERYDAY, Concept, all_concepts, by_name
from sdlab.train.world.icon import Art
from sdlab.train.world.palette import GROUNDS as PLAIN
from sdlab.train.world.palette import HUES
from sdlab.train.world.record import GROUNDS, TIMES, Record, Relation, Subject
from sdlab.train.world.split import Split

_EVERYDAY_WEIGHT: Final = 4.0
_RIDERS: Final = {"person", "animal", "face"}
_MOUNTS: Final = (
    "horse", "cow", "pig", "elephant", "lion", "camel", "llama", "dinosaur", "dragon", "turtle", "whale",
    "dolphin", "shark", "tiger", "zebra", "bicycle", "motorcycle", "rocket",
)  # fmt: skip
_FRUIT: Final = ("apple", "pear", "tangerine", "lemon", "cherries", "peach", "heart", "star", "bell")
_CARRIERS: Final = (
    "house", "car", "truck", "bus", "drum", "book", "gift", "hat", "television", "elephant", "birthday cake",
    "cheese", "hamburger", "train", "mountain", "turtle", "mushroom",
)  # fmt: skip
_COLOURED: Final = {"food", "vehicle", "thing", "plant", "animal", "place"}
_NAMED: Final = {"food", "vehicle", "thing", "plant"}
"""Kinds whose own colour a caption may name; an animal's brown would pass for red or orange."""
_FLYERS: Final = {
    "rocket",
    "airplane",
    "helicopter",
    "ufo",
    "balloon",
    "sun",
    "moon",
    "star",
    "cloud",
    "rainbow",
    "planet",
}
FAMOUS: Final[tuple[tuple[str, Relation, str], ...]] = (
    ("astronaut", "riding", "horse"),
    ("apple", "on", "tree"),
    ("cat", "next to", "dog"),
)
"""The compositions that the documentation's prompts name: drawn often."""


class Sampler:
    """Draws records; never one that the split holds out.

    Args:
        art: the drawings that exist.
        split: what must not be drawn.
        seed: the same seed gives the same sequence.
    """

    def __init__(self, art: Art, split: Split, seed: int) -> None:
        self._art, self._split = art, split
        self._dice = random.Random(seed)
        drawn = {concept for concept, _ in art.drawings}
        self._concepts = [concept for concept in all_concepts() if concept.name in drawn]
        self._weights = [_EVERYDAY_WEIGHT if concept.name in EVERYDAY else 1.0 for concept in self._concepts]

    def simple(self) -> Record:
        """One thing in the middle of a plain ground, at its common size."""
        return self._accepted(lambda: self._plain(sizes=False))

    def anything(self) -> Record:
        """One of everything: plain, scene or relation."""
        pick = self._dice.random()
        if pick < 0.36:
            return self._accepted(lambda: self._plain(sizes=True))
        if pick < 0.66:
            return self._accepted(self._scene)
        return self._accepted(self._pair)

    def _accepted(self, draw: Callable[[], Record]) -> Record:
        while True:
            record = draw()
            cells = [(subject.concept, record.style) in self._art.drawings for subject in record.subjects]
            if all(cells) and not self._split.holds(record):
                return record

    def _plain(self, sizes: bool) -> Record:
        concept = self._concept()
        style = self._style(concept)
        background = "white" if self._dice.random() < 0.6 else self._dice.choice(list(PLAIN))
        subject = self._subject(concept.name, style, sizes, 0.25 if sizes else 0.15)
        return Record(style, (subject,), background=background, seed=self._seed())

    def _scene(self) -> Record:
        concept = self._concept()
        style = self._style(concept)
        sky = concept.name in _FLYERS and self._dice.random() < 0.7
        ground = "sky" if sky else self._dice.choice(GROUNDS)
        time = self._dice.choices(TIMES, (4, 2, 4))[0]
        subject = self._subject(concept.name, style, sizes=False)
        return Record(style, (subject,), None, ground, time, None, self._seed())

    def _pair(self) -> Record:
        first, relation, second = self._related()
        style = self._style(by_name()[first])
        subjects = (self._subject(first, style, False, 0.3), self._subject(second, style, False, 0.2))
        if self._dice.random() < 0.6:
            return Record(style, subjects, relation, background=self._backdrop(), seed=self._seed())
        time = self._dice.choices(TIMES, (4, 2, 4))[0]
        return Record(style, subjects, relation, self._dice.choice(GROUNDS), time, None, self._seed())

    def _related(self) -> tuple[str, Relation, str]:
        dice = self._dice
        if dice.random() < 0.3:
            return dice.choice(FAMOUS)
        relation: Relation = dice.choices(("and", "next to", "riding", "on", "above"), (3, 3, 3, 2, 1))[0]
        if relation == "riding":
            riders = [concept.name for concept in self._concepts if concept.kind in _RIDERS]
            return dice.choice(riders), relation, dice.choice(_MOUNTS)
        if relation == "on":
            if dice.random() < 0.4:
                return dice.choice(_FRUIT), relation, dice.choice(("tree", "tree", "pine tree"))
            return self._concept().name, relation, dice.choice(_CARRIERS)
        first, second = self._concept().name, self._concept().name
        return first, relation, second

    def _concept(self) -> Concept:
        return self._dice.choices(self._concepts, self._weights)[0]

    def _style(self, concept: Concept) -> str:
        return self._dice.choice(self._art.styles_of(concept.name))

    def _subject(self, name: str, style: str, sizes: bool, turn: float = 0.25) -> Subject:
        kind = by_name()[name].kind
        own = self._art.colours.get((name, style)) if kind in _COLOURED else None
        size = self._dice.choices((None, "small", "big"), (6, 1, 1))[0] if sizes else None
        named = own if kind in _NAMED else None
        if own is None or self._dice.random() > turn:
            return Subject(name, None, size, named)
        colour = self._dice.choice(list(HUES))
        return Subject(name, None if colour == own else colour, size, named)

    def _backdrop(self) -> str:
        return "white" if self._dice.random() < 0.7 else self._dice.choice(list(PLAIN))

    def _seed(self) -> int:
        return self._dice.getrandbits(48)


def shares(records: Sequence[Record]) -> Mapping[str, float]:
    """Share of plain, scene and paired pictures among records: what a run's log says it was trained on."""
    total = max(len(records), 1)
    paired = sum(record.relation is not None for record in records)
    scenes = sum(record.ground is not None and record.relation is None for record in records)
    return {"plain": (total - paired - scenes) / total, "scene": scenes / total, "paired": paired / total}
