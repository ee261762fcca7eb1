"""One Chromium and one JupyterLab for all browser tests; no page may ask another machine for anything.

`pytest tests/browser --docs` also puts the screenshots into the docs that show them; those of panels come
from the bundled model, and `pytest tests/browser/test_docs.py --docs` draws them alone.
"""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import sync_playwright

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "widgets")]

ROOT = Path(__file__).parents[2]
ARTIFACTS = ROOT / "artifacts" / "browser"
HOME = ("127.0.0.1", "localhost")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", "--no-first-run", "--disable-dev-shm-usage", "--force-color-profile=srgb",
             "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"]  # fmt: skip
DOCS = ROOT / "sdlab" / "docs" / "widgets"
PATIENCE = 180_000  # ms; a loaded machine is slow, not wrong


def pytest_addoption(parser):
    parser.addoption("--docs", action="store_true", help="put the screenshots into the docs that show them")


def pytest_ignore_collect(collection_path, config):
    """Without --docs, what only draws for the docs is no test."""
    return (
        True
        if collection_path.name == "test_docs.py" and not config.getoption("--docs", default=False)
        else None
    )


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, artifact, request):
    """Opens pages of a given width and theme; fails the test when one asked another machine for something."""
    contexts, strangers = [], []

    def note(asked):
        address = urllib.parse.urlsplit(asked.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname not in HOME:
            strangers.append(asked.url)

    def open_page(width=1200, height=900, dark=False, **more):
        scheme = "dark" if dark else "light"
        viewport = {"width": width, "height": height}
        context = chromium.new_context(viewport=viewport, color_scheme=scheme, **more)
        context.set_default_timeout(PATIENCE)
        context.on("request", note)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for number, context in enumerate(contexts):
        for page in context.pages:
            page.screenshot(path=artifact(f"last-{request.node.name}-{number}.png"))
        context.close()
    assert not strangers, f"the page asked other machines: {strangers}"


@pytest.fixture(scope="session")
def artifact(pytestconfig):
    """The path of a picture that tests leave for a person to look at; --docs gives the docs theirs."""
    ARTIFACTS.mkdir(parents=True, exist_ok=True)
    began = time.time()
    yield lambda name: ARTIFACTS / name
    if not pytestconfig.getoption("--docs", default=False):
        return
    for name in re.findall(
        r"\]\((\w+)\.webp\)", "".join(page.read_text("utf-8") for page in DOCS.glob("*.md"))
    ):
        for made in (ARTIFACTS / f"{name}.png", ARTIFACTS / f"{name.replace('_', '-')}.png"):
            if made.exists() and made.stat().st_mtime > began:
                Image.open(made).convert("RGB").save(DOCS / f"{name}.webp", method=6, quality=80)


@pytest.fixture(scope="session")
def lab_server(tmp_path_factory):
    """A JupyterLab of its own: (address, folder of notebooks, folder of kernel connection files)."""
    home = tmp_path_factory.mktemp("lab")
    folder, runtime = home / "work", home / "runtime"
    folder.mkdir()
    quiet = home / "config" / "lab" / "user-settings" / "@jupyterlab" / "apputils-extension"
    quiet.mkdir(parents=True)
    (quiet / "notification.jupyterlab-settings").write_text(
        json.dumps({"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True})
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(runtime),
        "IPYTHONDIR": str(home / "ipython"),
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}",  # this checkout's, whatever is installed
        "OMP_NUM_THREADS": "1",
    }
    log = (home / "log").open("w")
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}",
               "--ServerApp.port_retries=0", "--IdentityProvider.token=", "--ServerApp.password=",
               "--allow-root", f"--ServerApp.root_dir={folder}"]  # fmt: skip
    server = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, server, home / "log")
        yield address, folder, runtime
    finally:
        server.kill()  # its kernels go with their own watch on it
        server.wait()
        log.close()


def _wait_for(address, server, log):
    end = time.monotonic() + 300
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/api", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"JupyterLab did not come up:\n{log.read_text()[-2000:]}")
