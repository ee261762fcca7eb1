"""What an installed sdlab brings along for lessons: the wheel is built and looked into."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from sdlab.course.place import lesson_notebooks

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as opened:
        yield opened


def test_the_lessons_and_their_pictures_come_with_it(wheel):
    names = set(wheel.namelist())
    for path in lesson_notebooks():
        assert f"sdlab/course/lessons/{path.name}" in names
    assert {"sdlab/course/lessons/media/classmate.png", "sdlab/course/lessons/media/house.png"} <= names


def test_the_model_and_the_controls_come_with_it(wheel):
    names = set(wheel.namelist())
    assert "sdlab/models/bundled/tiny/unet/diffusion_pytorch_model.safetensors" in names
    assert "sdlab/widgets/static/filmstrip.js" in names


def test_pytest_finds_the_plugin_and_the_shell_the_command(wheel):
    entries = wheel.read(
        next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    ).decode()
    assert "sdlab.course.regression.plugin" in entries
    assert "sdlab = sdlab.cli:main" in entries


def test_no_workshop_leavings_come_with_it(wheel):
    unwanted = ("node_modules", "__pycache__", ".ipynb_checkpoints", "widgets/js/", ".train")
    assert [name for name in wheel.namelist() if any(part in name for part in unwanted)] == []
