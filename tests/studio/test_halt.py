"""A wish to stop is heard inside a step and inside the decoder, and leaves the networks as they were."""

import pytest
import torch
from torch import nn

from sdlab.job import Cancelled
from sdlab.studio.halt import halting
from sdlab.studio.watch import Interrupted


class Wish:
    """Stands for a watch whose picture is wanted for so many questions."""

    def __init__(self, times):
        self.left = times

    def check(self):
        if not self.left:
            raise Interrupted
        self.left -= 1


@pytest.fixture
def network():
    return nn.Sequential(*(nn.Linear(2, 2) for _ in range(4)))


@pytest.mark.parametrize("wanted", range(4))
def test_no_block_begins_once_the_picture_is_not_wanted(network, wanted):
    ended = []
    for layer in network:
        layer.register_forward_hook(lambda *_: ended.append(1))
    with pytest.raises(Interrupted), halting([network, "no network"], Wish(wanted)):
        network(torch.zeros(1, 2))
    assert len(ended) == wanted


def test_afterwards_the_network_asks_nobody(network):
    with halting([network], Wish(4)):
        network(torch.zeros(1, 2))
    network(torch.zeros(1, 2))
    assert not any(layer._forward_pre_hooks for layer in network)


def test_a_place_without_a_block_is_passed_over():
    with halting([nn.ModuleList([nn.Linear(2, 2), None])], Wish(0)):
        pass


@pytest.mark.parametrize(("part", "call"), [("unet", "forward"), ("vae", "decode")])
def test_a_stop_is_heard_before_the_network_under_way_has_ended(studio, monkeypatch, part, call):
    network = studio._worker.ask(lambda model: model.components[part])
    work, ended, jobs = getattr(network, call), [], []

    def stopped(*args, **named):
        jobs[0].stop()
        answer = work(*args, **named)
        ended.append(part)
        return answer

    monkeypatch.setattr(network, call, stopped)
    recipe = studio.recipe("text_to_image", prompt="a cat", num_inference_steps=2)
    # asked of the worker, so that the job is known before its network works
    studio._worker.ask(lambda model: jobs.append(studio.submit([recipe])))
    with pytest.raises(Cancelled):
        jobs[0].wait(120)
    assert not ended
