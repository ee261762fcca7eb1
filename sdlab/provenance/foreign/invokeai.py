"""InvokeAI: JSON in `invokeai_metadata` (from 3.0 on) or `sd-metadata` (before)."""

from typing import Any

from sdlab.provenance.foreign import Found
from sdlab.provenance.foreign.document import document, pairs_of

KEYS = {
    "positive_prompt": "prompt",
    "negative_prompt": "negative_prompt",
    "seed": "seed",
    "steps": "num_inference_steps",
    "cfg_scale": "guidance_scale",
    "scheduler": "scheduler",
    "width": "width",
    "height": "height",
    "strength": "belongs to the picture it started from",
}
OLD_KEYS = {
    "prompt": "prompt",
    "seed": "seed",
    "steps": "num_inference_steps",
    "cfg_scale": "guidance_scale",
    "sampler": "scheduler",
    "width": "width",
    "height": "height",
    "strength": "belongs to the picture it started from",
}


def read(texts: dict[str, str]) -> Found | None:
    """What InvokeAI's text says."""
    data = document(texts.get("invokeai_metadata"))
    if data is not None:
        return Found("InvokeAI", pairs_of(data | {"model": _name(data.get("model"))}, KEYS))
    data = document(texts.get("sd-metadata"))
    if data is None:
        return None
    image = data.get("image")
    image = dict(image) if isinstance(image, dict) else {}
    image["prompt"] = _prompt(image.get("prompt"))
    return Found("InvokeAI", pairs_of(image | {"model": data.get("model_weights", "")}, OLD_KEYS))


def _name(model: Any) -> str:  # noqa: ANN401 - from a stranger's JSON
    if isinstance(model, dict):
        return str(model.get("name") or model.get("model_name") or "")
    return str(model or "")


def _prompt(prompt: Any) -> str:  # noqa: ANN401 - from a stranger's JSON
    if isinstance(prompt, list):
        parts = [part.get("prompt") for part in prompt if isinstance(part, dict)]
        return ", ".join(part for part in parts if isinstance(part, str))
    return str(prompt or "")
