"""What a cell put out, taken apart: pictures to look at, everything else to compare letter by letter."""

import re
from collections.abc import Iterable
from typing import Any

from nbformat import NotebookNode, from_dict

WIDGET = "application/vnd.jupyter.widget-view+json"
CONTROLS = "Run this cell to get the controls."
DISPLAY_ID = "sdlab_display_id"  # where a live output keeps its display id; never stored
_MIMES = ("image/png", "image/jpeg", "image/webp")
_URI = re.compile(r"data:image/(?:png|jpeg|webp);base64,([A-Za-z0-9+/=\s]+)")


def take_apart(outputs: Iterable[Any]) -> tuple[list[NotebookNode], list[str]]:
    """The outputs with a placeholder for each picture, and the pictures as base64, in order.

    Pictures are those of image outputs (one for each, whatever formats it offers) and those inside HTML.
    """
    rest, pictures = [], []
    for output in outputs:
        plain = from_dict(dict(output))
        if "data" in plain:
            plain["data"], found = _without_pictures(still(plain["data"]))
            pictures += found
        rest.append(plain)
    return rest, pictures


def still(data: NotebookNode) -> NotebookNode:
    """The data of an output as it is stored: live controls, dead without their kernel, become one line."""
    return from_dict({"text/plain": CONTROLS}) if WIDGET in data else data


def storable(outputs: Iterable[Any], count: int) -> list[NotebookNode]:
    """The outputs as a notebook keeps them, for the cell with execution count `count`."""
    kept = []
    for output in outputs:
        plain = from_dict(dict(output))
        if "data" in plain:
            plain["data"] = from_dict(dict(still(plain["data"])))
            if "image/png" in plain["data"]:
                plain["data"].pop("image/jpeg", None)  # Pillow offers every picture twice
            plain["metadata"] = from_dict(
                {k: v for k, v in plain.get("metadata", {}).items() if k != DISPLAY_ID}
            )
        if plain["output_type"] == "execute_result":
            plain["execution_count"] = count
        kept.append(plain)
    return kept


def _without_pictures(data: NotebookNode) -> tuple[NotebookNode, list[str]]:
    plain = dict(data)
    offered = [plain.pop(mime) for mime in _MIMES if mime in plain]
    pictures = ["".join(offered[0])] if offered else []
    if offered:
        plain["sdlab/picture"] = "one picture"
    if "text/html" in plain:
        html = "".join(plain["text/html"])
        pictures += [match.group(1) for match in _URI.finditer(html)]
        plain["text/html"] = _URI.sub("data:one picture", html)
    return from_dict(plain), pictures
