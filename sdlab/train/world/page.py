"""The world on one sheet an axis: things, styles, colours, scenes, relations, line art."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from PIL import Image

from sdlab.train.sheet import sheet
from sdlab.train.world.compose import Composer
from sdlab.train.world.concept import STYLES, all_concepts
from sdlab.train.world.icon import Art
from sdlab.train.world.line import KINDS, line_art
from sdlab.train.world.palette import GROUNDS as PLAIN
from sdlab.train.world.palette import HUES
from sdlab.train.world.record import GROUNDS, RELATIONS, TIMES, Record, Subject

Shown = list[tuple[str, Image.Image]]
_PAIRS: Final = {
    "and": ("sun", "moon"),
    "next to": ("cat", "dog"),
    "riding": ("astronaut", "horse"),
    "on": ("apple", "tree"),
    "above": ("balloon", "house"),
}
_SIDES: Final = {"things": 48, "line art": 128}
"""Sides in pixels of the pictures on a sheet, where they are not half size."""


def write(art: Art, composer: Composer, folder: Path) -> list[Path]:
    """Write a sheet for each axis into `folder` as WebP; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for axis, (draw, columns) in AXES.items():
        side = _SIDES.get(axis, 64)
        words, pictures = zip(*draw(art, composer), strict=True)
        small = [picture.resize((side, side), Image.Resampling.LANCZOS) for picture in pictures]
        file = folder / f"{axis.replace(' ', '-')}.webp"
        sheet(small, words, columns).save(file, quality=60, method=6)
        files.append(file)
    return files


def things(art: Art, composer: Composer) -> Shown:
    """Every thing in the first style that draws it."""
    return [
        (concept.name[:9], composer.picture(Record(style, (Subject(concept.name, size="big"),))))
        for concept in all_concepts()
        for style in art.styles_of(concept.name)[:1]
    ]


def styles(art: Art, composer: Composer) -> Shown:
    """A few things in every style."""
    names = ("dog", "car", "apple", "house", "robot", "sunflower", "owl", "smiling face")
    return [
        (style, composer.picture(Record(style, (Subject(name),))))
        for style in STYLES
        for name in names
        if (name, style) in art.drawings
    ]


def colours(art: Art, composer: Composer) -> Shown:  # noqa: ARG001  one signature for all axes
    """A car in every colour, and every plain background."""
    turned = [(f"{hue} car", composer.picture(Record("noto", (Subject("car", hue),)))) for hue in HUES]
    grounds = [
        (f"on {colour}", composer.picture(Record("noto", (Subject("dog"),), background=colour)))
        for colour in PLAIN
    ]
    return [*turned, *grounds]


def scenes(art: Art, composer: Composer) -> Shown:  # noqa: ARG001  one signature for all axes
    """A cat on every ground at every time, and in the sky."""
    scene = Record("fluent", (Subject("cat"),), None, "grass", "day", None, 1)
    return [
        (f"{ground}, {time}", composer.picture(replace(scene, ground=ground, time=time)))
        for time in TIMES
        for ground in (*GROUNDS, "sky")
    ]


def relations(art: Art, composer: Composer) -> Shown:  # noqa: ARG001  one signature for all axes
    """Every relation in two styles."""
    return [
        (
            relation,
            composer.picture(
                Record(style, (Subject(first), Subject(second)), relation, "grass", "day", None, 2)
            ),
        )
        for style in ("noto", "flat")
        for relation in RELATIONS
        for first, second in (_PAIRS[relation],)
    ]


def lines(art: Art, composer: Composer) -> Shown:  # noqa: ARG001  one signature for all axes
    """A picture and its line art of every kind."""
    picture = composer.picture(
        Record("noto", (Subject("astronaut"), Subject("horse")), "riding", background="white", seed=3)
    )
    return [("picture", picture), *((kind, line_art(picture, kind)) for kind in KINDS)]


AXES: Final[dict[str, tuple[Callable[[Art, Composer], Shown], int]]] = {
    "things": (things, 16),
    "styles": (styles, 8),
    "colours": (colours, 9),
    "scenes": (scenes, 7),
    "relations": (relations, 5),
    "line art": (lines, 4),
}
"""Axis → what draws its pictures, and how many stand in a row."""
