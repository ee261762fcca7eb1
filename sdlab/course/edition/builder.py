"""All lessons from their sources: media first, then both editions of each, two kernels at a time."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import nbformat

from sdlab.course.edition.media import make_media
from sdlab.course.edition.recording import record
from sdlab.course.edition.source import Edition, read_source
from sdlab.errors import UnknownName

Tell = Callable[[str], None]
EDITIONS: tuple[Edition, ...] = ("student", "solution")


def sources(folder: Path, names: Iterable[str] = ()) -> list[Path]:
    """The lesson sources in a lesson folder; `names` picks some by number ("01") or by file stem.

    Raises:
        UnknownName: a name that no source answers to.
    """
    found = sorted((folder / "source").glob("[0-9][0-9]_*.py"))
    picked = list(names)
    for name in picked:
        if not any(path.stem.startswith(name) for path in found):
            raise UnknownName("lesson", name, [path.stem for path in found])
    return [path for path in found if not picked or any(path.stem.startswith(name) for name in picked)]


def notebook_path(source: Path, edition: Edition) -> Path:
    """Where the notebook of a source goes."""
    folder = source.parent.parent
    return (folder if edition == "student" else folder / "solutions") / f"{source.stem}.ipynb"


def build(folder: Path, names: Iterable[str] = (), *, run: bool = True, tell: Tell = print) -> list[Path]:
    """Build lessons from `folder`/source and return the notebooks written; `tell` hears of each.

    With `run` every notebook is executed and its outputs stored; without, notebooks have none.

    Raises:
        UnknownName: no such lesson.
        LessonFailed: a cell raised; the notebooks finished before it stay.
    """
    picked = sources(folder, names)
    (folder / "solutions").mkdir(exist_ok=True)
    if run:
        make_media(folder / "media", tell)
    written: list[Path] = []
    with ThreadPoolExecutor(max_workers=2) as kernels:
        jobs = [kernels.submit(_build_one, source, edition, run) for source in picked for edition in EDITIONS]
        try:
            for job in as_completed(jobs):
                written.append(job.result())
                tell(f"{written[-1].relative_to(folder)}")
        except BaseException:
            kernels.shutdown(cancel_futures=True)
            raise
    return sorted(written)


def _build_one(source: Path, edition: Edition, run: bool) -> Path:
    path = notebook_path(source, edition)
    notebook = read_source(source, edition)
    if run:
        return record(notebook, path)
    nbformat.write(notebook, path)
    return path
