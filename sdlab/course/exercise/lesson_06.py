"""Lesson 06, seeds, steps, schedulers, size: what is legal, what it costs, what is cheapest."""

import numpy as np

from sdlab.course.exercise import Exercise, choice
from sdlab.course.exercise.experiment import differing
from sdlab.course.exercise.function import function
from sdlab.run import Run

TWICE = ("heun", "kdpm2", "kdpm2_a", "dpm2", "dpm2_a")  # ask the model twice a step
REFERENCE_STEPS, MOST_CALLS, LEVELS = 50, 40, 3.0

_SIZE_SLIPS = {
    "that rounds down; 125 is nearer to 128 than to 120.": lambda side: side // 8 * 8,
    "that rounds up; 129 is nearer to 128 than to 136.": lambda side: -(-side // 8) * 8,
    "that is how many latents fit; multiply by 8 to get pixels again.": lambda side: round(side / 8),
}
_STOCHASTIC_HINTS = {
    "A": "that would need both to head for the same picture. One of them adds new noise at every step.",
    "C": "the seed fixes all the noise, also that of the steps; run it twice and see.",
}


def calls(run: Run) -> int:
    """How often a run asked the model, counting those schedulers twice that ask twice a step."""
    recipe = run.recipe
    return recipe.num_inference_steps * (2 if recipe.scheduler in TWICE else 1)


def distance(one: Run, other: Run) -> float:
    """The mean difference of two pictures of one size in levels of 0 to 255."""
    pictures = (np.asarray(run.picture.convert("RGB"), np.float64) for run in (one, other))
    first, second = pictures
    return float(np.abs(first - second).mean())


def _cheapest(answer: object) -> str | None:
    pair = list(answer) if isinstance(answer, list | tuple) else []
    if len(pair) != 2 or not all(isinstance(run, Run) for run in pair):
        return "not yet. Give two runs: [your cheap one, the reference of 50 steps]."
    cheap, reference = pair
    if reference.recipe.num_inference_steps < REFERENCE_STEPS:
        return f"the reference must have {REFERENCE_STEPS} steps, or nobody knows what you are near to."
    others = set(differing(cheap.recipe, reference.recipe)) - {"num_inference_steps", "scheduler"}
    if others:
        return f"{' and '.join(sorted(others))} changed as well; change steps and scheduler only."
    if calls(cheap) > MOST_CALLS:
        return f"that asks the model {calls(cheap)} times; stay at {MOST_CALLS} or below."
    if distance(cheap, reference) > LEVELS:
        return (
            f"cheap, but another picture: more than {LEVELS:g} levels from the reference. Spend more steps."
        )
    return None


EXERCISES = {
    "06.1": Exercise(
        function(
            lambda side: (int(side) + 4) // 8 * 8, [(side,) for side in (64, 125, 129, 135, 200)], _SIZE_SLIPS
        ),
        "Eight pixels are one latent, so sides come in eights.",
    ),
    "06.2": Exercise(
        choice("B", _STOCHASTIC_HINTS),
        "A scheduler that adds noise on the way never settles; one that does not comes to rest.",
    ),
    "06.3": Exercise(_cheapest, "Near enough for the eye, and a good deal cheaper."),
}
