"""Kernels with the versions that people have, spoken to as a front end speaks to them."""

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path
from queue import Empty

import pytest
from jupyter_client import BlockingKernelClient, KernelManager
from jupyter_client.kernelspec import KernelSpec

ROOT = Path(__file__).parents[2]
SETS = {
    "colab": ["ipykernel==6.17.1", "ipywidgets==7.7.1", "traitlets==5.7.1", "anywidget==0.9.21",
              "ipython==7.34.0", "ipython-genutils==0.2.0", "backcall==0.2.0", "decorator==5.2.1",
              "pickleshare==0.7.5"],
    "7.3": ["ipykernel==7.3.0", "ipywidgets==8.1.9", "traitlets==5.16.1", "anywidget==0.11.0"],
    "current": ["ipykernel==7.4.0", "ipywidgets==8.1.9", "traitlets==5.16.1", "anywidget==0.11.0"],
}  # fmt: skip
PANEL = """
from fake import FakeEngine
import sdlab.widgets
engine = FakeEngine()
panel = sdlab.widgets.panel(engine, "text_to_image")
panel
"""
WITHHOLD = """
import threading
session, send = get_ipython().kernel.session, get_ipython().kernel.session.send
def withholding(stream, message, *args, **more):
    kind = message if isinstance(message, str) else message["header"]["msg_type"]
    if kind != "comm_msg" or threading.current_thread() is threading.main_thread():
        return send(stream, message, *args, **more)
session.send = withholding
"""


@pytest.fixture(scope="session")
def packages(tmp_path_factory):
    """Folders of pinned packages that shadow the installed ones, by the name of their set."""
    folders = {}
    for name, pins in SETS.items():
        folders[name] = tmp_path_factory.mktemp(name)
        command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-compile",
                   "--disable-pip-version-check", "--target", str(folders[name]), *pins]  # fmt: skip
        subprocess.run(command, check=True, timeout=300)
    return folders


@pytest.fixture(scope="session", params=SETS)
def kernel(request, packages, tmp_path_factory):
    """A front end's line to a kernel of each set, with a panel in it."""
    path = os.pathsep.join(map(str, (packages[request.param], ROOT / "tests", ROOT)))
    home = str(tmp_path_factory.mktemp("home"))
    environment = os.environ | {"PYTHONPATH": path, "IPYTHONDIR": home, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    manager = KernelManager()
    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    manager._kernel_spec = KernelSpec(argv=argv, display_name=request.param, language="python")
    manager.start_kernel(env=environment)
    line = Line(manager.connection_file)
    try:
        yield line
    finally:
        line.close()
        manager.shutdown_kernel(now=True)


class Line:
    """What a notebook's page does: runs cells, sends widget messages, hears everything."""

    def __init__(self, connection):
        self.connection = connection
        self.features = []
        self.client = self._connect()
        self.heard = []
        self.subshell = {}

    def _connect(self):
        client = BlockingKernelClient(connection_file=str(self.connection))
        client.load_connection_file()
        client.start_channels(stdin=False, hb=False)  # a heartbeat missed on a loaded machine is no death
        for _ in range(60):
            client.kernel_info()
            try:
                self.features = client.get_shell_msg(timeout=5)["content"].get("supported_features", [])
                client.get_iopub_msg(timeout=5)
            except Empty:
                continue
            return client
        raise AssertionError("the kernel never answered")

    def close(self):
        self.client.stop_channels()

    def until(self, found, what, seconds=90):
        """Listen until a message satisfies `found`, which is returned.

        A silent kernel is nudged: some releases leave a request unread until the next connection
        (ipython/ipykernel#1554).
        """
        end, seen, quiet = time.monotonic() + seconds, 0, time.monotonic()
        while time.monotonic() < end:
            for message in self.heard[seen:]:
                if found(message):
                    return message
            seen = len(self.heard)
            try:
                self.heard.append(self.client.get_iopub_msg(timeout=0.5))
                quiet = time.monotonic()
            except Empty:
                if time.monotonic() - quiet > 5:
                    self._connect().stop_channels()
                    quiet = time.monotonic()
        raise AssertionError(
            f"waited {seconds} s for {what}; heard {[m['msg_type'] for m in self.heard[-9:]]}"
        )

    def run(self, code, expressions=None):
        """Run a cell to its end; its `expressions`' values as text."""
        message = self.client.session.msg(
            "execute_request",
            {"code": code, "silent": False, "store_history": False, "user_expressions": expressions or {},
             "allow_stdin": False, "stop_on_error": False},
        )  # fmt: skip
        number = message["header"]["msg_id"]
        self.client.shell_channel.send(message)
        self.until(lambda heard: _ends(heard, number), f"the end of {code!r}")
        while True:
            reply = self.client.get_shell_msg(timeout=30)
            if reply["parent_header"]["msg_id"] == number:
                break
        assert reply["content"]["status"] == "ok", reply["content"]
        answers = reply["content"]["user_expressions"]
        return {name: answer["data"]["text/plain"] for name, answer in answers.items()}

    def ask(self, expression):
        """A value in the kernel, as Python writes it."""
        return self.run("", {"it": expression})["it"]

    def send(self, part, kind, /, buffers=(), **content):
        """Send a part a custom message; gives its number, by which answers name it."""
        data = {"method": "custom", "content": {"kind": kind, "view": "test", **content}}
        message = self.client.session.msg("comm_msg", {"comm_id": part, "data": data})
        message["buffers"] = list(buffers)
        message["header"] |= self.subshell
        self.client.shell_channel.send(message)
        return message["header"]["msg_id"]

    @contextlib.contextmanager
    def on_a_subshell(self):
        """Send as JupyterLab does: on a shell of the widgets' own, where the kernel has such."""
        if "kernel subshells" in self.features:
            self.client.control_channel.send(self.client.session.msg("create_subshell_request", {}))
            number = self.client.get_control_msg(timeout=60)["content"]["subshell_id"]
            self.subshell = {"subshell_id": number}
        yield
        self.subshell = {}

    @contextlib.contextmanager
    def painting_only_callbacks(self):
        """Hear as Colab's page does: nothing that a thread sends to a widget."""
        self.run(WITHHOLD)
        yield
        self.run("session.send = send")

    def custom(self, part, kind, since=0):
        """Wait for a part's custom message of a kind."""

        def found(heard):
            content = heard["content"]
            data = content.get("data", {})
            return content.get("comm_id") == part and data.get("content", {}).get("kind") == kind

        return self.until(lambda heard: self.heard.index(heard) >= since and found(heard), f"{kind!r}")

    def state(self, part, **wanted):
        """Wait until a part has told the page these values."""

        def found(heard):
            content = heard["content"]
            state = content.get("data", {}).get("state", {}) if content.get("comm_id") == part else {}
            return all(state.get(name) == value for name, value in wanted.items())

        return self.until(found, f"{wanted}")


def _ends(heard, number):
    is_idle = heard["msg_type"] == "status" and heard["content"]["execution_state"] == "idle"
    return is_idle and heard["parent_header"].get("msg_id") == number


@pytest.fixture
def panel(kernel):
    """A fresh panel on show: the line, and the ids of its parts."""
    kernel.heard.clear()
    kernel.run(PANEL)
    names = ("prompt", "bar", "film", "settings")
    expressions = {name: f"panel.{name}.model_id" for name in names}
    return kernel, {name: it.strip("'") for name, it in kernel.run("", expressions).items()}
