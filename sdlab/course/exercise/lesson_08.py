"""Lesson 08, picture to picture: the steps that run, the ends of the scale, day into night."""

from sdlab.course.exercise import Exercise, choice
from sdlab.course.exercise.experiment import recipe_of
from sdlab.course.exercise.function import function

_TRIALS = [(20, 0.0), (20, 0.5), (20, 0.33), (30, 0.6), (50, 0.75), (10, 1.0)]
_SLIPS = {
    "strength is the share that does run, not the share that is skipped.": lambda steps, s: int(
        steps * (1 - s)
    ),
    "a step is run whole or not at all, and never one too many: round down.": lambda steps, s: round(
        steps * s
    ),
    "a step cannot be run in part: make it a whole number.": lambda steps, s: steps * s,
}
_ZERO_HINTS = {
    "A": "that is the other end of the scale.",
    "C": "with no step to run the model is never asked, so it cannot refuse either.",
}


def _night(answer: object) -> str | None:
    recipe = recipe_of(answer)
    if recipe is None:
        return "not yet. Give the run that image_to_image gave you."
    if recipe.task != "image_to_image" or recipe.start is None:
        return "that picture was made from words alone, so it kept nothing of the day. Use image_to_image."
    if "night" not in recipe.prompt:
        return "the prompt must say that it is night; the picture cannot."
    if recipe.start.strength < 0.25:
        return f"with strength {recipe.start.strength:g} the sky has no time to turn dark. Go higher."
    if recipe.start.strength > 0.85:
        return f"with strength {recipe.start.strength:g} the old layout is gone. Go lower."
    return None


EXERCISES = {
    "08.1": Exercise(
        function(lambda steps, strength: int(steps * strength), _TRIALS, _SLIPS),
        "Strength is where on the line you get on: the rest of the way is run, and no more.",
    ),
    "08.2": Exercise(choice("B", _ZERO_HINTS), "No noise, no steps: the picture as it was, pixel for pixel."),
    "08.3": Exercise(_night, "Enough noise to repaint the light, too little to move the house."),
}
