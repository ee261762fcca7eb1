"""What members are shown: how much of it is simple, how many captions are empty."""

import pytest

from sdlab.train.diet import Diet
from sdlab.train.world.sampler import Sampler


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_the_share_of_simple_pictures_is_as_asked(sampler: Sampler, share: float) -> None:
    diet = Diet(sampler, simple=share, empty=0.0)
    records = [diet.record() for _ in range(2000)]
    scenes = sum(record.relation is not None or record.ground is not None for record in records)
    anything = [sampler.anything() for _ in range(2000)]
    of_all = sum(record.relation is not None or record.ground is not None for record in anything)
    assert scenes / 2000 == pytest.approx((1 - share) * of_all / 2000, abs=0.05)


@pytest.mark.parametrize("share", [0.0, 0.1, 1.0])
def test_the_share_of_empty_captions_is_as_asked(sampler: Sampler, share: float) -> None:
    diet = Diet(sampler, simple=1.0, empty=share)
    empty = sum(diet.caption() == "" for _ in range(3000))
    assert empty / 3000 == pytest.approx(share, abs=0.025)
