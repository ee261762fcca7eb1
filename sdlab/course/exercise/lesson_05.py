"""Lesson 05, guidance: the one line, what a negative prompt replaces, a sweep of one setting."""

import numpy as np

from sdlab.course.exercise import Exercise, choice
from sdlab.course.exercise.experiment import changes, recipes_of
from sdlab.course.exercise.function import function

_WITHOUT, _WITH = np.array([0.2, -0.4, 1.0]), np.array([0.5, 0.1, 0.8])
_SLIPS = {
    "start from the answer without words, not from the one with words: or scale 1 already exaggerates.": (
        lambda without, with_words, scale: with_words + scale * (with_words - without)
    ),
    "the direction is the difference of the two answers, with words minus without.": (
        lambda without, with_words, scale: without + scale * with_words
    ),
    "the arrow points the wrong way: with words minus without.": (
        lambda without, with_words, scale: without + scale * (without - with_words)
    ),
    "that mixes the two; guidance goes on beyond the second.": (
        lambda without, with_words, scale: (without + scale * with_words) / (1 + scale)
    ),
}
_NEGATIVE_HINTS = {
    "A": "nothing is erased afterwards: the model is asked the same two questions at every step.",
    "C": "words have no sign. What else is asked at every step, besides the prompt?",
}


def _sweep(answer: object) -> str | None:
    recipes = recipes_of(answer)
    if not recipes:
        return "not yet. Give a list of runs: several scales, each with the same three seeds."
    scales, seeds = {recipe.guidance_scale for recipe in recipes}, {recipe.seed for recipe in recipes}
    others = changes(recipes) - {"guidance_scale", "seed"}
    if others:
        return f"{' and '.join(sorted(others))} changed as well; keep everything but guidance and seed."
    if len(scales) < 3:
        return f"a sweep needs at least three scales; you have {len(scales)}."
    if len(seeds) < 3:
        return f"one seed may be an accident; use three or more, you have {len(seeds)}."
    if len({(recipe.guidance_scale, recipe.seed) for recipe in recipes}) < len(scales) * len(seeds):
        return "not every scale was tried with every seed: then you compare scales and seeds at once."
    return None


EXERCISES = {
    "05.1": Exercise(
        function(
            lambda u, c, g: u + g * (c - u), [(_WITHOUT, _WITH, scale) for scale in (0, 1, 3, 7.5)], _SLIPS
        ),
        "Scale 1 is the model's own answer; above 1 you go past it, in the direction the words point.",
    ),
    "05.2": Exercise(
        choice("B", _NEGATIVE_HINTS),
        "The arrow now starts at the negative prompt, so it leads away from it.",
    ),
    "05.3": Exercise(
        _sweep, "Every scale saw the same seeds: what differs between the rows is guidance alone."
    ),
}
