"""Image to image under measurement."""

from PIL import Image

from sdlab.train.sampling import Sampling, reworked
from sdlab.train.score.rework import change, rank_correlation
from sdlab.train.workshop import Workshop

STRENGTHS = (0.2, 0.5, 0.8)


def test_change_that_grows_with_strength_correlates_wholly() -> None:
    assert rank_correlation([1.0, 5.0, 6.0], STRENGTHS) == 1.0
    assert rank_correlation([6.0, 5.0, 1.0], STRENGTHS) == -1.0
    assert rank_correlation([2.0, 2.0, 2.0], STRENGTHS) == 0.0


def test_a_picture_has_not_changed_against_itself() -> None:
    black, white = (Image.new("RGB", (8, 8), colour) for colour in ("black", "white"))
    assert change(black, black) == 0.0
    assert change(black, white) == 255.0


def test_reworking_starts_from_the_picture(trained: Workshop) -> None:
    member = trained.member()
    black, white = (Image.new("RGB", (128, 128), colour) for colour in ("black", "white"))
    how = Sampling(steps=4)
    some = reworked(member, [black, white], ["a dog", "a dog"], 0.25, how)
    assert change(black, some[0]) != change(white, some[0])
    assert some[0].tobytes() != some[1].tobytes()
    assert reworked(member, [black], ["a dog"], 0.25, how)[0].tobytes() == some[0].tobytes()
