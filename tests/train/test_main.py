"""The command line: what it offers and how it fails."""

from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from sdlab.train.__main__ import main
from sdlab.train.family import FAMILY
from sdlab.train.memory import keep_freed_memory


def test_every_stage_is_a_command() -> None:
    assert set(main.commands) == {
        "vae",
        "denoiser",
        "export",
        "evaluate",
        "sheet",
        "all",
        "world",
        "page",
        *FAMILY,
    }


@pytest.mark.parametrize("command", ["export", "sheet", "denoiser", "export --member tiny-inpaint"])
def test_a_stage_without_the_one_before_ends_in_one_line(
    command: str, tmp_path: Path, art, monkeypatch
) -> None:
    from sdlab.train import workshop

    monkeypatch.setattr(workshop, "load_art", lambda folder: art)
    monkeypatch.setattr(workshop.Sizes, "captions", 100)
    result = CliRunner().invoke(main, ["--folder", str(tmp_path), *command.split()])
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert "first" in result.output


def test_all_trains_examines_and_writes_one_member_after_another(tmp_path: Path, monkeypatch) -> None:
    done, minutes = [], []

    def note(name: str, member: str = "", **settings: float) -> None:
        done.append(f"{name} {member}".strip())
        minutes.append(settings.get("minutes", 0.0))

    for name, command in main.commands.items():
        if name != "all":
            monkeypatch.setattr(command, "callback", partial(note, name))
    CliRunner().invoke(main, ["--folder", str(tmp_path), "all", "--minutes", "60"], catch_exceptions=False)
    assert done[:4] == ["vae", "denoiser", "evaluate tiny", "export tiny"]
    for number, name in enumerate(FAMILY):
        assert done[4 + 3 * number :][:3] == [name, f"evaluate tiny-{name}", f"export tiny-{name}"]
    assert sum(minutes) == pytest.approx(60.0)


def test_no_time_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--folder", str(tmp_path), "vae", "--minutes", "0"])
    assert result.exit_code == 2
    assert "0" in result.output


def test_keeping_freed_memory_says_whether_it_could(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setattr(sys, "platform", "darwin")
    assert keep_freed_memory() is False
