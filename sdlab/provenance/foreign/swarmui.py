"""SwarmUI: JSON in `parameters` under `sui_image_params`."""

from sdlab.provenance.foreign import Found
from sdlab.provenance.foreign.document import document, pairs_of

KEYS = {
    "prompt": "prompt",
    "negativeprompt": "negative_prompt",
    "seed": "seed",
    "steps": "num_inference_steps",
    "cfgscale": "guidance_scale",
    "sampler": "scheduler",
    "width": "width",
    "height": "height",
}


def read(texts: dict[str, str]) -> Found | None:
    """What SwarmUI's JSON says."""
    data = document(texts.get("parameters"))
    settings = data.get("sui_image_params") if data else None
    return Found("SwarmUI", pairs_of(settings, KEYS)) if isinstance(settings, dict) else None
