"""How soon a control is seen, and how soon the kernel answers Stop: milliseconds in Chromium and JupyterLab.

    python tests/benchmarks/answer.py [--times 10] [--write]

Prints Markdown tables; --write puts them into sdlab/docs/widgets/benchmark.md. No model is needed: an engine
that takes a given time a step stands in for one.
"""

import argparse
import datetime as dt
import statistics
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from sdlab.widgets import GridPlot, panel
from sdlab.widgets.base import Part

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from bridge import Bridge
from fake import FACTS, FakeEngine
from lab_notebook import Notebook
from machine import machine
from stroke import lab

PAGE = Path(__file__).parents[2] / "sdlab" / "docs" / "widgets" / "benchmark.md"
OWN, NEXT = "<!-- answered -->", "<!-- measured -->"
STEPS, PACE = 900, 0.02  # of the stand-in's pictures; seconds a step
CELL = f"""
from fake import FakeEngine
import sdlab.widgets
panel = sdlab.widgets.panel(FakeEngine(pace={PACE}))
panel.settings.num_inference_steps = {STEPS}
panel.prompt.prompt = "a red apple"
panel
"""
PAINT = """() => new Promise((found) => new PerformanceObserver((list) => {
    const first = list.getEntries().find(({ name }) => name === "first-contentful-paint");
    if (first) found(first.startTime - performance.getEntriesByName("load")[0].startTime);
}).observe({ type: "paint", buffered: true }))"""
STOP = """() => new Promise((found) => {
    const status = document.querySelector(".sd-run-bar .sd-status");
    const began = performance.now();
    new MutationObserver((_, watch) => {
        if (!status.textContent.startsWith("Stopped")) return;
        watch.disconnect();
        found(performance.now() - began);
    }).observe(status, { childList: true, subtree: true, characterData: true });
    [...document.querySelectorAll(".sd-run-bar button")].find((it) => it.textContent === "■ Stop").click();
})"""


def parts():
    """One control of each bundle that panels are made of, by the bundle's name."""
    engine, picture = FakeEngine(), Image.new("RGB", (512, 512), "teal")
    whole = [panel(engine, task, picture) for task in FACTS.tasks]
    whole[0].prompt.prompt = "a red apple"
    whole[0].run()  # results are hidden while there are none
    found = [GridPlot(engine, whole[0].recipe)]
    for desk in reversed(whole):
        found += [one for one in (*vars(desk).values(), *desk.intake.parts) if isinstance(one, Part)]
    return {one.stem: one for one in found}


def paints(browser, times):
    """By control, the milliseconds from its script's arrival to its first paint."""
    found = {}
    for _ in range(times):
        for name, part in sorted(parts().items()):
            page = browser.new_page(viewport={"width": 900, "height": 800})
            Bridge(page, part)
            found.setdefault(name, []).append(page.evaluate(PAINT))
            page.close()
    return found


def stops(browser, times):
    """The milliseconds from clicks on Stop to the kernel's word at which step it stopped."""
    home = tempfile.TemporaryDirectory()
    with home, lab(Path(home.name), Path(__file__).parents[1]) as server:
        page = browser.new_page(viewport={"width": 1280, "height": 1100})
        page.set_default_timeout(120_000)
        book = Notebook(page, server, "stop.ipynb", [CELL.strip()])
        book.open("stop")
        book.run_all()
        page.locator(".sd-run-bar[data-live='1']").wait_for()
        book.until("panel.bar.transport", "threads")
        for _ in range(times):
            page.get_by_role("button", name="Generate").click()
            page.locator(".sd-status").get_by_text(f"of {STEPS}").wait_for()
            book.until("panel.bar.status['state']", "running")
            yield page.evaluate(STOP)
        page.close()


def tables(times):
    """The report, line by line."""
    where = f"{machine()}, Chromium without GPU"
    yield f"{dt.date.today()}: {where}, JupyterLab {version('jupyterlab')},"
    yield f"ipykernel {version('ipykernel')}, anywidget {version('anywidget')}; {times} times each.\n"
    yield "| | median | slowest | bar |\n|---|---:|---:|---:|"
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
        for name, found in paints(browser, times).items():
            yield f"| {name} is seen | {statistics.median(found):.0f} ms | {max(found):.0f} ms | 300 ms |"
        found = list(stops(browser, times))
        most = f"100 ms and a step of {PACE * 1000:.0f} ms"
        yield f"| Stop is answered | {statistics.median(found):.0f} ms | {max(found):.0f} ms | {most} |"
        browser.close()
    yield ""


def main():
    """Measure, print the table, and write it into the docs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.name}")
    given = parser.parse_args()
    report = []
    for line in tables(given.times):
        print(line, flush=True)
        report.append(line)
    if given.write:
        head, rest = PAGE.read_text("utf-8").split(OWN)
        rest = rest.split(NEXT)[1]
        PAGE.write_text("\n".join([f"{head}{OWN}", *report, f"{NEXT}{rest}"]), "utf-8")


if __name__ == "__main__":
    main()
