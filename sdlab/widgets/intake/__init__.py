"""The input of each task: its own controls, and its share of the recipe."""

from PIL import Image

from sdlab.engine import Engine
from sdlab.recipe import Task
from sdlab.widgets.intake.base import Intake, NoIntake
from sdlab.widgets.intake.painted import DrawingIntake, HoleIntake, MarginIntake
from sdlab.widgets.intake.picture import EnlargeIntake, ReworkIntake

__all__ = [
    "DrawingIntake",
    "EnlargeIntake",
    "HoleIntake",
    "Intake",
    "MarginIntake",
    "NoIntake",
    "ReworkIntake",
    "intake_for",
]


def intake_for(task: Task, engine: Engine, picture: Image.Image | None) -> Intake:
    """The input that a task needs."""
    if task == "image_to_image":
        return ReworkIntake(engine, picture)
    if task == "inpaint":
        return HoleIntake(engine, picture)
    if task == "outpaint":
        return MarginIntake(engine, picture)
    if task == "upscale":
        return EnlargeIntake(picture)
    if task == "control":
        return DrawingIntake(engine, picture)
    return NoIntake()
