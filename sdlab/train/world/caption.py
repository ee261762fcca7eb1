"""Words for a record: one of very many captions it may have, drawn at random."""

import random
from typing import Final

from sdlab.train.world.concept import by_name, with_article
from sdlab.train.world.record import Record, Subject
from sdlab.train.world.sampler import Sampler

_GROUNDS: Final[dict[str, tuple[str, ...]]] = {
    "grass": ("on grass", "on the grass", "on grass", "in a meadow"),
    "snow": ("in the snow", "in the snow", "on snow"),
    "sand": ("on sand", "on the beach", "on the sand"),
    "water": ("on the water", "on the water", "on water", "on the sea"),
    "street": ("on a street", "on the street", "on a road"),
    "room": ("in a room", "in a room", "indoors"),
    "sky": ("in the sky", "in the sky"),
}
_TIMES: Final[dict[str, tuple[str, ...]]] = {
    "day": ("", "", "", "by day", "during the day", "on a sunny day"),
    "sunset": ("at sunset", "at sunset", "at dusk"),
    "night": ("at night", "at night", "at night", "at night under the stars"),
}
_RELATIONS: Final[dict[str, tuple[str, ...]]] = {
    "and": ("and",),
    "next to": ("next to", "next to", "beside"),
    "riding": ("riding", "riding", "riding on"),
    "on": ("on", "on", "on top of"),
    "above": ("above", "over"),
}
_UNNAMED: Final = {"noto": 0.7}
"""How often a style goes unnamed: mostly one, so that a prompt without a style has one clear meaning."""
_LEADS: Final = ("a picture of", "a drawing of", "an image of")


def caption(record: Record, dice: random.Random) -> str:
    """A caption of a record: sentence, phrase or bare names, in lower case.

    A record without things is captioned by its ground alone, one with neither ground nor background by its
    things alone: what may be said of a part of a picture.
    """
    form = dice.random()
    if form < 0.1 and record.relation is None and record.ground is None and record.subjects:
        return _bare(record, dice)
    words = " ".join(part for part in (_things(record, dice), _where(record, dice)) if part)
    if not words:
        return ""
    if form < 0.2 and record.subjects:
        words = f"{dice.choice(_LEADS)} {words}"
    return _styled(words, record.style, dice)


def _bare(record: Record, dice: random.Random) -> str:
    subject = record.subjects[0]
    words = _noun(subject, dice)
    return words if dice.random() < _UNNAMED.get(record.style, 0.15) else f"{record.style} {words}"


def _things(record: Record, dice: random.Random) -> str:
    phrases = [with_article(by_name()[subject.concept], _noun(subject, dice)) for subject in record.subjects]
    if record.relation is None:
        return "".join(phrases)
    return f"{phrases[0]} {dice.choice(_RELATIONS[record.relation])} {phrases[1]}"


def _noun(subject: Subject, dice: random.Random) -> str:
    concept = by_name()[subject.concept]
    name = dice.choice(concept.synonyms) if concept.synonyms and dice.random() < 0.3 else concept.name
    colour = subject.colour or (subject.named_colour if dice.random() < 0.4 else None)
    size = subject.size if subject.size != "big" else dice.choice(("big", "large"))
    return " ".join(word for word in (size, colour, name) if word)


def _where(record: Record, dice: random.Random) -> str:
    if record.ground is None and record.background is None:
        return ""
    if record.ground is None:
        shown = 0.2 if record.background == "white" else 0.97
        if dice.random() > shown:
            return ""
        return f"on {dice.choice(('a', 'a plain', 'a'))} {record.background} background".replace(
            "a orange", "an orange"
        )
    time = dice.choice(_TIMES[record.time or "day"])
    if time and dice.random() < 0.3 and record.time != "day":
        return time
    ground = dice.choice(_GROUNDS[record.ground])
    return f"{ground} {time}".strip()


def _styled(words: str, style: str, dice: random.Random) -> str:
    if dice.random() < _UNNAMED.get(style, 0.15):
        return words
    pick = dice.random()
    if pick < 0.55:
        return f"{words} in {style} style"
    if pick < 0.75:
        return f"{words}, {style} style"
    if pick < 0.9:
        return f"{words}, {style}"
    return f"{style} style: {words}"


def some_captions(sampler: Sampler, count: int) -> list[str]:
    """Captions of `count` random records: what the vocabulary is learned from."""
    dice = random.Random(count)
    return [caption(sampler.anything() if index % 2 else sampler.simple(), dice) for index in range(count)]
