"""A1111's web UI and its kin: prompt, negative prompt and one line of settings, as plain text."""

import json
import re

from sdlab.provenance.foreign import Found, Pair

KEYS = {
    "steps": "num_inference_steps",
    "sampler": "scheduler",
    "cfg scale": "guidance_scale",
    "seed": "seed",
    "denoising strength": "belongs to the picture it started from",
}
_NEGATIVE = "Negative prompt:"
_PAIR = re.compile(r'\s*([^:,"\n]{1,60}):\s*("(?:\\.|[^"\\])*"|[^,\n]*)(?:,|$)')
LEAST_PAIRS = 3  # as the web UI itself: a last line with fewer is part of the prompt


def read(texts: dict[str, str]) -> Found | None:
    """What the `parameters` text says."""
    text = texts.get("parameters")
    return None if text is None else Found("A1111's web UI", pairs_of_text(text))


def pairs_of_text(text: str) -> list[Pair]:
    """A `parameters` text taken apart."""
    lines = text.strip().split("\n")
    settings = [(name.strip(), _unquoted(value.strip())) for name, value in _PAIR.findall(lines[-1])]
    if len(settings) < LEAST_PAIRS:
        settings = []
    else:
        lines.pop()
    wanted, _, unwanted = "\n".join(lines).partition(_NEGATIVE)
    pairs: list[Pair] = [("Prompt", wanted.strip(), "prompt")]
    if unwanted.strip():
        pairs.append(("Negative prompt", unwanted.strip(), "negative_prompt"))
    schedule = next((value for name, value in settings if name.lower() == "schedule type"), "")
    for name, value in settings:
        pairs += _pair(name, value, schedule)
    return pairs


def _pair(name: str, value: str, schedule: str) -> list[Pair]:
    lower = name.lower()
    size = re.fullmatch(r"(\d{1,6})\s*x\s*(\d{1,6})", value)
    if lower == "size" and size:
        return [("Width", size[1], "width"), ("Height", size[2], "height")]
    if lower == "sampler" and "karras" in schedule.lower() and "karras" not in value.lower():
        return [(name, f"{value} Karras", "scheduler")]
    return [(name, value, KEYS.get(lower, ""))]


def _unquoted(value: str) -> str:
    if not value.startswith('"'):
        return value
    try:
        return str(json.loads(value))
    except ValueError:
        return value
