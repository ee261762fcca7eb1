"""A picture that follows typing, painting and dragging, and a grid that goes on living: in JupyterLab."""

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

HANDS = """
from dataclasses import replace
from fake import FACTS, FakeEngine
from IPython.display import display
from PIL import Image
import sdlab.widgets

engine = FakeEngine(facts=replace(FACTS, num_inference_steps=4, guidance_scale=1.0, scheduler="lcm"))
picture = Image.new("RGB", (128, 128), "#bfe3f5")
hole, rework = (sdlab.widgets.panel(engine, task, picture) for task in ("inpaint", "image_to_image"))
hole.prompt.prompt = rework.prompt.prompt = "a cat"
drawn = lambda: hole.film.run.recipe.hole.mask.picture
display(hole, rework)
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


def test_a_picture_follows_each_stroke_and_a_slider_under_the_hand(open_page, lab_server, artifact):
    book = Notebook(open_page(1280, 2400), lab_server, "hands.ipynb", [HANDS.strip()])
    book.open("hands")
    book.run_all()
    hole, rework = book.page.locator(".sdlab-panel").nth(0), book.page.locator(".sdlab-panel").nth(1)
    for name, panel in (("hole", hole), ("rework", rework)):
        panel.locator(".sd-run-bar[data-live='1']").wait_for()
        panel.get_by_role("button", name="Live").click()
        book.until(f"{name}.live", True)

    hole.locator(".sd-easel:not([inert])").wait_for()
    hole.get_by_role("application").focus()
    book.page.keyboard.press("b")
    book.until("hole.intake.painter.tool", "brush")
    mouse, under = book.page.mouse, hole.locator(".sd-under")
    under.scroll_into_view_if_needed()
    box = under.bounding_box()
    at = lambda share: (box["x"] + share * box["width"], box["y"] + 0.5 * box["height"])  # noqa: E731
    for start, end in ((0.2, 0.5), (0.6, 0.8)):
        mouse.move(*at(start))
        mouse.down()
        mouse.move(*at(end), steps=6)
        mouse.up()
        book.until(f"hole.mask.getpixel(({int(end * 128)}, 64))", 255)
        book.until("drawn().tobytes() == hole.mask.tobytes()", True)
    hole.screenshot(path=artifact("follow-painting.png"))

    slider = rework.get_by_role("slider", name="Strength")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    mouse.move(*at(0.6))
    mouse.down()
    for share in (0.5, 0.3):
        mouse.move(*at(share), steps=3)
        book.until("rework.film.run.recipe.start.strength == rework.recipe.start.strength", True)
    low = book.ask("rework.recipe.start.strength")
    mouse.move(*at(0.95), steps=3)
    book.until(f"rework.film.run.recipe.start.strength > {low}", True)
    mouse.up()
    book.until("rework.runs[-1].recipe.start.strength == rework.recipe.start.strength", True)
    rework.screenshot(path=artifact("follow-dragging.png"))
