"""Lesson 02, noise is the trick: adding noise, taking it away again, and why not in one step."""

from math import sqrt

import numpy as np

from sdlab.course.exercise import Exercise, choice
from sdlab.course.exercise.function import Reference, function

_CLEAN, _NOISE = np.array([0.5, -1.0, 0.2]), np.array([1.0, 0.3, -0.7])
_TRIALS = [(_CLEAN, _NOISE, level) for level in (0.999, 0.8, 0.5, 0.2, 0.01)]
_ADD_SLIPS: dict[str, Reference] = {
    "the square roots are missing: with ᾱ and 1 - ᾱ the picture grows dull half-way. Take √ᾱ and √(1 - ᾱ).": (
        lambda clean, noise, a: a * clean + (1 - a) * noise
    ),
    "picture and noise have changed places: at ᾱ near 1 nearly all should be picture.": (
        lambda clean, noise, a: sqrt(1 - a) * clean + sqrt(a) * noise
    ),
    "the noise needs its square root too: √(1 - ᾱ).": (
        lambda clean, noise, a: sqrt(a) * clean + (1 - a) * noise
    ),
}
_REMOVE_SLIPS: dict[str, Reference] = {
    "the noise is gone, but the picture is still too faint: divide what is left by √ᾱ.": (
        lambda noisy, noise, a: noisy - sqrt(1 - a) * noise
    ),
    "divide by √ᾱ, not by ᾱ.": lambda noisy, noise, a: (noisy - sqrt(1 - a) * noise) / a,
    "subtract the noise as strongly as it was added: √(1 - ᾱ) times.": (
        lambda noisy, noise, a: (noisy - noise) / sqrt(a)
    ),
}
_STEP_HINTS = {
    "A": "it would be as sharp if the model knew at once which picture it is going to be. It does not yet.",
    "C": "it does answer from pure noise: with the average of all it could become. How does that look?",
}

EXERCISES = {
    "02.1": Exercise(
        function(lambda clean, noise, a: sqrt(a) * clean + sqrt(1 - a) * noise, _TRIALS, _ADD_SLIPS),
        "Picture and noise are mixed so that together they always stay equally strong.",
    ),
    "02.2": Exercise(
        function(lambda noisy, noise, a: (noisy - sqrt(1 - a) * noise) / sqrt(a), _TRIALS, _REMOVE_SLIPS),
        "Whoever knows the noise knows the picture. That is why a model that guesses noise can paint.",
    ),
    "02.3": Exercise(
        choice("B", _STEP_HINTS),
        "From pure noise everything is possible, and the best single guess is the average: a blur.",
    ),
}
