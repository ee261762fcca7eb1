"""`sdlab doctor`: what sdlab finds on this machine, in lines a teacher can read over the phone."""

import os
import platform
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from sdlab.errors import SdlabError

_NEEDED = ("torch", "diffusers", "transformers", "ipywidgets", "anywidget", "pillow")
_LEAST = 2.0  # GB of free disk below which saving and downloading go wrong soon


@dataclass(frozen=True)
class Finding:
    """One thing looked at: what it is, what was found, and whether that is as it should be."""

    what: str
    words: str
    is_good: bool = True


@click.command()
@click.option("--model", default="tiny", show_default=True, help="The model to try.")
def doctor(model: str) -> None:
    """Look this machine over and make one picture."""
    sick = False
    for finding in findings(model):
        mark = (
            click.style("ok  ", fg="green")
            if finding.is_good
            else click.style("LOOK", fg="yellow", bold=True)
        )
        click.echo(f"{mark}  {finding.what:<13} {finding.words}")
        sick = sick or not finding.is_good
    sys.exit(1 if sick else 0)


def findings(model: str) -> Iterator[Finding]:
    """Everything the doctor looks at, one after another; the picture comes last, because it takes seconds."""
    yield Finding("Python", f"{platform.python_version()} on {platform.system()} {platform.machine()}")
    for name in _NEEDED:
        yield _package(name)
    yield _lab()
    yield _disk()
    yield _models()
    yield from _picture(model)


def _package(name: str) -> Finding:
    try:
        return Finding(name, version(name))
    except PackageNotFoundError:
        return Finding(name, f"is missing. pip install --upgrade {name}", is_good=False)


def _lab() -> Finding:
    try:
        return Finding("JupyterLab", version("jupyterlab"))
    except PackageNotFoundError:
        return Finding("JupyterLab", 'is not installed; for `sdlab lab`: pip install "sdlab[lab]"')


def _disk() -> Finding:
    free = shutil.disk_usage(Path.cwd()).free / 1e9
    return Finding("free disk", f"{free:.1f} GB in this folder", is_good=free >= _LEAST)


def _models() -> Finding:
    folder = os.environ.get("SDLAB_MODELS")
    if folder is None:
        return Finding("SDLAB_MODELS", "not set; other models than the bundled ones come from the hub")
    found = Path(folder).is_dir()
    return Finding("SDLAB_MODELS", folder if found else f"{folder} is no folder", is_good=found)


def _picture(model: str) -> Iterator[Finding]:
    from sdlab.studio import load

    began = time.perf_counter()
    try:
        with load(model) as studio:
            facts = studio.facts
            yield Finding(
                "model", f'"{facts.name}" loaded in {time.perf_counter() - began:.1f} s on {facts.device}'
            )
            run = studio.text_to_image("a red apple on a tree", seed=7)
            yield Finding("picture", f"{run.recipe.num_inference_steps} steps in {run.seconds:.1f} s")
    except SdlabError as error:
        yield Finding("model", str(error), is_good=False)
