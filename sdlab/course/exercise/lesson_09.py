"""Lesson 09, paint it away, paint it wider: the blend, a dog that becomes a cat, a wider picture."""

import numpy as np
from PIL import Image

from sdlab.course.exercise import Exercise
from sdlab.course.exercise.experiment import recipe_of
from sdlab.course.exercise.function import function
from sdlab.run import Run

_KNOWN, _PAINTED, _MASK = (
    np.array([1.0, 1.0, 1.0, 1.0]),
    np.array([5.0, 6.0, 7.0, 8.0]),
    np.array([0, 0.5, 1, 1]),
)
_SLIPS = {
    "the wrong way round: 1 in the mask means it may change, so there take what was painted.": (
        lambda known, painted, mask: mask * known + (1 - mask) * painted
    ),
    "that adds the two everywhere; outside the mask nothing may be added.": (
        lambda known, painted, mask: known + mask * painted
    ),
    "outside the mask the picture we know is missing: add (1 - mask) times it.": (
        lambda _, painted, mask: mask * painted
    ),
}


def _levels(picture: Image.Image) -> "np.ndarray[tuple[int, ...], np.dtype[np.int16]]":
    return np.asarray(picture.convert("RGB"), np.int16)


def _dog_to_cat(answer: object) -> str | None:
    recipe = recipe_of(answer)
    if not isinstance(answer, Run) or recipe is None or recipe.task != "inpaint":
        return "not yet. Give the run that inpaint gave you."
    if recipe.start is None or recipe.hole is None or "cat" not in recipe.prompt:
        return "the prompt must ask for a cat; the mask only says where."
    free = np.asarray(recipe.hole.mask.picture.convert("L")) > 0
    if not 0.05 <= free.mean() <= 0.7:
        return f"the mask frees {free.mean():.0%} of the picture; free the dog and a little around it."
    changed = np.abs(_levels(answer.picture) - _levels(recipe.start.picture.picture)).max(axis=2)
    if changed[~free].any():
        return "something outside the mask changed. Give inpaint the picture itself, at its own size."
    if not changed[free].any():
        return "nothing inside the mask changed."
    return None


def _wider(answer: object) -> str | None:
    recipe = recipe_of(answer)
    if not isinstance(answer, Run) or recipe is None or recipe.task != "outpaint":
        return "not yet. Give the run that outpaint gave you."
    if recipe.start is None or recipe.margin is None:
        return "this run has no picture to keep. Give outpaint the picture first."
    kept, margin = recipe.start.picture.picture, recipe.margin
    if answer.picture.width < 1.5 * kept.width:
        return (
            f"{answer.picture.width} pixels wide; one and a half times {kept.width} is {kept.width * 3 // 2}."
        )
    box = (margin.left, margin.top, margin.left + kept.width, margin.top + kept.height)
    if not np.array_equal(_levels(answer.picture.crop(box)), _levels(kept)):
        return "the old picture was changed on the way."
    return None


EXERCISES = {
    "09.1": Exercise(
        function(lambda k, p, m: m * p + (1 - m) * k, [(_KNOWN, _PAINTED, _MASK)], _SLIPS),
        "At every step it makes any model fill holes; at the end it keeps the rest exactly as it was.",
    ),
    "09.2": Exercise(_dog_to_cat, "Not one pixel outside the mask changed, and you have the proof."),
    "09.3": Exercise(_wider, "Wider, and the old picture is still there, bit for bit."),
}
