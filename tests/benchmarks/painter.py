"""How long the mask painter takes from a pointer event to painted pixels, and to the kernel's mask.

    python tests/benchmarks/painter.py [--sides 512 2048 4096] [--moves 60] [--write]

Prints Markdown tables; --write puts them into sdlab/docs/widgets/benchmark.md. Chromium draws in software
here; with a graphics processor it is faster.
"""

import argparse
import datetime as dt
import itertools
import statistics
import sys
import time
from importlib.metadata import version
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from sdlab.widgets.base import STATIC
from sdlab.widgets.mask_painter import MaskPainter

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from bridge import Bridge
from machine import machine

PAGE = Path(__file__).parents[2] / "sdlab" / "docs" / "widgets" / "benchmark.md"
LIMIT = 25_000  # bytes of a bundle
TOOLS = ("brush", "lasso", "rectangle")
# Frames are drawn when the clock is stopped for them: what is timed is the work, not the wait for the screen.
STROKE = """async ([tool, moves, height, events]) => {
    const stage = document.querySelector(".sd-stage");
    const box = stage.getBoundingClientRect();
    const ways = { // of the stage: a line, a loop, a diagonal
        brush: (part) => [0.2 + 0.6 * part, height],
        lasso: (part) => [0.5 + 0.3 * Math.cos(6 * part), 0.5 + 0.3 * Math.sin(6 * part)],
        rectangle: (part) => [0.2 + 0.6 * part, 0.2 + height * part],
    };
    const init = (part) => {
        const [x, y] = ways[tool](part);
        return { clientX: box.left + box.width * x, clientY: box.top + box.height * y,
            pointerId: 1, pointerType: "mouse", buttons: 1, bubbles: true, isPrimary: true };
    };
    const fire = (type, part, more) =>
        stage.dispatchEvent(new PointerEvent(type, { ...init(part), ...more }));
    stage.setPointerCapture = () => {};
    const real = window.requestAnimationFrame;
    let frame = null;
    window.requestAnimationFrame = (draw) => { frame = draw; return 1; };
    const timed = (act) => { const start = performance.now(); act(); return performance.now() - start; };
    const paint = () => timed(() => { const draw = frame; frame = null; draw?.(0); });
    fire("pointerdown", 0);
    paint();
    const moved = [];
    for (let i = 1; i <= moves; i++) {
        const between = Array.from({ length: events }, (_, k) =>
            new PointerEvent("pointermove", init((i - 1 + (k + 1) / events) / moves)));
        moved.push(timed(() => fire("pointermove", i / moves, { coalescedEvents: between })) + paint());
    }
    const sent = window.model.sent.length;
    const end = timed(() => fire("pointerup", 1));
    const files = window.model.sent.slice(sent).filter(({ content }) => content.kind === "sheet");
    const bytes = files.flatMap(({ sizes }) => sizes).reduce((sum, size) => sum + size, 0);
    stage.focus();
    const press = (key, more) => timed(() => stage.dispatchEvent(
        new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }))) + paint();
    const undo = press("z", { ctrlKey: true });
    const invert = press("I", { shiftKey: true });
    press("z", { ctrlKey: true });
    window.requestAnimationFrame = real;
    moved.sort((a, b) => a - b);
    return { median: moved[moves >> 1], most: moved[Math.floor(moves * 0.98) - 1], end, undo, invert, bytes };
}"""


def measure(browser, tool, side, moves):
    """Milliseconds and bytes of a tool's second stroke; a brush is an eighth of the picture wide."""
    page = browser.new_page(viewport={"width": 900, "height": 800})
    painter, kernel = MaskPainter(Image.new("RGB", (side, side), "teal")), []
    painter.brush_size, painter.tool = min(side // 8, 512), tool
    received = painter._acts["sheet"]

    def timed(content, buffers):
        start = time.perf_counter()
        received(content, buffers)
        kernel.append((time.perf_counter() - start) * 1000)

    painter.hear("sheet", timed)
    bridge = Bridge(page, painter)
    bridge.settle()
    page.evaluate(STROKE, [tool, moves, 0.3, 4])
    bridge.settle()
    kernel.clear()
    took = page.evaluate(STROKE, [tool, moves, 0.6, 4])
    bridge.settle()
    page.close()
    return took | {"kernel": statistics.fmean(kernel[:1])}


def tables(sides, moves):
    """The report, line by line."""
    yield f"{dt.date.today()}: {machine()}, Chromium without GPU,"
    yield f"Playwright {version('playwright')}, anywidget {version('anywidget')}, Pillow {version('pillow')}."
    yield ""
    names = ["picture", "tool", "a frame of a stroke, median", "98 %", "end of stroke", "sent"]
    names += ["kernel takes it", "undo", "invert"]
    yield f"| {' | '.join(names)} |"
    yield f"|---{'|---:' * (len(names) - 1)}|"
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
        for side, tool in itertools.product(sides, TOOLS):
            took = measure(browser, tool, side, moves)
            ms = {name: f"{value:.1f} ms" for name, value in took.items()}
            size = f", {min(side // 8, 512)} px" if tool == "brush" else ""
            cells = [f"{side}²", f"{tool}{size}", ms["median"], ms["most"], ms["end"]]
            cells += [f"{took['bytes'] / 1000:.1f} kB", ms["kernel"], ms["undo"], ms["invert"]]
            yield f"| {' | '.join(cells)} |"
        browser.close()
    yield ""
    yield f"| bundle | bytes of {LIMIT:,} | style, bytes |"
    yield "|---|---:|---:|"
    for path in sorted(STATIC.glob("*.js")):
        yield f"| {path.stem} | {path.stat().st_size:,} | {path.with_suffix('.css').stat().st_size:,} |"


def main():
    """Print the tables, or write them into the docs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--sides", type=int, nargs="+", default=[512, 2048, 4096], help="of the pictures, pixels"
    )
    parser.add_argument("--moves", type=int, default=60, help="frames of a stroke")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.name}")
    given = parser.parse_args()
    report = "\n".join(tables(given.sides, given.moves)) + "\n"
    print(report)
    if given.write:
        head = PAGE.read_text("utf-8").split("<!-- measured -->")[0]
        PAGE.write_text(f"{head}<!-- measured -->\n{report}", "utf-8")


if __name__ == "__main__":
    main()
