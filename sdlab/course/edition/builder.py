"""All lessons from their sources: media first, then both editions of each, two kernels at a time."""

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

import nbformat

from sdlab.course.edition.media import make_media
from sdlab.course.edition.recording import record
from sdlab.course.edition.source import Edition, read_source
from sdlab.errors import UnknownName

Tell = Callable[[str], None]
KERNELS = 2  # at a time; each computes on one core
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
    pairs = [(source, edition) for source in picked for edition in EDITIONS]
    if not run:
        return sorted(_write(*pair) for pair in pairs)
    make_media(folder / "media", tell)
    written: list[Path] = []
    # processes, not threads: nbclient leaves its event loops and sockets to the end of the process
    with ProcessPoolExecutor(KERNELS, multiprocessing.get_context("spawn"), _end_with_parent) as pool:
        try:
            for job in as_completed([pool.submit(_record, *pair) for pair in pairs]):
                written.append(job.result())
                tell(str(written[-1].relative_to(folder)))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return sorted(written)


def _write(source: Path, edition: Edition) -> Path:
    path = notebook_path(source, edition)
    nbformat.write(read_source(source, edition), path)
    return path


def _record(source: Path, edition: Edition) -> Path:
    return record(read_source(source, edition), notebook_path(source, edition))


def _end_with_parent() -> None:
    """Leave with the process that started this one, however that ended; the kernel then leaves as well."""
    threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
