"""One look through the model: a picture noised to any timestep, and what is believed to lie beneath."""

from dataclasses import dataclass

import torch
from PIL import Image

from sdlab.errors import BadValue
from sdlab.explain.guidance import Guidance, split_guided
from sdlab.explain.noise import add_noise, predict_clean
from sdlab.explain.pixel import to_pictures, to_tensor
from sdlab.explain.schedule import schedule_of
from sdlab.models import Model
from sdlab.recipe import Recipe
from sdlab.studio.sampling import generators, start_noise
from sdlab.studio.text import prompt_embeds


@dataclass(frozen=True, eq=False)
class Glimpse:
    """What one call of the model says.

    Args:
        timestep: how far the picture was noised, 0 (nearly clean) to 999 (noise).
        alpha_bar: the share of the clean picture's variance left at that timestep.
        noisy: the noised latents, decoded.
        clean: the clean latents that the guided answer implies, decoded.
        guidance: both answers of the model, to the negative prompt and to the prompt, and what guidance makes
            of them, in the model's own prediction type, [1, channel, row, column].
        latents: the noised latents, same shape.
    """

    timestep: int
    alpha_bar: float
    noisy: Image.Image
    clean: Image.Image
    guidance: Guidance
    latents: torch.Tensor


@torch.no_grad()
def look(model: Model, picture: Image.Image, timestep: int, recipe: Recipe) -> Glimpse:
    """Noise the picture to the timestep with the recipe's seed and ask the model once.

    The picture has the recipe's size; prompts, guidance and adapters are the recipe's.

    Raises:
        NotReached: an adapter whose file was not added.
        NotOffered: an adapter that was made for another model.
        BadValue: a timestep the model was not trained on, or pure noise and a model that predicts noise.
    """
    config = model.scheduler_config
    levels = schedule_of(config).alpha_bar
    if type(timestep) is not int or not 0 <= timestep < len(levels):
        raise BadValue("timestep", timestep, f"a whole number from 0 to {len(levels) - 1}")
    alpha_bar = float(levels[timestep])
    model.use_adapters(recipe.adapters)
    noise = start_noise(model, [recipe], generators([recipe]))
    noisy = add_noise(_encoded(model, picture), noise, alpha_bar)
    guidance = split_guided(_asked(model, noisy, timestep, recipe), recipe.guidance_scale)
    kind = str(config.get("prediction_type", "epsilon"))
    clean = predict_clean(noisy, guidance.guided, alpha_bar, kind)
    shown = [_decoded(model, each) for each in (noisy, clean)]
    return Glimpse(timestep, alpha_bar, shown[0], shown[1], guidance, noisy.float().cpu())


def _encoded(model: Model, picture: Image.Image) -> torch.Tensor:
    vae, unet = model.components["vae"], model.components["unet"]
    encoded = vae.encode(to_tensor(picture).to(vae.device, vae.dtype))
    # the tiny autoencoder gives latents, the large one a distribution: its middle is what is shown here
    latents = encoded.latents if hasattr(encoded, "latents") else encoded.latent_dist.mode()
    scaled: torch.Tensor = latents * vae.config.scaling_factor
    return scaled.to(unet.device, unet.dtype)


def _decoded(model: Model, latents: torch.Tensor) -> Image.Image:
    vae = model.components["vae"]
    decoded = vae.decode(latents.to(vae.device, vae.dtype) / vae.config.scaling_factor).sample
    return to_pictures(decoded)[0]


def _asked(model: Model, noisy: torch.Tensor, timestep: int, recipe: Recipe) -> torch.Tensor:
    """The model's answers to the negative prompt and to the prompt, [2, channel, row, column]."""
    unet, pipeline = model.components["unet"], model.pipeline("text_to_image")
    embeds = prompt_embeds(pipeline, [recipe.but(guidance_scale=max(recipe.guidance_scale, 2.0))])
    text = torch.cat([embeds["negative_prompt_embeds"], embeds["prompt_embeds"]])
    added = None
    if "pooled_prompt_embeds" in embeds:
        pools = torch.cat([embeds["negative_pooled_prompt_embeds"], embeds["pooled_prompt_embeds"]])
        sizes = [recipe.height, recipe.width, 0, 0, recipe.height, recipe.width]
        added = {"text_embeds": pools, "time_ids": torch.tensor([sizes] * 2).to(pools.device, pools.dtype)}
    answer: torch.Tensor = unet(
        torch.cat([noisy] * 2), timestep, encoder_hidden_states=text, added_cond_kwargs=added
    ).sample
    return answer
