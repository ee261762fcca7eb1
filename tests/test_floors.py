"""Imports point down: a part of sdlab uses the floors below its own and nobody beside it."""

import ast
from pathlib import Path

import pytest

import sdlab

GROUND = {
    "errors",
    "disk",
    "recipe",
    "picture",
    "mask",
    "device",
    "provenance",
    "memory",
    "film",
    "run",
    "job",
    "engine",
}
FLOORS = [GROUND, {"explain"}, {"models"}, {"studio", "train", "echo"}, {"widgets", "course"}, {"cli", "lab"}]
FLOOR_OF = {part: floor for floor, parts in enumerate(FLOORS) for part in parts}
ROOT = Path(sdlab.__file__).parent
OUTSIDE = {"__init__", "__main__", "course/lessons"}
FILES = [
    path
    for path in sorted(ROOT.rglob("*.py"))
    if path.relative_to(ROOT).with_suffix("").as_posix() not in OUTSIDE
]


def imported_parts(source: str) -> set[str]:
    """Parts of sdlab that a module's imports name, such as "models"."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "write imports in full: from sdlab.models import …"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return {
        name.split(".")[1] for name in names if name.startswith("sdlab.") and name.split(".")[1] in FLOOR_OF
    }


def faults(part: str, source: str) -> set[str]:
    """The parts that `part` may not import but does: those above it, and siblings off the ground floor."""
    below = set().union(*FLOORS[: FLOOR_OF[part]])
    allowed = below | {part} | (GROUND if part in GROUND else set())
    return imported_parts(source) - allowed


def test_every_part_has_a_floor():
    parts = {path.relative_to(ROOT).with_suffix("").parts[0] for path in FILES}
    assert parts <= set(FLOOR_OF)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_point_down(path):
    part = path.relative_to(ROOT).with_suffix("").parts[0]
    assert not faults(part, path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("part", "source"),
    [
        ("errors", "from sdlab.studio import load"),
        ("studio", "from sdlab.widgets.panel import Panel"),
        ("studio", "import sdlab.train.loop"),
        ("widgets", "def f():\n    from sdlab.course import check"),
    ],
)
def test_a_wrong_import_is_seen(part, source):
    assert faults(part, source)
