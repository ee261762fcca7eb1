"""A model that computes nothing, for tests of what the tasks do around it."""

from types import SimpleNamespace
from typing import ClassVar

import numpy as np
from PIL import Image

from sdlab.run import Run


class FakeWatch:
    """A job's ear that hears nothing."""

    def expect(self, steps):
        self.steps = steps


class FakeModel:
    """A model with a filler's looks; what it would paint is `noisy`."""

    scheduler_config: ClassVar = {}

    def __init__(self, channels=4):
        self.components = {"unet": SimpleNamespace(config=SimpleNamespace(in_channels=channels))}

    def server(self, task):
        return self

    def pipeline(self, task):
        return None


def noisy(model, pipeline, recipes, watch, inputs):
    """In place of sampling: a picture of noise in the worked size."""
    generator = np.random.default_rng(recipes[0].seed)
    shape = (inputs["height"], inputs["width"], 3)
    return [
        Run(picture=Image.fromarray(generator.integers(0, 256, shape, dtype=np.uint8)), recipe=recipe)
        for recipe in recipes
    ]
