"""Lesson 01, from noise to picture: what a seed changes, replaying a recipe, changing one thing only."""

from sdlab.course.exercise import Exercise, choice
from sdlab.course.exercise.experiment import changes, differing, recipe_of, recipes_of
from sdlab.recipe import Recipe

CLASSMATE = Recipe(
    prompt="a house in the snow at sunset", seed=2026, num_inference_steps=16, guidance_scale=6.0
)


def _replayed(answer: object) -> str | None:
    recipe = recipe_of(answer)
    if recipe is None:
        return "not yet. Give the run you got back from replay, not the picture or the file's name."
    wrong = differing(recipe, CLASSMATE)
    if wrong == ["seed"]:
        return "the words are right, the seed is not: another seed is another noise, so another picture."
    if wrong:
        return (
            f"not the same: {' and '.join(wrong)} differ from the file. Let replay read the recipe for you."
        )
    return None


def _one_change(answer: object) -> str | None:
    recipes = recipes_of(answer)
    if not recipes:
        return "not yet. Give a list of runs, such as [first, second, third]."
    changed = changes(recipes)
    seeds = len({recipe.seed for recipe in recipes})
    if changed - {"seed"}:
        others = " and ".join(sorted(changed - {"seed"}))
        return f"{others} changed too, so nobody can say what the seed did. Change the seed only."
    if seeds < 3:
        return f"three seeds make a first impression; you have {seeds}."
    return None


_SEED_HINTS = {
    "A": "the words did not change, and the model reads them as before. What is drawn from the seed?",
    "C": "then the noise would have to be the same. The seed is what the noise is drawn from.",
}

EXERCISES = {
    "01.1": Exercise(
        choice("B", _SEED_HINTS),
        "The seed chooses the noise a picture starts from; the words pull every noise towards their meaning.",
    ),
    "01.2": Exercise(
        _replayed, "The recipe inside the file was enough: same model, same recipe, same picture."
    ),
    "01.3": Exercise(_one_change, "One thing changed, all else equal: that is an experiment."),
}
