"""Holes of every kind, and what their captions may say."""

import random

import numpy as np
import pytest

from sdlab.train.inpaint import hole
from sdlab.train.inpaint.hole import hole_in, wanted
from sdlab.train.world.caption import caption
from sdlab.train.world.compose import Composer
from sdlab.train.world.record import Record, Subject
from sdlab.train.world.sampler import Sampler

DOG, CAT = Subject("dog"), Subject("cat")
PAIR = Record("noto", (DOG, CAT), "next to", "grass", "day", None, 3)


@pytest.fixture
def shapes(composer: Composer) -> list[np.ndarray]:
    canvas = composer.composed(PAIR)
    return [canvas.shape(DOG), canvas.shape(CAT)]


@pytest.mark.parametrize("kind", [kind for kind, _ in hole._KINDS], ids=lambda kind: kind.__name__)
def test_every_kind_of_hole_lies_in_the_picture_and_is_not_empty(kind, shapes: list[np.ndarray]) -> None:
    dice = random.Random(1)
    masks = [kind(shapes, dice) for _ in range(30)]
    assert all(mask.shape == (128, 128) and mask.dtype == np.bool_ and mask.any() for mask in masks)
    assert len({mask.tobytes() for mask in masks}) > 5


def test_a_hole_around_a_thing_contains_it(shapes: list[np.ndarray]) -> None:
    for kind in (hole.thing, hole.surrounded):
        mask = kind(shapes[:1], random.Random(2))
        assert mask[shapes[0]].all()
        assert not mask.all()


def test_some_holes_hide_the_outline_of_what_was_there(shapes: list[np.ndarray]) -> None:
    """Outline and hole are as near as the pixels grown in some, and far from each other in others."""
    extra = [hole.surrounded(shapes[:1], random.Random(seed)).sum() for seed in range(30)]
    alike = [hole._grown(shapes[0], pixels).sum() for pixels in range(4, 17)]
    assert {size in alike for size in extra} == {True, False}


def test_a_side_is_a_whole_side(shapes: list[np.ndarray]) -> None:
    for seed in range(20):
        mask = hole.side(shapes, random.Random(seed))
        assert any(edge.all() for edge in (mask[0], mask[-1], mask[:, 0], mask[:, -1]))


def test_the_caption_names_what_lies_in_the_hole_and_nothing_else(shapes: list[np.ndarray]) -> None:
    dice = random.Random(0)
    only = wanted(PAIR, shapes, shapes[0], dice)
    assert (only.subjects, only.relation, only.ground) == ((DOG,), None, None)
    for _ in range(50):
        words = caption(only, dice)
        assert "dog" in words
        assert not any(word in words for word in ("cat", "grass", "meadow", "next to"))


def test_a_hole_with_all_things_may_be_told_with_its_ground_or_without(shapes: list[np.ndarray]) -> None:
    dice = random.Random(0)
    told = {wanted(PAIR, shapes, shapes[0] | shapes[1], dice).ground for _ in range(30)}
    assert told == {"grass", None}


def test_a_hole_without_a_thing_may_be_told_by_its_ground_alone(shapes: list[np.ndarray]) -> None:
    dice, nothing = random.Random(0), np.zeros_like(shapes[0])
    told = {wanted(PAIR, shapes, nothing, dice).subjects for _ in range(30)}
    assert told == {(), (DOG, CAT)}
    bare = caption(Record("noto", (), None, "snow", "night", None), dice)
    assert "night" in bare


def test_nothing_to_tell_is_no_caption() -> None:
    assert caption(Record("noto", (), background=None), random.Random(0)) == ""


def test_most_holes_are_whole_cells_as_the_studio_makes_them(composer: Composer, sampler: Sampler) -> None:
    dice, whole = random.Random(0), 0
    for _ in range(60):
        record = sampler.anything()
        mask = hole_in(composer.composed(record), record, dice).mask
        cells = mask.reshape(16, 8, 16, 8)
        whole += bool((cells.all((1, 3)) == cells.any((1, 3))).all())
    assert 30 <= whole < 60
