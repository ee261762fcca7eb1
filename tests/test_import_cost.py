"""Importing sdlab is cheap: nothing heavy comes before somebody asks for a picture."""

import subprocess
import sys

import pytest

HEAVY = {"torch", "diffusers", "transformers", "matplotlib", "skimage", "IPython"}


def modules_after(statement: str) -> set[str]:
    """Top-level modules that a fresh interpreter holds after a statement."""
    code = f"{statement}\nimport sys\nprint(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "statement", ["import sdlab", "import sdlab.cli", "from sdlab import Recipe, Run, open_recipe"]
)
def test_importing_sdlab_brings_nothing_heavy(statement):
    assert not modules_after(statement) & HEAVY


def test_importing_the_widgets_brings_no_torch():
    assert not modules_after("import sdlab.widgets") & {"torch", "diffusers", "transformers"}


def test_the_check_would_see_a_heavy_import():
    assert "matplotlib" in modules_after("import matplotlib")
