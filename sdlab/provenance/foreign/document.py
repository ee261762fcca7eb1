"""JSON from a stranger."""

import json
from typing import Any


def document(text: str | None) -> dict[str, Any] | None:
    """The JSON object in a text; None where there is no text, no JSON, or something else in it."""
    if not text or not text.lstrip().startswith("{"):
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):  # a text of 10,000 brackets is valid JSON and exhausts the stack
        return None
    return data if isinstance(data, dict) else None


def pairs_of(data: dict[str, Any], keys: dict[str, str]) -> list[tuple[str, object, str]]:
    """The values of a flat object, those with a known key first and in that order."""
    known = [(name, data[name], key) for name, key in keys.items() if data.get(name) is not None]
    rest = [
        (name, value, "")
        for name, value in data.items()
        if name not in keys and isinstance(value, str | int | float) and value != ""
    ]
    return known + rest
