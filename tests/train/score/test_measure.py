"""Numbers from verdicts."""

import pytest
import torch

from sdlab.errors import BadValue
from sdlab.train.score.judge import Judge, Verdict
from sdlab.train.score.measure import obeyed, retrieved
from sdlab.train.score.question import KINDS, prompt, questions
from sdlab.train.world.concept import all_concepts
from sdlab.train.world.icon import Art
from sdlab.train.world.record import Record, Subject
from sdlab.train.world.split import load_split

RECORDS = [Record("noto", (Subject(concept.name),)) for concept in all_concepts()[:5]]


def verdict(shown: list[int]) -> Verdict:
    """Certain of one concept a picture, drawn in noto on plain ground in its own colour."""
    concept = torch.full((len(shown), len(all_concepts())), -9.0)
    concept[range(len(shown)), shown] = 0.0
    sizes = {"style": 4, "colour": 7, "ground": 8, "time": 4}
    sure = {
        name: torch.tensor([[0.0] + [-9.0] * (size - 1)]).expand(len(shown), -1)
        for name, size in sizes.items()
    }
    return Verdict(concept, **sure)


def test_right_pictures_are_all_retrieved() -> None:
    assert retrieved(verdict([0, 1, 2, 3, 4]), RECORDS).all()


def test_a_picture_of_something_else_is_not_retrieved() -> None:
    assert retrieved(verdict([0, 1, 2, 4, 4]), RECORDS).tolist() == [True, True, True, False, True]


def test_a_picture_that_fits_two_captions_equally_is_not_retrieved() -> None:
    twice = [RECORDS[0], RECORDS[0], RECORDS[1]]
    assert retrieved(verdict([0, 0, 1]), twice).tolist() == [False, False, True]


def test_rivals_are_only_as_many_as_asked() -> None:
    assert retrieved(verdict([2, 1, 2, 3, 4]), RECORDS, choices=2)[1].item() is True


def test_words_are_obeyed_or_not() -> None:
    records = [Record("noto", (Subject("dog"),)), Record("flat", (Subject("dog"),))]
    assert obeyed(verdict([0, 0]), records, "style").tolist() == [True, False]
    night = Record("noto", (Subject("dog"),), None, "snow", "night", None)
    assert obeyed(verdict([0]), [night], "time").tolist() == [False]


def test_an_unknown_word_is_refused() -> None:
    with pytest.raises(BadValue, match="style, colour, ground, time"):
        obeyed(verdict([0]), RECORDS[:1], "mood")


@pytest.mark.parametrize("kind", KINDS)
def test_questions_are_of_their_kind(kind: str, art: Art) -> None:
    split = load_split()
    asked = questions(kind, art, split, 50)
    assert len({question.prompt for question in asked}) == len(asked) == 50
    held = [split.holds(question.record) for question in asked]
    assert all(held) if kind.startswith("held-out") else not any(held)


def test_a_prompt_says_all_that_a_record_holds() -> None:
    record = Record("flat", (Subject("owl", "blue"),), None, "snow", "night", None)
    assert prompt(record) == "a blue owl in the snow at night in flat style"


def test_a_verdict_rates_the_record_that_was_shown_highest() -> None:
    seen = verdict([3])
    fits = [seen.of(record).item() for record in RECORDS]
    assert fits.index(max(fits)) == 3


def test_a_judge_answers_every_question_about_every_picture(composer, sampler) -> None:
    pictures = [composer.picture(sampler.anything()) for _ in range(3)]
    found = Judge(width=8).verdict(pictures)
    assert found.concept.shape == (3, len(all_concepts()))
    for answers in (found.style, found.colour, found.ground, found.time):
        assert torch.allclose(answers.exp().sum(1), torch.ones(3), atol=1e-5)
