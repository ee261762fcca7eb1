"""A learner's journey through JupyterLab: lesson 01 as `sdlab lab` lays it out, with the real model."""

import re
import tempfile
from pathlib import Path

import nbformat
import pytest
from lab_notebook import Notebook, until

from sdlab.lab.command import copy_lessons

pytestmark = pytest.mark.browser

LONG = 900  # steps: nobody is too late to stop that many
REPEATED_IDS = """[...document.querySelectorAll(".sdlab [id]")].map((element) => element.id)
    .filter((id, place, all) => all.indexOf(id) !== place)"""


class Lesson(Notebook):
    """Lesson 01 in a page, and where its panel is."""

    def run(self):
        self.run_all()
        until(lambda: self.is_idle and self.ask("'runs' in globals()"), "the lesson to run", seconds=400)

    def go_to_panel(self):
        """Its cell, by the table of contents: JupyterLab takes cells that are out of sight off the page."""
        contents = self.page.get_by_role("tab", name="Table of Contents")
        if contents.get_attribute("aria-selected") != "true":
            contents.click()
        self.page.locator(".jp-tocItem-content", has_text="Take the controls").click()
        return self.page.locator(".jp-Cell", has_text='studio.panel("text_to_image")')

    @property
    def kept(self):
        """The panel's outputs as saved."""
        cells = nbformat.read(self.path, as_version=4).cells
        return next(cell.outputs for cell in cells if "studio.panel" in cell.source)


@pytest.fixture
def lesson(open_page, lab_server):
    own = Path(tempfile.mkdtemp(dir=lab_server[1]))
    first = copy_lessons(own / "lessons").first
    return Lesson(open_page(1500, 1000), lab_server, f"{own.name}/lessons/{first.name}")


def test_a_learner_makes_a_picture_stops_one_scrubs_and_finds_it_again_another_day(
    lesson, open_page, artifact
):
    page = lesson.page
    lesson.open("first-day")
    lesson.run()
    cell = lesson.go_to_panel()
    bar, film = cell.locator(".sd-run-bar"), cell.locator(".sd-filmstrip")
    cell.locator(".sd-run-bar[data-live='1']").wait_for()
    assert page.evaluate(REPEATED_IDS) == [], "a label would name another control"
    page.screenshot(path=artifact("lesson-open.png"))

    # type and generate at once: the click must not carry a stale prompt
    cell.get_by_label("Prompt", exact=True).fill("a red apple on a tree")
    bar.get_by_role("button", name="Generate").click()
    lesson.until("[run.recipe.prompt for run in panel.runs][1:]", ["a red apple on a tree"])
    film.get_by_role("img", name="a red apple on a tree", exact=True).wait_for()
    page.screenshot(path=artifact("lesson-made.png"))

    # stop in the middle
    cell.get_by_role("spinbutton", name="Steps", exact=True).fill(str(LONG))
    bar.get_by_role("button", name="Generate").click()
    film.get_by_role("img", name=re.compile(f"Step [0-9]+ of {LONG}$")).wait_for()
    page.screenshot(path=artifact("lesson-running.png"))
    bar.get_by_role("button", name="■ Stop").click()
    lesson.until("panel.bar.status['state']", "cancelled")
    step = lesson.ask("panel.bar.status['step']")
    assert 0 < step < LONG
    bar.locator(".sd-status").get_by_text(f"Stopped at step {step} of {LONG}", exact=True).wait_for()
    assert lesson.ask("(len(panel.runs), len(panel.bar.jobs))") == [2, 0]
    film.get_by_role("img", name="a red apple on a tree", exact=True).wait_for()
    page.screenshot(path=artifact("lesson-stopped.png"))

    # back through the steps; JupyterLab has shortcuts of its own on arrows and letters
    slider = film.get_by_role("slider", name="Step", exact=True)
    slider.press("ArrowLeft")
    slider.press("x")
    slider.press("ArrowLeft")
    lesson.until("(panel.film.position, len(panel.film.run.film))", [18, 20])
    film.get_by_role("img", name=re.compile("^Step 19 of 20, .* of “a red apple on a tree”$")).wait_for()
    page.screenshot(path=artifact("lesson-scrubbed.png"))

    lesson.save()
    lesson.shut_down()
    pictures = [output for output in lesson.kept if "image/png" in output.get("data", {})]
    assert [output.metadata["image/png"]["alt"] for output in pictures] == ["a red apple on a tree"]
    page.close()

    lesson.page = open_page(1500, 1000)
    lesson.open("another-day")
    cell = lesson.go_to_panel()
    picture = cell.locator(".jp-RenderedImage img")
    picture.wait_for()
    assert picture.bounding_box()["width"] == 256
    cell.get_by_text("Run this cell to get the controls again.", exact=True).wait_for()
    assert cell.locator(".sdlab").count() == 0
    lesson.page.screenshot(path=artifact("lesson-another-day.png"))
