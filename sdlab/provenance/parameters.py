"""A recipe in the words other Stable Diffusion programs read: the `parameters` text of A1111's web UI."""

import json

from sdlab.recipe import Recipe

# The names under which other programs know diffusers' schedulers; the rest go by our own.
_SAMPLER = {
    "ddim": "DDIM",
    "deis": "DEIS",
    "dpmpp_2m": "DPM++ 2M",
    "dpmpp_2m_karras": "DPM++ 2M Karras",
    "euler": "Euler",
    "euler_a": "Euler a",
    "heun": "Heun",
    "kdpm2": "DPM2",
    "kdpm2_a": "DPM2 a",
    "lcm": "LCM",
    "lms": "LMS",
    "pndm": "PLMS",
    "tcd": "TCD",
    "unipc": "UniPC",
}


def parameters(recipe: Recipe, width: int, height: int) -> str:
    """The recipe as prompt, negative prompt and one line of settings.

    Args:
        recipe: what made the picture.
        width: of the finished picture, in pixels; may differ from the recipe's (upscaled, outpainted).
        height: of the finished picture, in pixels.
    """
    settings: dict[str, object] = {
        "Steps": recipe.num_inference_steps,
        "Sampler": _SAMPLER.get(recipe.scheduler, recipe.scheduler),
        "CFG scale": f"{recipe.guidance_scale:g}",
        "Seed": recipe.seed,
        "Size": f"{width}x{height}",
        "Model": recipe.model,
        "RNG": "CPU",  # readers take a missing RNG for a GPU's
    }
    if recipe.model_sha256:
        settings["Model hash"] = recipe.model_sha256[:10]
    if recipe.start:
        settings["Denoising strength"] = f"{recipe.start.strength:g}"
    settings["Version"] = "sdlab " + dict(recipe.versions).get("sdlab", "")
    lines = [recipe.prompt] if recipe.prompt else []
    if recipe.negative_prompt:
        lines.append(f"Negative prompt: {recipe.negative_prompt}")
    return "\n".join(
        [*lines, ", ".join(f"{key}: {_quoted(str(value).strip())}" for key, value in settings.items())]
    )


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False) if set(",:\n") & set(value) else value
