"""Saving is all or nothing."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sdlab.errors import BadValue, NotSaved
from sdlab.provenance import save_png


def test_the_bytes_arrive_and_nothing_else_is_left(tmp_path):
    assert save_png(tmp_path / "a.png", b"new") == tmp_path / "a.png"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.png": b"new"}


def test_a_saved_picture_can_be_read_by_others(tmp_path):
    (tmp_path / "plain.txt").write_text("x")
    save_png(tmp_path / "a.png", b"new")
    assert (tmp_path / "a.png").stat().st_mode == (tmp_path / "plain.txt").stat().st_mode


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_without_space_the_older_file_survives(tmp_path, monkeypatch, step):
    def full(*given):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    path = tmp_path / "a.png"
    path.write_bytes(b"old")
    monkeypatch.setattr(*((os, "fsync") if step == "fsync" else (Path, "replace")), full)
    with pytest.raises(NotSaved, match="No space left"):
        save_png(path, b"new")
    assert {found.name: found.read_bytes() for found in tmp_path.iterdir()} == {"a.png": b"old"}


def test_a_missing_folder_is_said(tmp_path):
    with pytest.raises(NotSaved, match=r"no folder .*nowhere"):
        save_png(tmp_path / "nowhere" / "a.png", b"new")


def test_an_interrupt_leaves_nothing_behind(tmp_path, monkeypatch):
    def interrupted(handle):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        save_png(tmp_path / "a.png", b"new")
    assert list(tmp_path.iterdir()) == []


def test_a_process_killed_while_saving_leaves_the_older_file_whole(tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(b"old")
    code = (
        "import os, signal, sys\n"
        "from sdlab.provenance import save_png\n"
        "os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)\n"
        "save_png(sys.argv[1], b'new' * 10**6)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL
    assert path.read_bytes() == b"old"
    assert [found.name for found in tmp_path.glob("*.png")] == ["a.png"]
    assert save_png(path, b"newer").read_bytes() == b"newer"


def test_only_png_is_written(tmp_path):
    with pytest.raises(BadValue, match=r"ends in \.png"):
        save_png(tmp_path / "a.jpg", b"new")
