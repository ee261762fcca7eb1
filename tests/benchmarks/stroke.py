"""From the end of a stroke in JupyterLab to the kernel that knows it: the mask painter beside other widgets.

    pip install --no-deps --target FOLDER/wigglystuff wigglystuff      # and so on, a folder for each
    python tests/benchmarks/stroke.py [--others FOLDER] [--strokes 10] [--write]

Prints a Markdown table; --write puts it into sdlab/docs/widgets/comparison.md. Others are measured where
FOLDER has a folder of their name; ipycanvas draws in the kernel: there the stroke itself is late by as much.
"""

import argparse
import contextlib
import datetime as dt
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from importlib.metadata import version
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from lab_notebook import Notebook, until
from machine import machine

PAGE = Path(__file__).parents[2] / "sdlab" / "docs" / "widgets" / "comparison.md"
SIDE = 512
CELL = """
import time
import numpy as np
from PIL import Image
heard, picture = [], Image.new("RGB", ({side}, {side}), "teal")
def hear(*_): heard.append(time.time())
{code}
"""
WIDGETS = {
    "sdlab": ("from sdlab.widgets import MaskPainter", "MaskPainter(picture)", "mask", ".sd-stage"),
    "wigglystuff": (
        "from wigglystuff import Paint",
        "Paint(init_image=picture, width={side}, height={side})",
        "base64",
        ".jp-OutputArea canvas",
    ),
    "jupyter-paint-segment": (
        "from jupyter_paint_segment import SegmentWidget",
        "SegmentWidget(np.asarray(picture.convert('RGBA')), ['dog'])",
        "_drawing_base64",
        "#drawing-canvas",
    ),
}
IPYCANVAS = """
from ipycanvas import Canvas
widget, held = Canvas(width={side}, height={side}), []
def down(x, y): held[:] = [(x, y)]
def move(x, y):
    if held:
        widget.stroke_line(*held[-1], x, y)
        held.append((x, y))
def up(x, y):
    held.clear()
    hear()
widget.on_mouse_down(down); widget.on_mouse_move(move); widget.on_mouse_up(up)
widget
"""
CLOCK = """() => {
    window.ended = [];
    addEventListener("pointerup", () => window.ended.push(Date.now() / 1000), true);
}"""


def cell(name):
    """The code that shows a widget and notes when the kernel heard of a change, and where one paints."""
    if name == "ipycanvas":
        return CELL.format(side=SIDE, code=IPYCANVAS.format(side=SIDE)).strip(), ".jp-OutputArea canvas"
    start, make, trait, place = WIDGETS[name]
    code = f'{start}\nwidget = {make.format(side=SIDE)}\nwidget.observe(hear, "{trait}")\nwidget'
    return CELL.format(side=SIDE, code=code).strip(), place


@contextlib.contextmanager
def lab(home, extra):
    """A JupyterLab whose kernels find a package in the folder `extra`: what Notebook takes."""
    folder, runtime = home / "work", home / "runtime"
    folder.mkdir()
    environment = os.environ | {
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(runtime),
        "JUPYTER_PATH": str(extra / "share" / "jupyter"),
        "IPYTHONDIR": str(home / "ipython"),
        "PYTHONPATH": str(extra),
    }
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", "--port=0",
               "--allow-root", "--IdentityProvider.token=", "--ServerApp.password=",
               f"--ServerApp.root_dir={folder}"]  # fmt: skip
    log = (home / "log").open("w")
    server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        until(lambda: list(runtime.glob("jpserver-*.json")), "JupyterLab", seconds=300)
        address = json.loads(next(runtime.glob("jpserver-*.json")).read_text())["url"].rstrip("/")
        until(lambda: _answers(address), "JupyterLab to answer", seconds=300)
        yield address, folder, runtime
    finally:
        server.kill()
        server.wait()
        log.close()


def _answers(address):
    try:
        with urllib.request.urlopen(f"{address}/api", timeout=5):
            return True
    except OSError:
        return False


def latencies(browser, server, name, strokes):
    """Milliseconds of each stroke."""
    code, place = cell(name)
    page = browser.new_page(viewport={"width": 1280, "height": 1100})
    page.set_default_timeout(120_000)
    book = Notebook(page, server, f"{name}.ipynb", [code])
    book.open(name)
    book.run_all()
    canvas = page.locator(place).first
    canvas.wait_for()
    canvas.scroll_into_view_if_needed()
    until(lambda: book.ask("len(heard)") >= 0, "the cell")
    time.sleep(2)  # whatever the widget says of itself at first
    page.evaluate(CLOCK)
    box, found = canvas.bounding_box(), []
    for number in range(strokes):
        y = box["y"] + box["height"] * (0.2 + 0.6 * number / strokes)
        page.mouse.move(box["x"] + box["width"] * 0.2, y)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.8, y, steps=20)
        page.mouse.up()
        ended = page.evaluate("window.ended.at(-1)")
        until(lambda ended=ended: book.ask("heard[-1:]") > [ended], f"{name} to hear a stroke")
        found.append((book.ask(f"min(at for at in heard if at > {ended})") - ended) * 1000)
    page.close()
    return found


def table(others, strokes):
    """The report, line by line: each widget in a JupyterLab of its own."""
    yield f"{dt.date.today()}: {machine()}, {strokes} strokes on {SIDE}²,"
    yield f"JupyterLab {version('jupyterlab')}, ipykernel {version('ipykernel')}.\n"
    yield "| widget | stroke to kernel, median | slowest |\n|---|---:|---:|"
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
        for name in (*WIDGETS, "ipycanvas"):
            extra = others / name
            if name != "sdlab" and not extra.is_dir():
                continue
            with tempfile.TemporaryDirectory() as home, lab(Path(home), extra.resolve()) as server:
                found = latencies(browser, server, name, strokes)
            yield f"| {name} | {statistics.median(found):.0f} ms | {max(found):.0f} ms |"
        browser.close()


def main():
    """Measure, print the table, and write it into the docs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--others", type=Path, default=Path("others"), help="folders of other packages")
    parser.add_argument("--strokes", type=int, default=10)
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.name}")
    given = parser.parse_args()
    report = []
    for line in table(given.others, given.strokes):
        print(line, flush=True)
        report.append(line)
    if given.write:
        head = PAGE.read_text("utf-8").split("<!-- measured -->")[0]
        PAGE.write_text(head + "\n".join(["<!-- measured -->", *report, ""]), "utf-8")


if __name__ == "__main__":
    main()
