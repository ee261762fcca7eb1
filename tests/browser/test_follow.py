"""A picture that follows typing, and a grid whose cells go on living in another panel: in JupyterLab."""

import pytest
from lab_notebook import Notebook

pytestmark = pytest.mark.browser

CELL = """
from dataclasses import replace
from fake import FACTS, FakeEngine
from IPython.display import display
import sdlab.widgets

engine = FakeEngine(facts=replace(FACTS, num_inference_steps=4, guidance_scale=1.0, scheduler="lcm"))
words, grid = sdlab.widgets.panel(engine), sdlab.widgets.panel(engine, "grid")
grid.send_to(words)
display(words, grid)
"""


def test_a_picture_follows_typing_and_takes_a_cells_recipe(open_page, lab_server, artifact):
    book = Notebook(open_page(1280, 2200), lab_server, "follow.ipynb", [CELL.strip()])
    book.open("follow")
    book.run_all()
    words, grid = book.page.locator(".sdlab-panel").nth(0), book.page.locator(".sdlab-panel").nth(1)
    words.locator(".sd-run-bar[data-live='1']").wait_for()
    book.until("words.bar.transport", "threads")

    words.get_by_role("button", name="Live").click()
    book.until("words.live", True)
    words.get_by_label("Prompt", exact=True).press_sequentially("a red apple")
    book.until("words.film.run and words.film.run.recipe.prompt", "a red apple")
    book.until("words.runs[-1].recipe.prompt if words.runs else ''", "a red apple")
    words.locator(".sd-filmstrip [data-shown='1']").wait_for()
    words.screenshot(path=artifact("follow-live.png"))

    grid.get_by_label("Prompt", exact=True).fill("a red apple")
    rows = grid.get_by_label("Rows: parameter")
    rows.select_option("prompt")
    values = grid.get_by_role("textbox", name="Rows: values")
    values.fill("red, green")
    values.press("Tab")
    grid.get_by_text("8 pictures on a sheet of").first.wait_for()
    grid.get_by_role("button", name="Make the grid").click()
    book.until("grid.plot.status['done']", 8)
    grid.locator("td img").nth(7).wait_for()
    grid.get_by_role("gridcell", name="3, green", exact=True).click()
    grid.get_by_role("button", name="Use this recipe").click()
    book.until("[words.recipe.prompt, words.recipe.seed]", ["a green apple", 3])
    book.until("words.film.run.recipe.prompt", "a green apple")
    grid.screenshot(path=artifact("follow-grid.png"))
