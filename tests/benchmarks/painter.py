"""How long the mask painter takes from a pointer event to painted pixels: python tests/benchmarks/painter.py

Prints a Markdown table. Chromium draws in software here; a laptop with a GPU is faster.
"""

import io
import sys
import time
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import sync_playwright

from sdlab.widgets.base import STATIC
from sdlab.widgets.mask_painter import MaskPainter

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from bridge import Bridge

MOVES = 60
STROKE = """async ([moves, height]) => {
    const stage = document.querySelector(".sd-stage");
    const box = stage.getBoundingClientRect();
    const clientY = box.top + box.height * height;
    const at = (part) => ({ clientX: box.left + box.width * (0.2 + 0.6 * part), clientY });
    const fire = (type, part) => stage.dispatchEvent(new PointerEvent(type, {
        ...at(part), pointerId: 1, pointerType: "mouse", buttons: 1, bubbles: true, isPrimary: true }));
    stage.setPointerCapture = () => {};
    const real = window.requestAnimationFrame;
    let frame = null;
    window.requestAnimationFrame = (draw) => { frame = draw; return 1; };
    const timed = (act) => { const start = performance.now(); act(); return performance.now() - start; };
    const paint = () => timed(() => { const draw = frame; frame = null; draw?.(0); });
    fire("pointerdown", 0);
    paint();
    const moved = [];
    for (let i = 1; i <= moves; i++) moved.push(timed(() => fire("pointermove", i / moves)) + paint());
    const end = timed(() => fire("pointerup", 1));
    window.requestAnimationFrame = real;
    moved.sort((a, b) => a - b);
    return { median: moved[moves >> 1], most: moved[moves - 2], end };
}"""


def measure(browser, side):
    """Milliseconds: median and 98th percentile of a move, the end of a stroke, the kernel's part of it."""
    page = browser.new_page(viewport={"width": 900, "height": 800})
    painter = MaskPainter(Image.new("RGB", (side, side), "teal"))
    painter.brush_size = side // 8
    Bridge(page, painter)
    page.wait_for_timeout(500)
    page.evaluate(STROKE, [MOVES, 0.3])
    took = page.evaluate(STROKE, [MOVES, 0.6])
    file = io.BytesIO()
    Image.fromarray(np.asarray(painter.mask)).save(file, "PNG")
    start = time.perf_counter()
    painter._checked(file.getvalue(), (side, side))
    page.close()
    return took | {"kernel": (time.perf_counter() - start) * 1000}


def main():
    """Print the tables."""
    print("| picture | brush | move to paint, median | 98 % | end of stroke | kernel |")
    print("|---|---|---|---|---|---|")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for side in (512, 2048, 4096):
            took = measure(browser, side)
            times = " | ".join(f"{took[name]:.1f} ms" for name in ("median", "most", "end", "kernel"))
            print(f"| {side}² | {side // 8} px | {times} |")
        browser.close()
    print("\n| bundle | bytes |\n|---|---|")
    for name in ("mask_painter", "sketch_pad", "compare", "outpaint_frame"):
        print(f"| {name} | {(STATIC / f'{name}.js').stat().st_size:,} |")


if __name__ == "__main__":
    main()
