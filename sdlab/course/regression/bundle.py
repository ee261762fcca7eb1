"""What a cell put out, taken apart: pictures to look at, everything else to compare letter by letter."""

import re
from collections.abc import Iterable
from typing import Any

from nbformat import NotebookNode, from_dict

WIDGET = "application/vnd.jupyter.widget-view+json"
CONTROLS = "Run this cell to get the controls."
AGAIN = "Run this cell to get the controls again."  # what a panel's caption says
DISPLAY_ID = "sdlab_display_id"  # where a live output keeps its display id; never stored
_MIMES = ("image/png", "image/jpeg", "image/webp")
_URI = re.compile(r"data:image/(?:png|jpeg|webp);base64,([A-Za-z0-9+/=\s]+)")


def take_apart(outputs: Iterable[Any]) -> tuple[list[NotebookNode], list[str]]:
    """The outputs with a placeholder for each picture, and the pictures as base64, in order.

    Pictures are those of image outputs (one for each, whatever formats it offers) and those inside HTML.
    """
    rest, pictures = [], []
    for plain in still(outputs):
        if "data" in plain:
            plain["data"], found = _without_pictures(plain["data"])
            pictures += found
        rest.append(plain)
    return rest, pictures


def still(outputs: Iterable[Any]) -> list[NotebookNode]:
    """Copies of the outputs as they are stored: live controls, dead without their kernel, become one line.

    The line says how to get them, unless the caption of their last picture, two outputs on, says so already:
    then it is their name.
    """
    plain = [from_dict(dict(output)) for output in outputs]
    for place, output in enumerate(plain):
        if WIDGET in output.get("data", {}):
            captions = [
                other.get("data", {}).get("text/markdown", "") for other in plain[place + 1 : place + 3]
            ]
            is_told = AGAIN in "".join(captions)
            name = output["data"].get("text/plain", CONTROLS)
            output["data"] = from_dict({"text/plain": name if is_told else CONTROLS})
    return plain


def storable(outputs: Iterable[Any], count: int) -> list[NotebookNode]:
    """The outputs as a notebook keeps them, for the cell with execution count `count`."""
    kept = []
    for plain in still(outputs):
        if "data" in plain:
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
