"""A lesson's source read as two notebooks: the student's, with the solutions cut out, and the solved one.

The source is a Python script in jupytext's percent format. A solution stands between the lines
`# BEGIN SOLUTION` and `# END SOLUTION`, inside a cell that also runs without it; a cell tagged `solution` is
the teacher's alone.
"""

import re
from pathlib import Path
from typing import Literal

import jupytext
from nbformat import NotebookNode

from sdlab.errors import DamagedFile

Edition = Literal["student", "solution"]
PLACEHOLDER = "pass  # your code here"
_BEGIN = re.compile(r"^\s*# BEGIN SOLUTION\s*$")
_END = re.compile(r"^\s*# END SOLUTION\s*$")
_KEPT = ("tags", "sdlab")  # the rest is jupytext's own bookkeeping
_KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def read_source(path: Path, edition: Edition) -> NotebookNode:
    """The notebook of a lesson's source in one edition, not yet run.

    Raises:
        DamagedFile: a solution is opened and not closed, or closed and not opened.
    """
    script = jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent")
    cells = []
    for number, cell in enumerate(script.cells, 1):
        if edition == "student" and "solution" in cell.metadata.get("tags", []):
            continue
        cell.metadata = NotebookNode({key: cell.metadata[key] for key in _KEPT if key in cell.metadata})
        cell["id"] = f"{path.stem[:2]}-{number:02}"
        if cell.cell_type == "code":
            cell.source = edit(cell.source, edition, f"{path.name}, cell {number}")
        cells.append(cell)
    script.cells = cells
    script.metadata = NotebookNode(kernelspec=_KERNEL, language_info={"name": "python"})
    script.nbformat, script.nbformat_minor = 4, 5
    return script


def edit(source: str, edition: Edition, where: str = "a cell") -> str:
    """A cell's source in one edition: the markers gone, and for students the solutions as well.

    A solution inside a function or block leaves a placeholder behind, so that the cell still runs; one at the
    margin leaves nothing, for there the line before it (`answer = None`) is the placeholder.
    """
    kept: list[str] = []
    inside = False
    for line in source.splitlines():
        if _BEGIN.match(line):
            inside = _switch(inside, where)
            if edition == "student" and line.startswith(" "):
                kept.append(line[: len(line) - len(line.lstrip())] + PLACEHOLDER)
        elif _END.match(line):
            inside = not _switch(not inside, where)
        elif edition == "solution" or not inside:
            kept.append(line)
    if inside:
        raise DamagedFile(f"{where}: a solution begins and does not end. Close it with # END SOLUTION.")
    return "\n".join(kept)


def _switch(inside: bool, where: str) -> bool:
    if inside:
        raise DamagedFile(
            f"{where}: solution markers must come in pairs, # BEGIN SOLUTION, then # END SOLUTION."
        )
    return True
