"""The studio's methods that make several runs to compare: grids, in-betweens, branches."""

from collections.abc import Sequence
from typing import cast

from sdlab.errors import BadValue
from sdlab.models import Model
from sdlab.recipe import Axis, Blend, Branch, Recipe
from sdlab.recipe.axis import Value, cells
from sdlab.recipe.check import check_guidance, check_kind, check_whole
from sdlab.run import Run
from sdlab.studio import outpaint
from sdlab.studio.grid import Grid
from sdlab.studio.sampling import looks
from sdlab.studio.session import MAX_COUNT, Session
from sdlab.studio.variation import ANEW

AxisLike = Axis | tuple[str, Sequence[Value]]


class Explorer(Session):
    """Runs that belong together."""

    def grid(
        self,
        recipe: Recipe | Run | str,
        across: AxisLike,
        down: AxisLike | None = None,
        *,
        seed: int | None = None,
    ) -> Grid:
        """A recipe varied along one or two axes, made as one job.

        Args:
            recipe: what all cells share: a recipe, a run, or a prompt for the model's own settings.
            across: a parameter and its values along a row, such as `("guidance_scale", [1, 4, 8])`; for
                "prompt" each value takes the place of the first one, a piece of the prompt.
            down: likewise from row to row.
            seed: for a prompt; a random one if left out, the same for all cells.

        Raises:
            UnknownName: no such parameter.
            BadValue: a value out of range, or a piece to replace that the prompt lacks.
        """
        base = self._base(recipe, seed)
        along, from_row = _axis(across), None if down is None else _axis(down)
        return Grid(tuple(self.run(cells(base, along, from_row))), along, from_row)

    def interpolate(
        self,
        recipe: Recipe | Run | str,
        *,
        to_prompt: str | None = None,
        to_seed: int | None = None,
        count: int = 8,
        seed: int | None = None,
    ) -> list[Run]:
        """Pictures on the way from one prompt or seed to another, both ends among them, evenly spaced.

        The noise and the prompt's embeddings each move along the arc between the ends.

        Args:
            recipe: the near end: a text to image recipe or run, or a prompt for the model's own settings.
            to_prompt: the far end's prompt; the same if left out.
            to_seed: the far end's seed; the same if left out.
            count: how many pictures, 2 or more.
            seed: for a prompt; a random one if left out.

        Raises:
            BadValue: neither a prompt nor a seed to go to, or fewer than 2 pictures.
        """
        check_whole("count", count, 2, MAX_COUNT)
        base = self._base(recipe, seed)
        if base.task not in ("text_to_image", "unconditional"):
            raise BadValue("recipe", base.task, "a text to image recipe", "Other tasks have a start picture.")
        shares = [number / (count - 1) for number in range(count)]
        return self.run(
            [base.but(blend=Blend(share=share, seed=to_seed, prompt=to_prompt)) for share in shares]
        )

    def branch(
        self,
        run: Run | Recipe,
        step: int,
        *,
        prompt: str | None = None,
        negative_prompt: str | None = None,
        guidance_scale: float | None = None,
    ) -> Run:
        """A run that is its parent for `step` steps and then goes on with another prompt or guidance.

        At step 0 it is the run that those settings would have given from the beginning, at the last step its
        parent.

        Args:
            run: the parent.
            step: after how many of its steps to leave it, counted as the frames of its film.
            prompt: what to go on with; the parent's if left out, like the others.
            negative_prompt: likewise.
            guidance_scale: likewise; on the parent's side of 1.

        Raises:
            BadValue: a step the parent does not have, a parent that is a branch itself, or guidance turned on
                or off on the way.
        """
        parent = run.recipe if isinstance(run, Run) else run
        check_kind("run", parent, Recipe, "a run or a recipe")
        if parent.branch is not None or parent.task == "upscale":
            raise BadValue(
                "run", "a branch or an upscaling", "another run", "Branch from its parent instead."
            )
        steps = self._worker.ask(lambda model: _steps(model, parent), between_jobs=True)
        check_whole("step", step, 0, steps, ANEW)
        guidance = parent.guidance_scale if guidance_scale is None else guidance_scale
        check_guidance(guidance)
        if (guidance > 1) != (parent.guidance_scale > 1):
            side = "above 1" if parent.guidance_scale > 1 else "1 or less"
            raise BadValue("guidance_scale", guidance, f"{side}, as the parent's")
        before = Branch(
            step=step,
            prompt=parent.prompt,
            negative_prompt=parent.negative_prompt,
            guidance_scale=parent.guidance_scale,
        )
        return self.run(
            parent.but(
                prompt=parent.prompt if prompt is None else prompt,
                negative_prompt=parent.negative_prompt if negative_prompt is None else negative_prompt,
                guidance_scale=guidance,
                branch=before,
            )
        )

    def _base(self, recipe: Recipe | Run | str, seed: int | None) -> Recipe:
        if isinstance(recipe, str):
            return self.spread(self.recipe("text_to_image"), recipe, seed, 1)[0]
        base = recipe.recipe if isinstance(recipe, Run) else recipe
        check_kind("recipe", base, Recipe, "a recipe, a run or a prompt")
        return base if seed is None else base.but(seed=seed)


def _steps(model: Model, recipe: Recipe) -> int:
    """How many steps a run of the recipe does, all its passes together."""
    if recipe.task == "outpaint":
        return outpaint.steps_of_all(model, recipe)
    return looks(model.server(recipe.task), recipe, recipe.start.strength if recipe.start else 1.0)


def _axis(axis: AxisLike) -> Axis:
    if isinstance(axis, Axis):
        return axis
    words = 'a parameter and its values, such as ("seed", [1, 2, 3])'
    check_kind("axis", axis, tuple, words)
    parameter, values = [*axis, None, None][:2]
    check_kind("axis", parameter, str, words)
    check_kind("axis", values, Sequence, words)
    return Axis(parameter=cast("str", parameter), values=tuple(cast("Sequence[Value]", values)))
