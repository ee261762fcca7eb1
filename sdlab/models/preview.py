"""From latents to colours without a decoder: by the model's own kernel or its family's known matrix."""

import json

import numpy as np
from numpy.typing import ArrayLike

from sdlab.errors import DamagedFile
from sdlab.film import Developer
from sdlab.models.folder import Folder
from sdlab.models.layout import Layout

PREVIEW = "preview.json"

# Latents to RGB in [-1, 1], fitted by the community on each family's own decoder; a look, not a measurement.
_KNOWN: dict[str, tuple[list[list[float]], list[float]]] = {
    "sd": (
        [
            [0.3512, 0.2297, 0.3227],
            [0.3250, 0.4974, 0.2350],
            [-0.2829, 0.1762, 0.2721],
            [-0.2120, -0.2616, -0.7177],
        ],
        [0.0, 0.0, 0.0],
    ),
    "sdxl": (
        [
            [0.3651, 0.4232, 0.4341],
            [-0.2533, -0.0042, 0.1068],
            [0.1076, 0.1111, -0.0362],
            [-0.3165, -0.2492, -0.2188],
        ],
        [0.1084, -0.0175, -0.0011],
    ),
}


def developer_of(folder: Folder, layout: Layout) -> Developer:
    """The map from the model's latents to colours: from its `preview.json`, else its family's, else grey.

    Raises:
        DamagedFile: `preview.json` does not hold a kernel for the model's latents.
    """
    path = folder.path / PREVIEW
    if path.is_file():
        try:
            return _developer(json.loads(path.read_text("utf-8"))["kernel"], layout)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DamagedFile(
                f"{path} holds no preview kernel ({error}). Delete it or fetch the model again."
            ) from error
    if layout.family in _KNOWN and layout.latent_channels == 4:
        matrix, bias = _KNOWN[layout.family]
        return Developer.linear(np.divide(matrix, 2), np.divide(bias, 2) + 0.5, layout.enlarge)
    return Developer.linear([[0.15] * 3] * layout.latent_channels, [0.5] * 3, layout.enlarge)


def _developer(numbers: ArrayLike, layout: Layout) -> Developer:
    kernel = np.asarray(numbers, np.float32)
    channels, side, fine = layout.latent_channels + 1, kernel.shape[1:2], kernel.shape[3:4]
    if kernel.shape != (channels, *side * 2, *fine * 2, 3) or not side[0] % 2:
        raise ValueError(f"a kernel {kernel.shape} does not fit {layout.latent_channels} channels")
    return Developer(kernel, layout.enlarge)
