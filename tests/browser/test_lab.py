"""Journeys through JupyterLab: what a person does, and what the kernel then holds."""

import pytest
from lab_notebook import Notebook

pytestmark = pytest.mark.browser

CELL = """
from fake import FakeEngine
import sdlab.widgets
engine = FakeEngine()
panel = sdlab.widgets.panel(engine, "text_to_image")
panel
"""
SHOWN = ".sd-filmstrip [data-shown='1']"


@pytest.fixture
def book(open_page, lab_server):
    book = Notebook(open_page(1280, 1000), lab_server, "panel.ipynb", [CELL.strip()])
    book.open("panel")
    book.run_all()
    book.page.locator(".sd-run-bar[data-live='1']").wait_for()
    return book


def test_a_person_makes_a_picture_stops_one_scrubs_and_finds_it_again_after_reopening(book, artifact):
    page = book.page
    bar = page.locator(".sd-run-bar")
    generate, stop = bar.get_by_role("button", name="Generate"), bar.get_by_role("button", name="■ Stop")
    book.until("panel.bar.transport", "threads")

    page.get_by_label("Prompt", exact=True).fill("a red apple on a tree")
    generate.click()  # at once: the click must not carry a stale prompt
    page.locator(SHOWN).wait_for()
    book.until("[run.recipe.prompt for run in panel.runs]", ["a red apple on a tree"])
    page.screenshot(path=artifact("lab-done.png"))

    book.ask("engine.gate.clear()")
    generate.click()
    book.until("panel.bar.status['state']", "running")
    stop.click()
    bar.locator(".sd-status").get_by_text("Stopped at step").wait_for()
    book.until("(panel.bar.status['state'], len(panel.runs))", ["cancelled", 1])
    book.ask("engine.gate.set()")

    slider = page.get_by_role("slider", name="Step", exact=True)
    slider.press("ArrowLeft")  # JupyterLab has shortcuts of its own on arrows and letters
    slider.press("x")
    slider.press("ArrowLeft")
    book.until("panel.film.position", 18)
    page.screenshot(path=artifact("lab-scrub.png"))

    book.save()
    assert book.path.stat().st_size < 300_000
    kept = [output for output in book.outputs() if "image/png" in output["data"]]
    assert [output["metadata"]["image/png"]["alt"] for output in kept] == ["a red apple on a tree"]
    book.open("panel-again")
    page.locator(SHOWN).wait_for()  # the kernel lives on, and so do the controls
    page.locator(".jp-RenderedImage img").wait_for(state="attached")
    page.screenshot(path=artifact("lab-reopened.png"))
