"""Pictures obey their records."""

import numpy as np
import pytest

from sdlab.train.world.compose import Composer
from sdlab.train.world.icon import Art
from sdlab.train.world.palette import GROUNDS as PLAIN
from sdlab.train.world.palette import HUES, dominant_hue, nearest_word, recoloured
from sdlab.train.world.record import GROUNDS, RELATIONS, TIMES, Record, Relation, Subject


def pixels(composer: Composer, record: Record) -> np.ndarray:
    return np.asarray(composer.picture(record)).astype(int)


def test_the_same_record_gives_the_same_pixels(composer: Composer) -> None:
    record = Record("noto", (Subject("dog"),), None, "grass", "night", None, seed=4)
    assert np.array_equal(pixels(composer, record), pixels(composer, record))


@pytest.mark.parametrize("ground", [None, *GROUNDS])
def test_a_larger_scale_draws_the_same_picture_larger(
    art: Art, composer: Composer, ground: str | None
) -> None:
    both = (Subject("astronaut"), Subject("horse"))
    record = Record("flat", both, "riding", ground, "day" if ground else None, "blue", seed=4)
    large = Composer(art, scale=4).picture(record)
    assert large.size == (512, 512)
    reduced = np.asarray(large.reduce(4)).astype(int)
    assert np.abs(reduced - pixels(composer, record)).mean() < 5


@pytest.mark.parametrize("ground", [None, "sky", *GROUNDS])
def test_around_a_picture_its_ground_goes_on_and_nothing_else_does(
    composer: Composer, ground: str | None
) -> None:
    dog, cat = (
        Record("flat", (Subject(name),), None, ground, "night" if ground else None, "blue", seed=4)
        for name in ("dog", "cat")
    )
    wide, other = (np.asarray(composer.wide(record)).astype(int) for record in (dog, cat))
    assert wide.shape == (384, 384, 3)
    assert np.array_equal(wide[128:256, 128:256], pixels(composer, dog))
    differs = (wide != other).any(axis=2)
    differs[128:256, 128:256] = False
    assert not differs.any(), "the thing shows beside its picture"
    left, edge = np.median(wide[:, :128], axis=1), np.median(wide[:, 128:134], axis=1)
    assert np.median(np.abs(left - edge)) < 3


@pytest.mark.parametrize("relation", [None, *RELATIONS])
def test_outside_the_shapes_of_its_things_a_picture_is_its_background(
    composer: Composer, relation: Relation | None
) -> None:
    both = (Subject("apple"), Subject("tree"))[: 2 if relation else 1]
    canvas = composer.composed(Record("flat", both, relation, background="blue", seed=4))
    shapes = [canvas.shape(subject) for subject in both]
    changed = (np.abs(np.asarray(canvas.picture).astype(int) - PLAIN["blue"]) > 40).any(-1)
    assert all(shape.any() for shape in shapes)
    assert not (changed & ~np.any(shapes, axis=0)).any()
    assert changed[shapes[0]].mean() > 0.9


def test_a_seed_moves_things(composer: Composer) -> None:
    first, second = (pixels(composer, Record("noto", (Subject("dog"),), seed=seed)) for seed in (1, 2))
    assert not np.array_equal(first, second)


@pytest.mark.parametrize("colour", PLAIN)
def test_a_plain_background_has_its_colour(composer: Composer, colour: str) -> None:
    picture = pixels(composer, Record("noto", (Subject("dog"),), background=colour))
    assert tuple(picture[0, 0]) == PLAIN[colour]


@pytest.mark.parametrize("size", [(None, 90, 96), ("small", 38, 44), ("big", 114, 122)])
def test_a_thing_alone_has_the_size_its_word_says(
    composer: Composer, size: tuple[str | None, int, int]
) -> None:
    word, low, high = size
    for seed in range(10):
        picture = pixels(composer, Record("noto", (Subject("dog", size=word),), seed=seed))
        rows, columns = np.nonzero((picture < 250).any(-1))
        assert low - 3 <= max(np.ptp(rows), np.ptp(columns)) + 1 <= high + 1


@pytest.mark.parametrize("ground", [*GROUNDS, "sky"])
def test_night_is_darker_than_day(composer: Composer, ground: str) -> None:
    mean = {
        time: pixels(composer, Record("noto", (Subject("dog"),), None, ground, time, None)).mean()
        for time in TIMES
    }
    assert mean["night"] < 0.75 * mean["day"]


def test_a_rider_sits_above_its_mount(composer: Composer) -> None:
    rider, mount = Subject("astronaut"), Subject("horse")
    both = pixels(composer, Record("noto", (rider, mount), "riding", seed=3))
    swapped = pixels(composer, Record("noto", (mount, rider), "riding", seed=3))
    assert not np.array_equal(both, swapped)
    assert (both[:20] < 250).any() or (both[20:50] < 250).any()


def test_apples_on_a_tree_lie_within_it(composer: Composer) -> None:
    apples = Record("flat", (Subject("apple"), Subject("tree")), "on", seed=1)
    tree = Record("flat", (Subject("tree"),), seed=1)
    colours = len(np.unique(pixels(composer, apples).reshape(-1, 3), axis=0))
    assert colours > len(np.unique(pixels(composer, tree).reshape(-1, 3), axis=0))


@pytest.mark.parametrize("word", HUES)
def test_a_drawing_is_turned_to_the_colour_asked_for(word: str) -> None:
    picture = np.zeros((20, 20, 4), np.uint8)
    picture[...] = (210, 40, 40, 255)
    hue = dominant_hue(recoloured(picture, word))
    assert hue is not None
    assert nearest_word(hue) == word


def test_a_grey_drawing_has_no_colour_to_turn() -> None:
    picture = np.full((20, 20, 4), 128, np.uint8)
    assert dominant_hue(picture) is None
    assert np.array_equal(recoloured(picture, "red"), picture)


def test_recolouring_keeps_the_outline() -> None:
    picture = np.zeros((20, 20, 4), np.uint8)
    picture[5:15, 5:15] = (210, 40, 40, 255)
    assert np.array_equal(recoloured(picture, "blue")[..., 3], picture[..., 3])
