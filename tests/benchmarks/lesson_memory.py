"""Peak memory and time of every solved lesson, each in a kernel of its own; prints a Markdown table.

python tests/benchmarks/lesson_memory.py [NOTEBOOK…]
"""

import os
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell

from sdlab.course.pin import pin
from sdlab.course.place import lesson_folder

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
    paths = [Path(name) for name in sys.argv[1:]] or sorted((lesson_folder() / "solutions").glob("*.ipynb"))
    print("| lesson | seconds | peak MB |\n|---|---|---|")
    for path in paths:
        seconds, megabytes = measure(path)
        print(f"| {path.stem} | {seconds:.0f} | {megabytes:.0f} |", flush=True)


if __name__ == "__main__":
    main()
