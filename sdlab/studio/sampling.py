"""One call of a diffusers pipeline for a batch of recipes: seeded one by one, watched step by step."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import torch

from sdlab.models import Model
from sdlab.models.scheduler import build_scheduler
from sdlab.recipe import Recipe
from sdlab.run import Run
from sdlab.studio.camera import Camera
from sdlab.studio.halt import halting
from sdlab.studio.text import prompt_inputs
from sdlab.studio.watch import Watch

if TYPE_CHECKING:
    from diffusers import DiffusionPipeline


def sample(
    model: Model,
    pipeline: "DiffusionPipeline",
    recipes: Sequence[Recipe],
    watch: Watch,
    inputs: Mapping[str, Any],
) -> list[Run]:
    """One run for each recipe, by one call of the pipeline.

    Prompts, seeds, steps, guidance and scheduler come from the recipes; `inputs` are the pipeline's further
    arguments by diffusers' names (`width`, `height`, `image`, `strength`, …) and overrule them.

    Raises:
        Interrupted: the pictures are not wanted any more.
    """
    first = recipes[0]
    pipeline.scheduler = build_scheduler(first.scheduler, model.scheduler_config)
    camera = Camera(pipeline, first.scheduler, model.developer, watch)
    given: dict[str, Any] = {
        **prompt_inputs(pipeline, recipes),
        "num_inference_steps": first.num_inference_steps,
        "guidance_scale": first.guidance_scale,
        "generator": generators(recipes),
    }
    try:
        # a twentieth faster on a CPU than diffusers' own no_grad; weights that are moved or cast while the
        # pipeline runs, as on a GPU, do not bear it, nor do compiled blocks
        with torch.inference_mode(model.plan.device == "cpu" and not model.plan.compiled):
            # compiled blocks take no hooks
            parts = () if model.plan.compiled else pipeline.components.values()
            with halting(parts, watch):
                pictures = pipeline(**given | dict(inputs)).images
    finally:
        camera.leave()
        pipeline.maybe_free_model_hooks()  # a call that was left early has not done so itself
    watch.check()
    return [
        Run(picture=picture, recipe=recipe, film=film)
        for picture, recipe, film in zip(pictures, recipes, camera.films, strict=True)
    ]


def generators(recipes: Sequence[Recipe]) -> list[torch.Generator]:
    """One generator a picture, on the CPU: a picture depends neither on its neighbours nor on the device."""
    return [torch.Generator("cpu").manual_seed(recipe.seed) for recipe in recipes]


def start_noise(model: Model, recipes: Sequence[Recipe], seeded: Sequence[torch.Generator]) -> torch.Tensor:
    """The pure noise each recipe starts from, [batch, channel, row, column], of variance 1.

    Drawn in float32 whatever the model's precision, so that a seed means the same picture on every device; in
    float32 these are the numbers diffusers draws itself.
    """
    unet, vae = model.components["unet"], model.components["vae"]
    scale = 2 ** (len(vae.config.block_out_channels) - 1)
    drawn = [
        torch.randn(
            1, vae.config.latent_channels, recipe.height // scale, recipe.width // scale, generator=generator
        )
        for recipe, generator in zip(recipes, seeded, strict=True)
    ]
    return torch.cat(drawn).to(unet.device, unet.dtype)


def steps_run(num_inference_steps: int, strength: float) -> int:
    """How many of the steps a run of that strength does, by diffusers' own rule."""
    return min(int(num_inference_steps * strength), num_inference_steps)


def looks(model: Model, recipe: Recipe, strength: float = 1.0) -> int:
    """How often a run of that strength asks the model, which is as many frames as its film has.

    Once a step; schedulers that look twice ask more often.
    """
    scheduler = build_scheduler(recipe.scheduler, model.scheduler_config)
    scheduler.set_timesteps(recipe.num_inference_steps)
    steps = steps_run(recipe.num_inference_steps, strength)
    left_out = (recipe.num_inference_steps - steps) * scheduler.order
    return len(scheduler.timesteps) - left_out if steps else 0
