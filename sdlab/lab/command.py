"""The command `sdlab lab`."""

import sys
from pathlib import Path

import click

from sdlab.course.place import lesson_notebooks
from sdlab.errors import NotReached
from sdlab.lab.folder import Layout, lay_out
from sdlab.lab.fresh import fresh
from sdlab.lab.server import serve


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("folder", default="sdlab-lessons", type=click.Path(path_type=Path))
@click.option("--no-browser", is_flag=True, help="do not open a browser; the address is printed")
@click.option("--port", type=click.IntRange(1, 65535), help="the port, if it is free, or else the next one")
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def lab(folder: Path, no_browser: bool, port: int | None, options: tuple[str, ...]) -> None:
    """Open JupyterLab at lesson 01, on a copy of the lessons in FOLDER that is yours to change.

    A lesson you changed is never written over: a newer one is laid beside it. Further OPTIONS go to
    JupyterLab, such as --ip=0.0.0.0.
    """
    if str(folder).startswith("-"):
        folder, options = Path("sdlab-lessons"), (str(folder), *options)
    layout = copy_lessons(folder)
    for line in _news(layout):
        click.echo(line)
    own = ["--no-browser"] * no_browser + ([f"--port={port}"] if port else [])
    sys.exit(serve(layout.first, [*own, *options], lambda address: click.echo(f"\nJupyterLab: {address}\n")))


def copy_lessons(folder: Path) -> Layout:
    """The lessons as a learner gets them, in `folder`; see `lay_out`.

    Raises:
        NotReached: there are no lessons.
        NotSaved: the folder cannot be made or written to.
    """
    lessons = lesson_notebooks()
    if not lessons:
        raise NotReached("the lessons have not been built yet. Build them: sdlab course build")
    return lay_out({path.name: fresh(path.read_bytes()) for path in lessons}, folder)


def _news(layout: Layout) -> list[str]:
    """What happened in the folder, in words."""
    lines = [f"Your lessons are in {layout.folder.resolve()}"]
    if layout.added and layout.renewed + layout.beside:
        lines.append(f"New: {', '.join(layout.added)}")
    if layout.renewed:
        lines.append(f"Brought up to date: {', '.join(layout.renewed)}")
    if layout.beside:
        lines.append(
            f"You changed these lessons, so the newer ones lie beside yours: {', '.join(layout.beside)}"
        )
    return lines
