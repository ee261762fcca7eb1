"""What a person touches: controls for a notebook, each usable alone, and panels that compose them."""

from PIL import Image

from sdlab.engine import Engine
from sdlab.recipe import Task
from sdlab.widgets.base import Part
from sdlab.widgets.filmstrip import Filmstrip
from sdlab.widgets.panel import Panel
from sdlab.widgets.prompt_box import PromptBox
from sdlab.widgets.result_view import ResultView
from sdlab.widgets.run_bar import RunBar
from sdlab.widgets.seed_control import SeedControl
from sdlab.widgets.settings import Settings

__all__ = [
    "Filmstrip",
    "Panel",
    "Part",
    "PromptBox",
    "ResultView",
    "RunBar",
    "SeedControl",
    "Settings",
    "panel",
]


def panel(engine: Engine, task: Task = "text_to_image", picture: Image.Image | None = None) -> Panel:
    """The controls for a task: see `Panel`.

    Raises:
        NotOffered: the loaded model cannot do the task.
    """
    return Panel(engine, task)
