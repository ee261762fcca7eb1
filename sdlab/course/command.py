"""The commands `sdlab course …`: build the lessons, clean notebooks, see progress."""

from pathlib import Path

import click

from sdlab.errors import MissingExtra


@click.group()
def course() -> None:
    """Build lessons, clean notebooks, see what is done."""


@course.command()
@click.argument("names", nargs=-1)
@click.option(
    "--folder", type=click.Path(path_type=Path, file_okay=False, exists=True), help="the lesson folder"
)
@click.option("--no-run", is_flag=True, help="write the notebooks without running them")
def build(names: tuple[str, ...], folder: Path | None, no_run: bool) -> None:
    """Make student and solved notebooks from their sources, run them and keep what they show.

    NAMES picks lessons by number, such as 01.
    """
    from sdlab.course.place import lesson_folder

    try:
        from sdlab.course.edition.builder import build as build_lessons
    except ImportError as error:
        raise MissingExtra("sdlab course build", "lab") from error
    written = build_lessons(folder or lesson_folder(), names, run=not no_run, tell=click.echo)
    click.echo(f"{len(written)} notebooks written")


@course.command()
@click.argument(
    "notebooks", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
def clean(notebooks: tuple[Path, ...]) -> None:
    """Repair notebooks that GitHub or JupyterLab cannot show, in place."""
    try:
        from sdlab.course.clean import clean as clean_notebook
    except ImportError as error:
        raise MissingExtra("sdlab course clean", "lab") from error
    for path in notebooks:
        done = clean_notebook(path)
        click.echo(f"{path}: {', '.join(done) if done else 'nothing to repair'}")


@course.command()
def progress() -> None:
    """Show which exercises are done on this machine."""
    from sdlab.course.progress import progress_path, read_progress

    done = read_progress()
    for name, passed in done.items():
        click.echo(f"{name}  {'done' if passed else 'begun'}")
    if not done:
        click.echo(f"Nothing checked yet ({progress_path()}).")
