"""Fooocus: JSON in `parameters`, announced by `fooocus_scheme`."""

import re
from typing import Any

from sdlab.provenance.foreign import Found, Pair
from sdlab.provenance.foreign.document import document, pairs_of

KEYS = {
    "prompt": "prompt",
    "negative_prompt": "negative_prompt",
    "seed": "seed",
    "steps": "num_inference_steps",
    "guidance_scale": "guidance_scale",
    "sampler": "scheduler",
    "scheduler": "read with the sampler's name",
    "resolution": "read as width and height",
}


def read(texts: dict[str, str]) -> Found | None:
    """What Fooocus's JSON says; its "a1111" scheme is left to that reader."""
    data = document(texts.get("parameters"))
    if data is None:
        return None
    if data.get("scheduler") == "karras" and isinstance(data.get("sampler"), str):
        data["sampler"] = f"{data['sampler']} karras"
    return Found("Fooocus", pairs_of(data, KEYS) + _size(data.get("resolution")))


def _size(resolution: Any) -> list[Pair]:  # noqa: ANN401 - from a stranger's JSON
    sides = re.findall(r"\d{1,6}", str(resolution)[:60])
    return [("width", sides[0], "width"), ("height", sides[1], "height")] if len(sides) == 2 else []
