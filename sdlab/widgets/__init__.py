"""What a person touches: controls for a notebook, each usable alone, and panels that compose them."""

from typing import Literal, overload

from PIL import Image

from sdlab.engine import Engine
from sdlab.errors import BadValue
from sdlab.recipe import Task
from sdlab.widgets.base import Part
from sdlab.widgets.code_echo import CodeEcho
from sdlab.widgets.compare import Compare
from sdlab.widgets.control_settings import ControlSettings
from sdlab.widgets.factor_choice import FactorChoice
from sdlab.widgets.filmstrip import Filmstrip
from sdlab.widgets.gallery import Gallery
from sdlab.widgets.grid_panel import GridPanel
from sdlab.widgets.grid_plot import GridPlot
from sdlab.widgets.heat_map import HeatMap
from sdlab.widgets.magnifier import Magnifier
from sdlab.widgets.mask_painter import MaskPainter
from sdlab.widgets.masked_area import MaskedArea
from sdlab.widgets.outpaint_frame import OutpaintFrame
from sdlab.widgets.panel import Panel
from sdlab.widgets.picture_well import PictureWell
from sdlab.widgets.png_info import PngInfo
from sdlab.widgets.prompt_box import PromptBox
from sdlab.widgets.result_view import ResultView
from sdlab.widgets.run_bar import RunBar
from sdlab.widgets.seed_control import SeedControl
from sdlab.widgets.settings import Settings
from sdlab.widgets.sketch_pad import SketchPad
from sdlab.widgets.strength_slider import StrengthSlider

__all__ = [
    "CodeEcho",
    "Compare",
    "ControlSettings",
    "FactorChoice",
    "Filmstrip",
    "Gallery",
    "GridPanel",
    "GridPlot",
    "HeatMap",
    "Magnifier",
    "MaskPainter",
    "MaskedArea",
    "OutpaintFrame",
    "Panel",
    "Part",
    "PictureWell",
    "PngInfo",
    "PromptBox",
    "ResultView",
    "RunBar",
    "SeedControl",
    "Settings",
    "SketchPad",
    "StrengthSlider",
    "panel",
]


@overload
def panel(engine: Engine, task: Literal["grid"]) -> GridPanel: ...
@overload
def panel(
    engine: Engine, task: Task = ..., picture: Image.Image | None = ..., *, live: bool = ...
) -> Panel: ...
def panel(
    engine: Engine,
    task: Task | Literal["grid"] = "text_to_image",
    picture: Image.Image | None = None,
    *,
    live: bool = False,
) -> Panel | GridPanel:
    """The controls for a task: see `Panel`; for a grid see `GridPanel`.

    Raises:
        NotOffered: the loaded model cannot do the task, or takes too many steps to be live.
        BadValue: a picture or live mode for a grid, which has neither.
    """
    if task != "grid":
        return Panel(engine, task, picture, live=live)
    if picture is not None or live:
        raise BadValue("picture, live", (picture, live), "left out for a grid", "Make one picture instead.")
    return GridPanel(engine)
