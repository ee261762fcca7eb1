"""A real JupyterLab comes up at lesson 01 with options of its own, and a missing one says what to install."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from click.testing import CliRunner

from sdlab.course.place import lesson_notebooks
from sdlab.errors import MissingExtra
from sdlab.lab import command, server
from sdlab.lab.fresh import fresh

START = "from sdlab.lab.command import lab; lab()"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def address(tmp_path):
    """The address that a JupyterLab started by the command prints; stopped afterwards."""
    environment = {**os.environ, "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime"), "PYTHONUNBUFFERED": "1"}
    options = [str(tmp_path / "mine"), "--no-browser", f"--port={free_port()}", "--allow-root"]
    options.append("--ServerApp.base_url=/class/")
    with (tmp_path / "log").open("w+") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", START, *options], stdout=log, stderr=log, env=environment
        )
        try:
            yield wait_for_address(process, tmp_path / "log")
        finally:
            process.terminate()
            process.wait(60)
    assert not list((tmp_path / "runtime").glob("jpserver-*.json")), "the server ended with its starter"


def wait_for_address(process, log) -> str:
    patience = time.monotonic() + 90
    while time.monotonic() < patience and process.poll() is None:
        found = re.search(r"^JupyterLab: (\S+)$", log.read_text(), re.MULTILINE)
        if found:
            return found.group(1)
        time.sleep(0.2)
    raise AssertionError(log.read_text())


def test_a_real_server_answers_at_lesson_01_with_the_options_it_was_given(address, tmp_path):
    first = lesson_notebooks()[0]
    assert f"/class/lab/tree/{first.name}?token=" in address
    with urllib.request.urlopen(address, timeout=60) as page:
        assert page.status == 200
        assert b"JupyterLab" in page.read()
    contents = address.replace("/lab/tree/", "/api/contents/") + "&content=0"
    with urllib.request.urlopen(contents, timeout=60) as answer:
        assert first.name.encode() in answer.read()
    assert (tmp_path / "mine" / first.name).read_bytes() == fresh(first.read_bytes())


def test_without_jupyterlab_the_extra_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(server, "find_spec", lambda name: None)
    with pytest.raises(MissingExtra, match=r"sdlab\[lab\]"):
        server.serve(tmp_path / "01.ipynb", [], print)


@pytest.mark.parametrize(
    ("arguments", "folder", "options"),
    [
        ([], "sdlab-lessons", []),
        (["here"], "here", []),
        (["--no-browser"], "sdlab-lessons", ["--no-browser"]),
        (["here", "--port", "8899", "--no-browser"], "here", ["--no-browser", "--port=8899"]),
        (["--ip=0.0.0.0"], "sdlab-lessons", ["--ip=0.0.0.0"]),
        (["here", "--ip=0.0.0.0", "--debug"], "here", ["--ip=0.0.0.0", "--debug"]),
    ],
)
def test_options_of_ours_and_of_jupyterlab_go_where_they_belong(
    arguments, folder, options, monkeypatch, tmp_path
):
    seen = {}
    (tmp_path / "01_one.ipynb").write_text('{"cells": []}')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(command, "lesson_notebooks", lambda: [tmp_path / "01_one.ipynb"])
    monkeypatch.setattr(
        command, "serve", lambda notebook, given, tell: seen.update(at=notebook, given=given) or 0
    )
    result = CliRunner().invoke(command.lab, arguments)
    assert result.exit_code == 0, result.output
    assert str(seen["at"].parent) == folder
    assert seen["given"] == options
    assert (tmp_path / folder / "01_one.ipynb").exists()
