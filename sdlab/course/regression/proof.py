"""The pictures a person looks at when two differ: reference, actual and difference, side by side."""

from pathlib import Path

import numpy as np
from PIL import Image

from sdlab.course.regression.likeness import Levels

GAIN = 8  # differences are multiplied by this: one level is invisible


def write_proof(path: Path, reference: Levels, actual: Levels) -> None:
    """Write reference, actual and the difference (times eight) beside one another to `path`.

    Pictures of two sizes have no difference to draw: only the first two are written.
    """
    panels = [reference, actual]
    if reference.shape == actual.shape:
        panels.append((np.abs(reference - actual) * GAIN).clip(0, 255))
    height, width = max(p.shape[0] for p in panels), sum(p.shape[1] + 8 for p in panels) - 8
    sheet = Image.new("RGB", (width, height), "white")
    left = 0
    for panel in panels:
        sheet.paste(Image.fromarray(panel.round().astype(np.uint8), "RGB"), (left, 0))
        left += panel.shape[1] + 8
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path)
