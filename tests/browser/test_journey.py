"""Whole tasks in JupyterLab and Notebook 7, by mouse and keyboard; what counts is the kernel's values."""

import re

import numpy as np
import pytest
from accessible import walk
from fake import FACTS
from lab_notebook import Notebook, until
from nbconvert import HTMLExporter

pytestmark = pytest.mark.browser

TASKS = """
from fake import FakeEngine
from IPython.display import display
from PIL import Image, ImageDraw
import sdlab.widgets

dog = Image.new("RGB", (128, 128), "#bfe3f5")
draw = ImageDraw.Draw(dog)
draw.rectangle((0, 100, 128, 128), fill="#7cb55c")
for box in ((34, 62, 88, 90), (74, 44, 102, 70), (92, 56, 110, 68)):
    draw.ellipse(box, fill="#96602f")
for leg in (38, 48, 72, 82):
    draw.rectangle((leg, 80, leg + 5, 106), fill="#96602f")
draw.ellipse((74, 44, 83, 68), fill="#5f3b1c")
draw.ellipse((90, 52, 94, 56), fill="black")

engine = FakeEngine()
hole, margin = sdlab.widgets.panel(engine, "inpaint", dog), sdlab.widgets.panel(engine, "outpaint")
hole.send_to(margin)
same = lambda one, two: one.mode == two.mode and one.size == two.size and one.tobytes() == two.tobytes()
display(hole, margin)
"""
PAIR = """
from fake import FakeEngine
from IPython.display import display
import sdlab.widgets

engine = FakeEngine()
one, two = sdlab.widgets.panel(engine), sdlab.widgets.panel(engine)
display(one, two)
"""
EVERY = """
from fake import FakeEngine
from IPython.display import display
from PIL import Image
import sdlab.widgets

engine, picture = FakeEngine(), Image.new("RGB", (128, 128), "#bfe3f5")
panels = [sdlab.widgets.panel(engine, task, picture) for task in engine.facts.tasks]
grid = sdlab.widgets.panel(engine, "grid")
display(*panels, grid)
"""


class Controls:
    """A panel in the page, found as a person finds it."""

    def __init__(self, page, number):
        self.page = page
        self.root = page.locator(".sdlab-panel").nth(number)
        self.bar = self.root.locator(".sd-run-bar")

    def wait(self):
        """Wait until its kernel hears it."""
        self.root.locator(":is(.sd-run-bar, .sd-grid-plot)[data-live='1']").wait_for()

    def press(self, name):
        self.root.get_by_role("button", name=name, exact=True).click()

    def ask_for(self, prompt):
        self.root.get_by_label("Prompt", exact=True).fill(prompt)
        self.press("Generate")

    def says(self, words):
        self.bar.locator(".sd-status").get_by_text(words).wait_for()

    def paint(self, book, start, end):
        """Drag a rectangle, both its corner pixels included."""
        self.root.locator(".sd-easel:not([inert])").wait_for()
        self.root.get_by_role("application").focus()
        self.page.keyboard.press("r")
        book.until("hole.intake.painter.tool", "rectangle")
        under = self.root.locator(".sd-under")
        under.scroll_into_view_if_needed()
        box = under.bounding_box()
        scale = box["width"] / 128
        self.drag(*[(box["x"] + (x + 0.5) * scale, box["y"] + (y + 0.5) * scale) for x, y in (start, end)])

    def picture(self):
        return self.root.locator(".sd-filmstrip [data-shown='1']")

    def drag(self, start, end):
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move(*end, steps=5)
        self.page.mouse.up()


@pytest.fixture
def journey(open_page, lab_server):
    """Opens a notebook with panels and runs it: the notebook and the panels in its page."""

    def journey(name, cell, front="lab", panels=2):
        book = Notebook(open_page(1280, 1000), lab_server, f"{name}-{front}.ipynb", [cell.strip()])
        book.open(name, front)
        book.run_all()
        controls = [Controls(book.page, number) for number in range(panels)]
        for one in controls:
            one.wait()
        return book, *controls

    return journey


@pytest.mark.parametrize("front", ["lab", "notebook"])
def test_a_person_turns_a_dog_into_a_cat_and_widens_the_picture(journey, artifact, front):
    book, hole, margin = journey("cat", TASKS, front)
    hole.paint(book, (28, 36), (115, 109))
    hole.ask_for("a cat")  # at once: the click must not overtake the mask
    book.until("[run.recipe.prompt for run in hole.runs]", ["a cat"])
    mask = np.zeros((128, 128), np.uint8)
    mask[36:110, 28:116] = 255
    for where in ("hole.mask", "hole.runs[0].recipe.hole.mask.picture"):
        assert bytes.fromhex(book.ask(f"{where}.tobytes().hex()")) == mask.tobytes()
    assert book.ask("same(hole.runs[0].recipe.start.picture.picture, dog)")
    hole.picture().wait_for()
    book.page.screenshot(path=artifact(f"journey-cat-{front}.png"))

    hole.press("Send to outpaint")
    book.until("margin.picture is not None and same(margin.picture, hole.runs[0].picture)", True)
    for handle, across, down in (("Top left handle", -32, -16), ("Right handle", -24, 9)):
        knob = margin.root.get_by_role("button", name=handle, exact=True)
        knob.scroll_into_view_if_needed()
        scale = margin.root.locator(".sd-framed").bounding_box()["width"] / 128
        box = knob.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        margin.drag((x, y), (x + across * scale, y + down * scale))
    sides = "[{0}.left, {0}.right, {0}.top, {0}.bottom]"
    book.until(sides.format("margin.recipe.margin"), [32, 40, 16, 0])
    margin.ask_for("a cat in a garden")
    book.until("[run.recipe.prompt for run in margin.runs]", ["a cat in a garden"])
    assert book.ask(sides.format("margin.runs[0].recipe.margin")) == [32, 40, 16, 0]
    assert book.ask("same(margin.runs[0].recipe.start.picture.picture, hole.runs[0].picture)")
    margin.picture().wait_for()
    book.page.screenshot(path=artifact(f"journey-wide-{front}.png"))

    copies = book.page.locator(".jp-RenderedImage img")
    copies.nth(1).wait_for(state="attached")  # the panels hide them while they show the pictures
    book.save()
    assert book.path.stat().st_size < 2 * 300_000, "of a saved result, bytes"
    static, _ = HTMLExporter(template_name="basic").from_filename(str(book.path))
    assert re.findall('<img alt="(.*?)"', static) == ["a cat", "a cat in a garden"]
    assert static.count("128, fake</p>\n<p>Run this cell to get the controls again.</p>") == 2


def test_two_panels_share_a_studio_stop_in_every_phase_and_outlive_their_kernel(journey, artifact):
    book, one, two = journey("pair", PAIR)

    book.ask("engine.gate.clear()")
    one.ask_for("a red apple")
    book.until("one.bar.status['state']", "running")
    two.ask_for("a boat")
    two.says("Waiting for its turn")
    two.press("■ Stop")
    two.says("Stopped")
    assert book.ask("[one.bar.status['state'], two.bar.status['state']]") == ["running", "cancelled"]
    two.press("Generate")
    two.says("Waiting for its turn")
    book.ask("engine.gate.set()")
    book.until(
        "[[run.recipe.prompt for run in panel.runs] for panel in (one, two)]", [["a red apple"], ["a boat"]]
    )
    one.picture().wait_for()
    two.picture().wait_for()
    one.root.screenshot(path=artifact("journey-panel.png"))

    book.ask("engine.darkroom.clear()")
    one.press("Generate")
    one.says("Decoding the picture")
    one.press("■ Stop")
    one.says("Stopped at step 20 of 20")
    book.ask("engine.darkroom.set() or engine.gate.clear()")
    one.press("Generate")
    one.says("Reading the prompt")
    one.press("■ Stop")
    one.says("Stopped at step 0 of 20")
    assert book.ask("[len(one.runs), len(two.runs), len(engine.jobs)]") == [1, 1, 5]
    book.page.screenshot(path=artifact("journey-pair.png"))

    two.press("Generate")
    book.until("two.bar.status['state']", "running")
    book.restart()
    for panel in (one, two):
        panel.root.get_by_text("Run the cell to reconnect").locator("visible=true").first.wait_for()
        assert panel.root.locator(".sd-body:not([inert])").count() == 0
        assert panel.picture().is_visible()
    book.page.screenshot(path=artifact("journey-restart.png"))
    book.run_all()
    one.wait()
    one.ask_for("a red apple again")
    book.until("[run.recipe.prompt for run in one.runs]", ["a red apple again"])


def test_two_tabs_on_one_notebook_show_and_paint_the_same(journey, open_page, lab_server):
    book, hole, _ = journey("tabs", TASKS)
    book.save()
    other = Notebook(open_page(1280, 1000), lab_server, book.name)
    other.open("tabs-2")
    there = Controls(other.page, 0)
    there.wait()

    hole.paint(book, (20, 20), (60, 60))
    book.until("hole.intake.painter.coverage", 41 * 41 / 128**2)
    there.root.locator(".sd-foot").get_by_text("10.3 % masked").wait_for()
    there.paint(other, (80, 80), (100, 100))
    both = (41 * 41 + 21 * 21) / 128**2
    book.until("hole.intake.painter.coverage", both)
    hole.root.locator(".sd-foot").get_by_text("13 % masked").wait_for()

    hole.root.get_by_label("Prompt", exact=True).fill("a cat")
    shown = there.root.get_by_label("Prompt", exact=True)
    until(lambda: shown.input_value() == "a cat", "the words in the other tab", shown.input_value)
    there.press("Generate")
    book.until("[run.recipe.prompt for run in hole.runs]", ["a cat"])
    assert book.ask("[len(engine.jobs), hole.intake.painter.coverage]") == [1, both]
    for panel in (hole, there):
        panel.picture().wait_for()


def test_every_panel_is_worked_by_the_keyboard_alone(journey):
    tasks = (*FACTS.tasks, "grid")
    book, *panels = journey("keyboard", EVERY, panels=len(tasks))
    keys = book.page.keyboard

    def act(name):
        if name.startswith("Mask."):
            for key in ("ArrowRight", "Enter", *["Shift+ArrowDown"] * 3, "Enter"):
                keys.press(key)
        elif name == "Prompt":
            keys.type("a cat")
        elif name == "Generate":
            keys.press("Enter")
        elif name == "Make the grid":
            keys.press("Enter")
            panels[-1].root.get_by_text("All 12 cells are made").first.wait_for()

    missed = {task: walk(book.page, panel.root, act) for task, panel in zip(tasks, panels, strict=True)}
    assert not any(missed.values()), missed
    made = "[[panel.task, *(run.recipe.prompt for run in panel.runs)] for panel in panels]"
    book.until(made, [[task, "" if task == "unconditional" else "a cat"] for task in FACTS.tasks])
    assert book.ask("[run.recipe.prompt for run in grid.runs]") == ["a cat"] * 12
