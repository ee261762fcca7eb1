"""The studio as a person meets it."""

import os
from importlib import import_module
from typing import Any, Literal

from PIL import Image

from sdlab.models import load_model
from sdlab.recipe import Task
from sdlab.studio.author import Author
from sdlab.studio.draughtsman import Draughtsman
from sdlab.studio.dresser import Dresser
from sdlab.studio.expander import Expander
from sdlab.studio.explorer import Explorer
from sdlab.studio.insider import Insider
from sdlab.studio.retoucher import Retoucher


class Studio(Author, Retoucher, Expander, Draughtsman, Explorer, Insider, Dresser):
    """A loaded model and everything that can be asked of it; made by `load`.

    Usable from any thread, and as `with sdlab.load("tiny") as studio:`. All work is done one job after
    another on the studio's own thread.
    """

    def panel(
        self,
        task: Task | Literal["grid"] = "text_to_image",
        picture: Image.Image | None = None,
        *,
        live: bool = False,
    ) -> Any:  # noqa: ANN401
        """The same task with controls: a widget for the notebook.

        Args:
            task: what the controls are for.
            picture: the picture to start from, for the tasks that want one.
            live: whether the picture follows the controls at once; for models of few steps.
        """
        # by name: the floor above is asked for at the door, not built upon
        return import_module("sdlab.widgets").panel(self, task, picture, live=live)

    def __enter__(self) -> "Studio":
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()

    def __repr__(self) -> str:
        facts = self.facts
        tasks = ", ".join(facts.tasks)
        return f'<Studio "{facts.name}" on {facts.device}, {facts.width} × {facts.height}: {tasks}>'


def load(
    name: str | os.PathLike[str] = "tiny",
    *,
    device: str | None = None,
    dtype: str | None = None,
    compiled: bool = False,
) -> Studio:
    """A studio with a model, ready to work.

    Args:
        name: "tiny" (comes with sdlab), a catalogue name such as "sd15", a folder in diffusers layout, or a
            hub id.
        device: "cpu", "cuda", "cuda:1" or "mps"; chosen by what the machine has if left out.
        dtype: "float32", "float16" or "bfloat16"; chosen by the device if left out.
        compiled: compile the denoiser's blocks; pays after minutes of use on recent graphics processors.

    Raises:
        UnknownName: nothing answers to the name; says which names are near.
        NotReached: the model is neither here nor to be fetched.
        DamagedFile: a file of it is truncated or changed.
        BadValue: a device this machine lacks.
    """
    return Studio(lambda: load_model(name, device=device, dtype=dtype, compiled=compiled))
