import pytest
import torch

from sdlab.errors import BadValue
from sdlab.explain.guidance import Guidance, split_guided


@pytest.fixture
def answers():
    generator = torch.Generator().manual_seed(4)
    return [torch.randn(2, 4, 8, 8, generator=generator) for _ in range(2)]


def test_a_scale_of_one_is_the_conditioned_answer_and_nought_the_unconditional(answers):
    unconditional, conditioned = answers
    assert torch.allclose(Guidance(unconditional, conditioned, 1).guided, conditioned, atol=1e-6)
    assert torch.equal(Guidance(unconditional, conditioned, 0).guided, unconditional)


def test_each_unit_of_scale_adds_the_same_push(answers):
    steps = [Guidance(*answers, scale).guided for scale in (2, 3, 4)]
    assert torch.allclose(steps[1] - steps[0], steps[2] - steps[1], atol=1e-5)


def test_a_doubled_batch_is_split_as_diffusers_does(answers):
    guidance = split_guided(torch.cat(answers), 7.5)
    assert torch.equal(guidance.unconditional, answers[0])
    assert torch.equal(guidance.guided, answers[0] + 7.5 * (answers[1] - answers[0]))


def test_lengths_are_told_for_each_picture(answers):
    guidance = Guidance(*answers, 2.0)
    assert guidance.lengths["push"] == pytest.approx([float(push.norm()) for push in guidance.push])
    assert guidance.strength_map.shape == (2, 8, 8)
    assert guidance.strength_map.square().sum() == pytest.approx(float(guidance.push.square().sum()))


def test_answers_that_do_not_match_are_refused(answers):
    with pytest.raises(BadValue, match="shape"):
        Guidance(answers[0], answers[1][:1], 2)
    with pytest.raises(BadValue, match="even"):
        split_guided(torch.zeros(3, 4, 8, 8), 2)
