"""Captions say what the record holds, in many ways, and nothing it does not hold."""

import random

import pytest

from sdlab.train.world.caption import caption, some_captions
from sdlab.train.world.concept import STYLES, all_concepts, by_name, with_article
from sdlab.train.world.record import Record, Subject
from sdlab.train.world.sampler import Sampler


def captions(record: Record, count: int = 400) -> set[str]:
    dice = random.Random(1)
    return {caption(record, dice) for _ in range(count)}


def test_one_record_has_many_captions() -> None:
    assert len(captions(Record("noto", (Subject("rocket", "red"),), None, "sky", "night", None))) > 40


def test_every_caption_of_a_thing_names_it_or_a_synonym(sampler: Sampler) -> None:
    dice = random.Random(2)
    for _ in range(2000):
        record = sampler.anything()
        words = caption(record, dice)
        for subject in record.subjects:
            concept = by_name()[subject.concept]
            assert any(name in words for name in (concept.name, *concept.synonyms))
            assert subject.colour is None or subject.colour in words
        assert words == words.lower()
        assert "none" not in words


def test_only_one_style_mostly_goes_unnamed() -> None:
    dice = random.Random(3)
    named = {}
    for style in STYLES:
        record = Record(style, (Subject("dog"),))
        named[style] = sum(style in caption(record, dice) for _ in range(1000)) / 1000
    assert named.pop("noto") < 0.4
    assert all(share > 0.75 for share in named.values())
    record = Record("fluent", (Subject("dog"),))
    assert not any(style in words for words in captions(record) for style in STYLES if style != "fluent")


def test_a_relation_keeps_its_order() -> None:
    record = Record("noto", (Subject("astronaut"), Subject("horse")), "riding")
    assert all(words.index("horse") > words.index("rid") for words in captions(record))


def test_night_is_never_left_out() -> None:
    record = Record("noto", (Subject("house"),), None, "grass", "night", None)
    assert all("night" in words for words in captions(record))


@pytest.mark.parametrize(
    ("name", "words", "said"),
    [
        ("owl", "owl", "an owl"),
        ("umbrella", "umbrella", "an umbrella"),
        ("unicorn", "unicorn", "a unicorn"),
        ("ufo", "ufo", "a ufo"),
        ("owl", "red owl", "a red owl"),
        ("sun", "sun", "the sun"),
        ("sun", "red sun", "a red sun"),
        ("grapes", "green grapes", "green grapes"),
    ],
)
def test_articles(name: str, words: str, said: str) -> None:
    assert with_article(by_name()[name], words) == said


def test_no_two_concepts_share_a_word() -> None:
    words = [word for concept in all_concepts() for word in (concept.name, *concept.synonyms)]
    assert len(words) == len(set(words))


def test_the_vocabulary_is_learned_from_simple_and_other_captions(sampler: Sampler) -> None:
    words = " ".join(some_captions(sampler, 400))
    assert "riding" in words
    assert "background" in words
