"""Windows that look past a picture's edge, as outpainting's passes do."""

import random

import numpy as np
import pytest

from sdlab.train.inpaint.beyond import drawn_beyond, window
from sdlab.train.world.compose import Composer
from sdlab.train.world.record import Record, Subject
from sdlab.train.world.sampler import Sampler

DOG = Record("noto", (Subject("dog", size="big"),), background="blue", seed=3)


@pytest.mark.parametrize("way", [(1, 0), (-1, 0), (0, 1), (0, -1)])
def test_a_window_shows_the_pictures_edge_and_asks_for_what_lies_past_it(
    composer: Composer, way: tuple[int, int]
) -> None:
    # turned until the window looks to the right
    turns = {(1, 0): 0, (0, 1): 1, (-1, 0): 2, (0, -1): 3}[way]
    picture, hole = window(composer, DOG, way, 48, 32, DOG)
    seen, mask = np.rot90(np.asarray(picture), turns), np.rot90(hole.mask, turns)
    whole = np.rot90(np.asarray(composer.picture(DOG)), turns)
    assert np.array_equal(seen[:, :80], whole[:, 48:])
    assert (seen[:, 80:] == seen[0, -1]).all(), "past the edge there is ground alone"
    assert mask[:, 96:].all()
    assert not mask[:, :96].any()


def test_no_hole_past_an_edge_holds_a_thing_whatever_its_words_say(
    composer: Composer, sampler: Sampler
) -> None:
    dice = random.Random(2)
    told = []
    for _ in range(60):
        record = sampler.simple()
        picture, hole = drawn_beyond(composer, record, dice)
        inside = np.asarray(picture)[hole.mask]
        assert (inside == inside[0]).all()
        assert 16 * 128 <= hole.mask.sum() <= 96 * 128
        told.append(bool(hole.wanted.subjects))
    assert any(told)
    assert not all(told)
