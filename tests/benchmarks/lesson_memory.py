"""Peak memory and time of every solved lesson, each in a kernel of its own, as a Markdown table.

    python tests/benchmarks/lesson_memory.py [NOTEBOOK…] [--write]

`--write` puts the table into binder/README.md: Binder's memory is what lessons have to live in.
"""

import argparse
import datetime as dt
import os
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell

from sdlab.course.pin import pin
from sdlab.course.place import lesson_folder

PAGE = Path(__file__).parents[2] / "binder" / "README.md"
MARK = "<!-- measured by tests/benchmarks/lesson_memory.py -->\n"  # the page's table follows it
LAST = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"  # kilobytes on Linux


def measure(path: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of a notebook's kernel."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(new_code_cell(LAST))
    environment = dict(os.environ)
    pin(environment)
    began = time.perf_counter()
    NotebookClient(
        notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": path.parent}}
    ).execute(env=environment)
    return time.perf_counter() - began, int(notebook.cells[-1].outputs[0].text) / 1024


def main() -> None:
    """Measure, print, and write the table if asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("notebooks", nargs="*", type=Path)
    parser.add_argument("--write", action="store_true", help="put the table into binder/README.md")
    given = parser.parse_args()
    cores = len(os.sched_getaffinity(0))
    rows = [
        f"{dt.datetime.now(dt.UTC):%Y-%m-%d}, {cores} cores:",
        "",
        "| lesson | seconds | peak MB |",
        "|---|---:|---:|",
    ]
    print("\n".join(rows))
    for path in given.notebooks or sorted((lesson_folder() / "solutions").glob("*.ipynb")):
        seconds, megabytes = measure(path)
        rows.append(f"| {path.stem} | {seconds:.0f} | {megabytes:.0f} |")
        print(rows[-1], flush=True)
    if given.write:
        before = PAGE.read_text("utf-8").split(MARK)[0]
        PAGE.write_text(f"{before}{MARK}\n" + "\n".join(rows) + "\n", "utf-8")


if __name__ == "__main__":
    main()
