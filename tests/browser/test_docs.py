"""The panels in the docs, with pictures of the bundled model. Made with `--docs` only: they prove nothing."""

import pytest
from lab_notebook import Notebook

pytestmark = pytest.mark.browser
MINUTES = 600  # seconds: a real model on a loaded machine

SETUP = """
from IPython.display import display
import sdlab

studio = sdlab.load("tiny")
words, grid = studio.panel("text_to_image"), studio.panel("grid")
follow = sdlab.load("tiny-live").panel("text_to_image")
for one, seed in ((words, 7), (follow, 3), (grid, 0)):
    one.seed.seed, one.seed.keep = seed, True
words.bar.count = 3
grid.send_to(words)
display(words, follow, grid)
"""


@pytest.fixture
def panels(open_page, lab_server):
    """The notebook with a panel, one to be live and a grid: it, and the three in its page."""
    book = Notebook(open_page(1280, 1500, device_scale_factor=1), lab_server, "docs.ipynb", [SETUP.strip()])
    book.open("docs")
    book.run_all()
    found = [book.page.locator(".sdlab-panel").nth(number) for number in range(3)]
    for panel in found:
        panel.locator("[data-live='1']").first.wait_for()
    return book, *found


def test_panels_of_the_bundled_model_for_the_docs(panels, artifact):
    book, words, follow, grid = panels
    words.get_by_label("Prompt", exact=True).fill("a red apple on a tree")
    words.get_by_role("button", name="Generate").click()
    book.until("len(words.runs)", 3, MINUTES)
    words.locator(".sd-filmstrip [data-shown='1']").wait_for()
    words.locator(".sd-thumbs img").nth(2).wait_for()
    words.screenshot(path=artifact("panel.png"))
    words.locator(".sd-result-view").screenshot(path=artifact("result_view.png"))
    slider = words.get_by_label("Step", exact=True)
    for _ in range(12):
        slider.press("ArrowLeft")
    words.get_by_role("img", name="Step 9 of 20").wait_for()
    words.locator(".sd-filmstrip").screenshot(path=artifact("filmstrip.png"))

    follow.get_by_role("button", name="Live").click()
    book.until("follow.live", True)
    follow.get_by_label("Prompt", exact=True).press_sequentially("a boat on the water at sunset")
    book.until(
        "follow.runs[-1].recipe.prompt if follow.runs else ''", "a boat on the water at sunset", MINUTES
    )
    follow.locator(".sd-filmstrip [data-shown='1']").wait_for()
    follow.screenshot(path=artifact("panel_live.png"))

    grid.get_by_label("Prompt", exact=True).fill("a red apple")
    grid.get_by_label("Rows: parameter").select_option("prompt")
    values = grid.get_by_role("textbox", name="Rows: values")
    values.fill("red, green")
    values.press("Tab")
    grid.get_by_text("8 pictures on a sheet of").first.wait_for()
    grid.get_by_role("button", name="Make the grid").click()
    book.until("grid.plot.status['done']", 8, MINUTES)
    grid.locator("td img").nth(7).wait_for()
    grid.get_by_role("gridcell", name="3, green", exact=True).click()
    grid.locator(".detail img").wait_for()
    grid.screenshot(path=artifact("grid_panel.png"))
