"""A plain picture below a panel, so that a saved notebook shows its results where no widget runs."""

import base64
import uuid
from collections.abc import Callable
from typing import Any

from IPython.display import display

from sdlab.run import Run
from sdlab.widgets.image import png

LIMIT = 200_000  # bytes of PNG; base64 and JSON make a third more of it in the notebook
SIDES = (1024, 768, 512, 384, 256)  # pixels, tried until the picture is small enough

publish: Callable[..., object] = display  # typed: IPython's own is not


class Keepsake:
    """The last result as an ordinary notebook output: image/png, alt text the prompt, text the settings.

    Static renderers, screen readers and nbconvert find it there. It adds less than 300 kB to a notebook.
    """

    def __init__(self) -> None:
        self._homes: list[str] = []
        self._run: Run | None = None

    def place(self) -> None:
        """Make room for the picture in the output of the cell that is running."""
        home = uuid.uuid4().hex
        self._homes.append(home)
        data, metadata = bundle(self._run)
        publish(data, metadata=metadata, raw=True, display_id=home)

    def show(self, run: Run) -> None:
        """Put a finished run's picture wherever there is room for it."""
        self._run = run
        data, metadata = bundle(run)
        for home in self._homes:
            publish(data, metadata=metadata, raw=True, display_id=home, update=True)


def bundle(run: Run | None) -> tuple[dict[str, str], dict[str, Any]]:
    """The output and its metadata: nothing to see without a run."""
    if run is None:
        return {"text/html": "", "text/plain": ""}, {}
    data = {"image/png": base64.b64encode(small_png(run)).decode("ascii"), "text/plain": run.caption}
    return data, {"image/png": run.looks}


def small_png(run: Run) -> bytes:
    """The run's PNG with its recipe inside, or a smaller picture where that would be above LIMIT."""
    if len(run.png) <= LIMIT:
        return run.png
    for side in SIDES:
        data = png(run.picture, side)
        if len(data) <= LIMIT:
            return data
    return data
