"""Pictures as a crowd, and the nearest known one."""

import pytest
import torch

from sdlab.errors import BadValue
from sdlab.train.score.judge import Judge
from sdlab.train.score.likeness import features, kid, nearest, sure_kid


def crowd(seed: int, shift: float = 0.0, count: int = 400) -> torch.Tensor:
    """Random unit features around a direction that `shift` turns."""
    drawn = torch.randn(count, 16, generator=torch.Generator().manual_seed(seed))
    drawn[:, 0] += shift
    return torch.nn.functional.normalize(drawn, dim=1)


def test_two_crowds_of_one_kind_are_no_distance_apart() -> None:
    assert abs(kid(crowd(1), crowd(2))) < 0.1 * kid(crowd(1), crowd(2, shift=1.0))


def test_the_distance_grows_with_the_difference() -> None:
    assert kid(crowd(1), crowd(2, 0.5)) < kid(crowd(1), crowd(2, 1.0)) < kid(crowd(1), crowd(2, 2.0))


def test_a_crowd_of_one_is_refused() -> None:
    with pytest.raises(BadValue, match="two or more"):
        kid(crowd(1)[:1], crowd(2))


def test_a_known_picture_is_its_own_nearest() -> None:
    known = crowd(3)
    found = nearest(known[[5, 7]], known)
    assert found.index.tolist() == [5, 7]
    assert torch.allclose(found.alike, torch.ones(2), atol=1e-5)


def test_features_are_of_length_one(composer, sampler) -> None:
    pictures = [composer.picture(sampler.anything()) for _ in range(3)]
    found = features(Judge(width=8), pictures)
    assert torch.allclose(found.norm(dim=1), torch.ones(3), atol=1e-5)


def test_the_interval_of_a_distance_holds_it_and_narrows_with_more_pictures() -> None:
    few, many = (sure_kid(crowd(1, 1.0)[:count], crowd(2)) for count in (20, len(crowd(1))))
    for found in (few, many):
        assert found["low"] < found["value"] < found["high"]
    assert many["high"] - many["low"] < few["high"] - few["low"]
