"""What one picture shows, as a value: everything a caption may say and a drawing must obey."""

from dataclasses import dataclass
from typing import Final, Literal

Relation = Literal["and", "next to", "riding", "on", "above"]
RELATIONS: Final[tuple[Relation, ...]] = ("and", "next to", "riding", "on", "above")
GROUNDS: Final[tuple[str, ...]] = ("grass", "snow", "sand", "water", "street", "room")
TIMES: Final[tuple[str, ...]] = ("day", "sunset", "night")


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing in the picture.

    Attributes:
        concept: its name.
        colour: a colour word, or None where the drawing keeps its own.
        size: "small", "big" or None.
        named_colour: the colour the drawing has by itself and a caption may name, or None.
    """

    concept: str
    colour: str | None = None
    size: str | None = None
    named_colour: str | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One picture.

    Attributes:
        style: the style word of every drawing in it.
        subjects: one or two things; the first is the one above, riding or left.
        relation: how two things stand to each other, None for one.
        ground: a ground word, "sky" for sky alone, or None for a plain background.
        time: "day", "sunset" or "night" with a ground, None on a plain background.
        background: the colour word of a plain background, None under a scene.
        seed: what decides places, sizes and the scene's details.
    """

    style: str
    subjects: tuple[Subject, ...]
    relation: Relation | None = None
    ground: str | None = None
    time: str | None = None
    background: str | None = "white"
    seed: int = 0
