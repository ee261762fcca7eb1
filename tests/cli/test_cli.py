"""The command line says what it does and what went wrong."""

import subprocess
import sys

import pytest
from click.testing import CliRunner
from PIL import Image

from sdlab.cli import main
from sdlab.provenance import open_recipe


class Borrowed:
    """The shared studio, so that a command does not load (and close) one of its own."""

    def __init__(self, studio):
        self.studio = studio

    def __enter__(self):
        return self.studio

    def __exit__(self, *problem):
        pass


@pytest.fixture
def run(studio, monkeypatch, tmp_path):
    monkeypatch.setattr("sdlab.studio.load", lambda *given, **named: Borrowed(studio))
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(main, words)


def test_make_saves_a_picture_with_its_recipe(run, tmp_path):
    result = run(
        "make", "a red apple", "-o", "apple.png", "--seed", "7", "--steps", "2", "--scheduler", "euler"
    )
    assert result.exit_code == 0, result.output
    recipe = open_recipe(tmp_path / "apple.png")
    assert (recipe.prompt, recipe.seed, recipe.num_inference_steps, recipe.scheduler) == (
        "a red apple",
        7,
        2,
        "euler",
    )
    assert 'apple.png: "a red apple", seed 7, 2 steps' in result.output


def test_several_pictures_are_numbered(run, tmp_path):
    assert run("make", "a cat", "-o", "cat.png", "--steps", "1", "--count", "2").exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cat-1.png", "cat-2.png"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("make", " "), "PROMPT must be a text that says something, got ' '. Try \"a red apple on a tree\"."),
        (("make", "a cat", "--steps", "0"), "--steps must be a whole number from 1 to 1000, got 0"),
        (("make", "a cat", "--guidance", "nan"), "--guidance must be from 0 to 50, got nan"),
        (("make", "a cat", "--scheduler", "eular"), 'Did you mean "euler"'),
        (("make", "a cat", "--width", "101"), "--width must be a multiple of 8"),
        (("make", "a cat", "--steps", "1", "-o", "nowhere/cat.png"), "was not saved"),
    ],
)
def test_what_a_person_can_mend_is_one_line(run, words, said):
    result = run(*words)
    assert result.exit_code == 1
    assert said in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize("out", ["cat.jpg", "nowhere/cat.png", ""])
def test_a_bad_name_is_said_before_the_work(run, studio, monkeypatch, out):
    monkeypatch.setattr(studio, "submit", None)
    result = run("make", "a cat", "-o", out)
    assert result.exit_code == 1
    assert "Error: " in result.output
    assert "Loading" not in result.output


def test_the_doctor_finds_everything_well(run):
    result = run("doctor")
    assert result.exit_code == 0, result.output
    assert "torch" in result.output
    assert "20 steps in" in result.output


def test_the_doctor_tells_what_is_wrong(run, monkeypatch):
    monkeypatch.setenv("SDLAB_MODELS", "/no/such/folder")
    result = run("doctor")
    assert result.exit_code == 1
    assert "LOOK  SDLAB_MODELS  /no/such/folder is no folder" in result.output


def test_help_names_every_command_and_imports_nothing_heavy():
    code = (
        "import sys\n"
        "from sdlab.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit:\n"
        "    print(sorted({'torch', 'diffusers', 'sdlab.lab', 'sdlab.course'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert all(name in done.stdout for name in ("course", "doctor", "lab", "make"))
    assert done.stdout.endswith("[]\n")


def test_the_module_runs_like_the_command(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "sdlab", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("sdlab, version")


def test_a_picture_made_here_is_a_picture(run, tmp_path):
    run("make", "a cat", "--steps", "1")
    with Image.open(tmp_path / "picture.png") as picture:
        assert picture.size == (128, 128)
