"""A picture painted on beyond its edges, pass by pass at the size the model knows."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PIL import Image

from sdlab.mask import Box
from sdlab.models import Model
from sdlab.picture import open_picture
from sdlab.recipe import Margin, Recipe
from sdlab.recipe.check import MAX_SEED, check_whole
from sdlab.run import Run
from sdlab.studio.filling import extended, fill, manner
from sdlab.studio.frontier import Frontier
from sdlab.studio.image_to_image import noting_steps, start_of
from sdlab.studio.sampling import looks
from sdlab.studio.variation import ANEW
from sdlab.studio.watch import Watch

if TYPE_CHECKING:
    from sdlab.film import Frame


def make(model: Model, recipes: Sequence[Recipe], watch: Watch) -> list[Run]:
    """The start picture of each recipe with its margins painted on; the picture itself stays as it is.

    A pass is as large as the recipe's width and height and fills what is still empty of its window, seeing
    what is there already; the seed goes up by one from pass to pass.
    """
    first, server = recipes[0], model.server("outpaint")
    picture = open_picture(start_of(first).picture.picture)
    frontier = _frontier(first, picture)
    canvases = [Canvas(picture, frontier) for _ in recipes]
    passes, steps = needed(frontier), looks(server, first)
    watch.expect(len(passes) * steps)
    if first.branch is not None:
        check_whole("step", first.branch.step, 0, len(passes) * steps, ANEW)
    for number, window in enumerate(passes):
        numbered = [_of_pass(recipe, number, steps) for recipe in recipes]
        _paint(model, numbered, watch, canvases, window)
    how = f"{manner(model)}, {len(passes)} × {first.width} × {first.height} pixels"
    noted = noting_steps(server, recipes, 1.0, how)
    return [
        Run(picture=canvas.picture.crop(frontier.wanted), recipe=recipe, film=tuple(canvas.film))
        for canvas, recipe in zip(canvases, noted, strict=True)
    ]


def steps_of_all(model: Model, recipe: Recipe) -> int:
    """How many steps the recipe's passes do together."""
    frontier = _frontier(recipe, start_of(recipe).picture.picture)
    return len(needed(frontier)) * looks(model.server("outpaint"), recipe)


def margin_of(recipe: Recipe) -> Margin:
    """The recipe's margin, which the recipe itself has made sure of."""
    assert recipe.margin is not None, "a recipe to outpaint has a margin"  # noqa: S101
    return recipe.margin


class Canvas:
    """A picture that grows: what is painted so far, where, and the frames of how it came about."""

    def __init__(self, picture: Image.Image, frontier: Frontier) -> None:
        self.picture = Image.new("RGB", frontier.size)
        self.picture.paste(picture, frontier.kept)
        self.empty = Image.new("L", frontier.size, 255)
        self.empty.paste(0, frontier.kept)
        self.film: list[Frame] = []

    def view(self, window: Box) -> tuple[Image.Image, Image.Image]:
        """What a pass sees: its window, carried on into the empty part, and the mask of that part."""
        empty = self.empty.crop(window)
        return extended(self.picture.crop(window), empty), empty

    def add(self, run: Run, window: Box) -> None:
        """Put what a pass painted into the empty part of its window."""
        self.picture.paste(run.picture, window, self.empty.crop(window))
        self.empty.paste(0, window)
        self.film.extend(run.film)


def needed(frontier: Frontier) -> list[Box]:
    """The passes that have something to paint of what is wanted in the end."""
    empty = Image.new("L", frontier.size, 0)
    empty.paste(255, frontier.wanted)
    empty.paste(0, frontier.kept)
    passes = []
    for window in frontier.windows():
        if empty.crop(window).getbbox() is not None:
            passes.append(window)
            empty.paste(0, window)
    return passes


def _frontier(recipe: Recipe, picture: Image.Image) -> Frontier:
    return Frontier.of(picture.size, margin_of(recipe), (recipe.width, recipe.height))


def _of_pass(recipe: Recipe, number: int, steps: int) -> Recipe:
    """The recipe as pass `number`, from 0, paints it: its seed, and what its branch leaves of these steps."""
    branch = recipe.branch
    if branch is not None:
        branch = replace(branch, step=min(max(branch.step - number * steps, 0), steps))
    return recipe.but(seed=(recipe.seed + number) % (MAX_SEED + 1), branch=branch)


def _paint(
    model: Model, recipes: Sequence[Recipe], watch: Watch, canvases: Sequence[Canvas], window: Box
) -> None:
    views = [canvas.view(window) for canvas in canvases]
    runs = fill(model, recipes, watch, [seen for seen, _ in views], views[0][1], 1.0)
    for canvas, run in zip(canvases, runs, strict=True):
        canvas.add(run, window)
