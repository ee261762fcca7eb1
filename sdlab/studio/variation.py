"""Runs that are kin to another: between two seeds or prompts, or leaving their parent half-way."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import torch

from sdlab.errors import BadValue
from sdlab.explain.latent import slerp
from sdlab.models import Model
from sdlab.recipe import Branch, Recipe
from sdlab.recipe.check import check_whole
from sdlab.studio.sampling import generators, start_noise
from sdlab.studio.text import prompt_embeds

if TYPE_CHECKING:
    from diffusers import DiffusionPipeline

ANEW = "0 starts anew."  # the remedy for a step to branch at that a run does not have
_NO_TEXT = {"prompt": None, "negative_prompt": None}  # embeddings stand in for both
Switch = Callable[["DiffusionPipeline", int, Any, dict[str, torch.Tensor]], dict[str, torch.Tensor]]


def varied(model: Model, pipeline: "DiffusionPipeline", recipes: Sequence[Recipe]) -> dict[str, Any]:
    """The pipeline's arguments that make the recipes' blends and branches; none for plain recipes."""
    inputs: dict[str, Any] = {}
    if any(recipe.blend for recipe in recipes):
        inputs |= _blended(model, pipeline, recipes)
    branch = recipes[0].branch
    if branch and branch.step > 0:
        inputs |= _branched(pipeline, recipes, branch)
    return inputs


def _blended(model: Model, pipeline: "DiffusionPipeline", recipes: Sequence[Recipe]) -> dict[str, Any]:
    """Noise and prompts on the arc between each recipe's own and those its blend names."""
    ends = [_far_end(recipe) for recipe in recipes]
    shares = [recipe.blend.share if recipe.blend else 0.0 for recipe in recipes]
    seeded, far_seeded = generators(recipes), generators(ends)
    near, far = start_noise(model, recipes, seeded), start_noise(model, ends, far_seeded)
    # stochastic schedulers go on drawing where the noise stopped: the far end as it would alone
    drawing = [
        other if share == 1 else one for one, other, share in zip(seeded, far_seeded, shares, strict=True)
    ]
    inputs: dict[str, Any] = {"generator": drawing}
    if recipes[0].task in ("text_to_image", "unconditional"):
        inputs["latents"] = _between(near, far, shares)
    own, other = prompt_embeds(pipeline, recipes, ends), prompt_embeds(pipeline, ends, recipes)
    return inputs | {name: _between(value, other[name], shares) for name, value in own.items()} | _NO_TEXT


def _far_end(recipe: Recipe) -> Recipe:
    blend = recipe.blend
    if blend is None:
        return recipe
    seed = recipe.seed if blend.seed is None else blend.seed
    return recipe.but(seed=seed, prompt=recipe.prompt if blend.prompt is None else blend.prompt, blend=None)


def _between(near: torch.Tensor, far: torch.Tensor, shares: Sequence[float]) -> torch.Tensor:
    points = [slerp(one, other, share) for one, other, share in zip(near, far, shares, strict=True)]
    return torch.stack(points)


def _branched(pipeline: "DiffusionPipeline", recipes: Sequence[Recipe], branch: Branch) -> dict[str, Any]:
    """The parent's prompt and guidance, and a callback that puts the recipes' own in their place.

    The parent's steps are run again instead of taken up from its film: only so do solvers that remember past
    steps go on as they would have, and the recipe alone gives the picture again.
    """
    parents = [
        recipe.but(
            prompt=branch.prompt,
            negative_prompt=branch.negative_prompt,
            guidance_scale=branch.guidance_scale,
        )
        for recipe in recipes
    ]
    _check_guidance(pipeline, recipes[0], branch)
    before = prompt_embeds(pipeline, parents, recipes)
    after = prompt_embeds(pipeline, recipes, parents)
    switch = _switch(branch.step, after, recipes[0].guidance_scale)
    return before | _NO_TEXT | {"guidance_scale": branch.guidance_scale, "callback_on_step_end": switch}


def _switch(step: int, embeds: dict[str, torch.Tensor], guidance_scale: float) -> Switch:
    def switch(
        pipeline: "DiffusionPipeline", index: int, timestep: object, held: dict[str, torch.Tensor]
    ) -> dict[str, torch.Tensor]:
        del timestep, held
        if index == 0:
            check_whole("step", step, 0, pipeline.num_timesteps, ANEW)
        if index != step - 1:
            return {}
        pipeline._guidance_scale = guidance_scale  # noqa: SLF001 - diffusers' own callbacks change it so
        guided = pipeline.do_classifier_free_guidance  # not where guidance goes in with the time, as in LCM
        halves = [embeds["negative_prompt_embeds"]] if guided else []
        changed = {"prompt_embeds": torch.cat([*halves, embeds["prompt_embeds"]])}
        if "pooled_prompt_embeds" in embeds:
            pools = [embeds["negative_pooled_prompt_embeds"]] if guided else []
            changed["add_text_embeds"] = torch.cat([*pools, embeds["pooled_prompt_embeds"]])
        return changed

    return switch


def _check_guidance(pipeline: "DiffusionPipeline", recipe: Recipe, branch: Branch) -> None:
    """Pass a branch with as many answers a step as its parent: the pipeline has laid them out."""
    scale, remedy = recipe.guidance_scale, "Start a run anew."
    if (scale > 1) != (branch.guidance_scale > 1):
        side = "above 1" if branch.guidance_scale > 1 else "1 or less"
        raise BadValue("guidance_scale", scale, f"{side}, as the parent's", remedy)
    if scale != branch.guidance_scale and pipeline.unet.config.time_cond_proj_dim is not None:
        allowed = f"{branch.guidance_scale:g}, as the parent's: this model is told it before the first step"
        raise BadValue("guidance_scale", scale, allowed, remedy)
