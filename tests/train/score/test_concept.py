"""A thing asked for is found among the others asked for, whatever else the picture shows."""

import torch

from sdlab.train.score.concept import named, preferred
from sdlab.train.score.judge import Verdict
from sdlab.train.world.concept import all_concepts

NAMES = [concept.name for concept in all_concepts()]
NOTHING = torch.zeros(2, 1)


def verdict(*shown: str) -> Verdict:
    concept = torch.full((len(shown), len(NAMES)), -9.0)
    for row, name in enumerate(shown):
        concept[row, NAMES.index(name)] = -0.1
    return Verdict(concept, NOTHING, NOTHING, NOTHING, NOTHING)


def test_a_picture_of_its_own_thing_is_right_and_of_anothers_wrong() -> None:
    assert named(verdict("dog", "dog", "cat"), ["dog", "cat", "cat"]).tolist() == [True, False, True]


def test_a_thing_asked_for_twice_is_no_rival_of_itself() -> None:
    assert named(verdict("dog", "dog"), ["dog", "dog"]).all()


def test_the_new_thing_counts_only_where_it_beats_the_old() -> None:
    found = preferred(verdict("dog", "cat", "cow"), ["dog", "dog", "dog"], ["cat", "cat", "cat"])
    assert found.tolist() == [True, False, False]
