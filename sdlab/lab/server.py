"""A JupyterLab of the learner's own, started at a notebook."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from sdlab.errors import MissingExtra

MAX_SECONDS = 60  # to come up


def serve(notebook: Path, options: Sequence[str], tell: Callable[[str], None]) -> int:
    """Run JupyterLab in the notebook's folder, opened at it, until it ends; returns its exit status.

    `options` go to JupyterLab as they are; `tell` hears the address once the server answers.

    Raises:
        MissingExtra: JupyterLab is not installed.
    """
    if find_spec("jupyterlab") is None:
        raise MissingExtra("sdlab lab", "lab")
    page = f"/lab/tree/{quote(notebook.name)}"
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={notebook.parent.resolve()}"]
    process = subprocess.Popen([*command, f"--LabApp.default_url={page}", *options])
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())  # whoever ends us ends the server
    try:
        address = _address(process)
        if address is not None:
            tell(address.format(page=page.lstrip("/")))
        return _wait(process)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def _address(process: "subprocess.Popen[bytes]") -> str | None:
    """Where the server answers, as a pattern with {page}; None when it ended or stays silent."""
    from jupyter_core.paths import jupyter_runtime_dir

    note = Path(jupyter_runtime_dir()) / f"jpserver-{process.pid}.json"
    patience = time.monotonic() + MAX_SECONDS
    while process.poll() is None and time.monotonic() < patience:
        try:
            server = json.loads(note.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            time.sleep(0.1)
            continue
        token = f"?token={server['token']}" if server.get("token") else ""
        return f"{server['url']}{{page}}{token}"
    return None


def _wait(process: "subprocess.Popen[bytes]") -> int:
    """Wait for the end; Ctrl-C reaches JupyterLab too, which asks before it stops."""
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue
