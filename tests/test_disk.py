"""Bytes reach the disk whole or not at all."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sdlab.disk import MARK, PART, write_whole
from sdlab.errors import NotSaved


def test_the_bytes_arrive_and_nothing_else_is_left(tmp_path):
    write_whole(tmp_path / "a.bin", b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.bin": b"new"}


def test_what_is_written_can_be_read_by_others(tmp_path):
    (tmp_path / "plain.txt").write_text("x")
    write_whole(tmp_path / "a.bin", b"new")
    assert (tmp_path / "a.bin").stat().st_mode == (tmp_path / "plain.txt").stat().st_mode


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_without_space_the_older_file_survives(tmp_path, monkeypatch, step):
    def full(*given):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    monkeypatch.setattr(*((os, "fsync") if step == "fsync" else (Path, "replace")), full)
    with pytest.raises(NotSaved, match="No space left"):
        write_whole(path, b"new")
    assert {found.name: found.read_bytes() for found in tmp_path.iterdir()} == {"a.bin": b"old"}


def test_an_interrupt_leaves_nothing_behind(tmp_path, monkeypatch):
    def interrupted(handle):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "a.bin", b"new")
    assert list(tmp_path.iterdir()) == []


def test_a_process_killed_while_saving_leaves_the_older_file_whole(tmp_path):
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\nfrom sdlab.disk import write_whole\n"
        "os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)\n"
        "write_whole(Path(sys.argv[1]), b'new' * 10**6)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL
    assert path.read_bytes() == b"old"
    assert [found.name for found in tmp_path.glob("*.bin")] == ["a.bin"]
    write_whole(path, b"newer")
    assert path.read_bytes() == b"newer"


def test_what_a_killed_process_left_is_taken_away_by_the_next_save_once_it_is_old(tmp_path):
    old, fresh, others = (tmp_path / name for name in (f"{MARK}1{PART}", f"{MARK}2{PART}", f".others{PART}"))
    for part in (old, fresh, others):
        part.write_bytes(b"half")
    for part in (old, others):
        os.utime(part, (0, 0))
    write_whole(tmp_path / "a.bin", b"new")
    assert {path.name for path in tmp_path.iterdir()} == {"a.bin", fresh.name, others.name}


def test_a_link_is_written_through(tmp_path):
    (tmp_path / "real").mkdir()
    real, link = tmp_path / "real" / "a.bin", tmp_path / "link.bin"
    real.write_bytes(b"old")
    link.symlink_to(real)
    write_whole(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
