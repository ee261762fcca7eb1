"""Stable Diffusion in notebooks: load a model, ask for a picture, hold the controls.

    import sdlab

    studio = sdlab.load("tiny")
    run = studio.text_to_image("a red apple on a tree", seed=7)
    run.save("apple.png")

Nothing heavy is imported before it is used: torch and diffusers come with `load`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sdlab.course.check import check
    from sdlab.errors import SdlabError
    from sdlab.job import Job
    from sdlab.provenance import open_recipe
    from sdlab.recipe import Recipe
    from sdlab.run import Run
    from sdlab.studio import Studio, load

__version__ = "0.1.0"

_HOMES = {
    "Job": "sdlab.job",
    "Recipe": "sdlab.recipe",
    "Run": "sdlab.run",
    "SdlabError": "sdlab.errors",
    "Studio": "sdlab.studio",
    "check": "sdlab.course.check",
    "load": "sdlab.studio",
    "open_recipe": "sdlab.provenance",
}

__all__ = ["Job", "Recipe", "Run", "SdlabError", "Studio", "check", "load", "open_recipe"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    if name not in _HOMES:
        raise AttributeError(f"module 'sdlab' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
