"""Judging how an experiment was done: which recipes were run, and what differs between them."""

from dataclasses import fields

from sdlab.recipe import Recipe

_MADE_BY = ("model", "model_sha256", "versions", "note", "width", "height")


def recipe_of(answer: object) -> Recipe | None:
    """The recipe of a run, or the recipe itself; None for anything else."""
    recipe = getattr(answer, "recipe", answer)
    return recipe if isinstance(recipe, Recipe) else None


def recipes_of(answer: object) -> list[Recipe]:
    """The recipes of a list of runs, also of a list of lists; empty if anything in it is no run."""
    if not isinstance(answer, list | tuple):
        return []
    found: list[Recipe] = []
    for item in answer:
        one = recipe_of(item)
        inner = [one] if one is not None else recipes_of(item)
        if not inner:
            return []
        found += inner
    return found


def differing(one: Recipe, other: Recipe) -> list[str]:
    """The names of what differs between two recipes; who ran them, and at what size, does not count."""
    names = [field.name for field in fields(Recipe) if field.compare and field.name not in _MADE_BY]
    return [name for name in names if getattr(one, name) != getattr(other, name)]


def changes(recipes: list[Recipe]) -> set[str]:
    """The names of everything that was changed among recipes."""
    return {name for recipe in recipes[1:] for name in differing(recipes[0], recipe)}
