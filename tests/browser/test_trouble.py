"""What a person is told when the kernel cannot answer, or will not."""

import io

import pytest
from bridge import Bridge
from fake import FakeEngine
from lab_notebook import Notebook, until
from PIL import Image

from sdlab.errors import BadValue
from sdlab.recipe import Plate, Recipe, Start
from sdlab.run import Run
from sdlab.widgets import (
    CodeEcho,
    Compare,
    Filmstrip,
    Gallery,
    GridPlot,
    MaskPainter,
    OutpaintFrame,
    PictureWell,
    PngInfo,
    PromptBox,
    ResultView,
    RunBar,
    SketchPad,
)

pytestmark = pytest.mark.browser
BUSY = "The kernel is busy in another cell. Wait, or interrupt it with the notebook's ■."
RECIPE = Recipe(prompt="a", model="fake")


def bar(engine):
    return RunBar(lambda: engine.submit([RECIPE]))


@pytest.mark.parametrize(
    ("make", "kind", "button"),
    [(bar, "generate", "Generate"), (lambda engine: GridPlot(engine, RECIPE), "make", "Make the grid")],
    ids=["bar", "grid"],
)
def test_a_kernel_that_is_busy_elsewhere_is_named_with_the_way_out_until_it_answers(
    open_page, make, kind, button
):
    part = make(FakeEngine())
    answer = part._acts[kind]
    part.hear(kind, lambda *_: None)
    page = open_page(700, 600)
    bridge = Bridge(page, part)
    page.get_by_role("button", name=button).click()
    page.get_by_text(BUSY).wait_for()
    assert page.get_by_role("button", name=button).is_enabled()
    answer({}, [])
    bridge.until(lambda: part.status["state"] == "done")
    page.get_by_text(BUSY).wait_for(state="detached")


def picture():
    return Image.new("RGB", (64, 64), "teal")


def with_reuse(part):
    part.on_reuse(lambda *_: None)
    return part


def branching():
    film = Filmstrip(FakeEngine().submit([RECIPE]).wait()[0])
    film.on_branch(lambda _: None)
    film.position = 1
    return film


def press(name):
    return lambda page: page.get_by_role("button", name=name).click()


def give(page):
    file = io.BytesIO()
    picture().save(file, "PNG")
    chosen = {"name": "sea.png", "mimeType": "image/png", "buffer": file.getvalue()}
    page.locator("input[type=file]").set_input_files(chosen)


ASKS = {  # each control that needs the kernel's answer to a click: what is done, and the message it sends
    "prompt": (
        PromptBox,
        lambda page: page.get_by_label("Prompt", exact=True).press("Control+Enter"),
        "submit",
    ),
    "result": (lambda: with_reuse(ResultView([Run(picture(), RECIPE)])), press("Use this recipe"), "reuse"),
    "gallery": (lambda: with_reuse(Gallery([Run(picture(), RECIPE)])), press("Use this seed"), "reuse"),
    "film": (branching, press("Branch here"), "branch"),
    "well": (PictureWell, give, "open"),
    "png": (PngInfo, give, "file"),
    "code": (
        lambda: CodeEcho(
            Run(picture(), RECIPE.but(task="image_to_image", start=Start(picture=Plate.of(picture()))))
        ),
        press("Download"),
        "fetch",
    ),
}


@pytest.mark.parametrize("name", ASKS)
def test_a_click_that_a_busy_kernel_does_not_hear_is_explained_and_heard_after_the_cell(open_page, name):
    make, act, kind = ASKS[name]
    part, waiting = make(), []
    page = open_page(700, 600)
    bridge = Bridge(page, part)
    page.locator(".sdlab[data-live='1']").wait_for()
    bridge.settle()
    hear = part._handle_custom_msg
    part._handle_custom_msg = lambda content, buffers: waiting.append((content, buffers))
    act(page)
    page.get_by_text(BUSY).wait_for()
    assert page.locator(".sd-body[inert]").count() == 0
    assert kind in [content["kind"] for content, _ in waiting]
    part._handle_custom_msg = hear
    for message in waiting:
        hear(*message)
    page.get_by_text(BUSY).wait_for(state="hidden")


FAULTS = {  # what a person does with a control whose line is broken, each a listener of another kind
    "button": (MaskPainter, lambda page: page.get_by_role("button", name="Eraser").click()),
    "slider": (MaskPainter, lambda page: page.get_by_role("slider", name="Size").press("ArrowRight")),
    "colour": (SketchPad, lambda page: page.locator(".sd-swatch").nth(2).click()),
    "divider": (
        lambda: Compare(picture(), picture()),
        lambda page: page.get_by_role("slider", name="Divider").press("Home"),
    ),
    "frame": (
        lambda: OutpaintFrame(picture(), right=8),
        lambda page: page.get_by_role("button", name="Reset").click(),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_the_page_itself_is_shown_in_the_control(open_page, name):
    make, act = FAULTS[name]
    page = open_page(900, 800)
    Bridge(page, make())
    page.locator(".sdlab[data-live='1']").wait_for()
    page.evaluate("() => { window.model.send = () => { throw Error('the line is cut') } }")
    act(page)
    page.get_by_role("alert").get_by_text("This control failed (Error: the line is cut).").wait_for()


CELLS = """
from fake import FakeEngine
from IPython.display import display
from PIL import Image
import sdlab.widgets

engine = FakeEngine()
hole = sdlab.widgets.panel(engine, "inpaint", Image.new("RGB", (128, 128)))
grid = sdlab.widgets.panel(engine, "grid")
hole.mask = (0, 0, 8, 8)
display(hole, grid)
"""
LONG = """
import time, pathlib
while not pathlib.Path("{0}").exists():
    time.sleep(0.1)
"""


def test_a_kernel_in_the_next_cell_is_waited_for_and_one_that_is_gone_asks_to_run_the_cell(
    open_page, lab_server, artifact, tmp_path
):
    done = tmp_path / "done"
    cells = [CELLS.strip(), LONG.strip().format(done)]
    book = Notebook(open_page(1280, 2600), lab_server, "busy.ipynb", cells)
    book.open("busy")
    book.run_all()
    panels = [book.page.locator(".sdlab-panel").nth(number) for number in range(2)]
    try:
        # its parts ask one after the other, and so hear of the silence one after the other
        for panel in panels:
            until(lambda told=panel: shown(told, BUSY) == 1, "the panel to say once that the kernel is busy")
            until(lambda told=panel: told.locator(".sd-body[inert]").count() == 0, "the panel to take input")
        assert panels[0].locator(".sd-easel[inert]").count() == 1, "nobody paints over a mask not seen yet"
        panels[0].get_by_label("Prompt", exact=True).fill("a cat")
        book.page.screenshot(path=artifact("busy.png"))
    finally:
        done.touch()  # or the kernel would be busy in a second try as well
    for panel in panels:
        panel.locator(":is(.sd-run-bar, .sd-grid-plot)[data-live='1']").wait_for()
        until(lambda told=panel: shown(told, BUSY) == 0, "the panel to say so no more")
    panels[0].locator(".sd-easel:not([inert])").wait_for()
    book.until("hole.prompt.prompt", "a cat")
    book.until("hole.intake.painter.coverage", 64 / 128**2)

    for end in (book.restart, book.shut_down):
        for panel in panels:
            panel.locator(":is(.sd-run-bar, .sd-grid-plot)[data-live='1']").wait_for()
        end()
        for panel in panels:
            until(
                lambda cut=panel: shown(cut, "Run the cell to reconnect") == 1,
                "the panel to say once that it is cut",
            )
            until(
                lambda cut=panel: cut.locator(".sd-body:not([inert])").count() == 0,
                "the panel to take no input",
            )
        if end == book.restart:
            book.run_all()


def shown(panel, words):
    """How often a panel shows words."""
    return panel.get_by_text(words).locator("visible=true").count()


def test_a_stroke_that_is_held_back_is_in_the_picture_made_with_the_click_after_it(
    open_page, lab_server, tmp_path
):
    done = tmp_path / "done"
    book = Notebook(
        open_page(1280, 1400), lab_server, "held.ipynb", [CELLS.strip(), LONG.strip().format(done)]
    )
    book.open("held")
    book.run_one()
    hole = book.page.locator(".sdlab-panel").first
    hole.locator(".sd-run-bar[data-live='1']").wait_for()
    hole.locator(".sd-easel:not([inert])").wait_for()
    book.run_one()
    until(lambda: not book.is_idle, "the second cell")

    hole.get_by_role("button", name="Rectangle").click()
    under, mouse = hole.locator(".sd-under"), book.page.mouse
    under.scroll_into_view_if_needed()
    box = under.bounding_box()
    mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.4)
    mouse.down()
    mouse.move(box["x"] + box["width"] * 0.8, box["y"] + box["height"] * 0.8, steps=5)
    mouse.up()
    hole.get_by_label("Prompt", exact=True).fill("a cat")
    hole.get_by_role("button", name="Generate").click()
    hole.locator(".sd-status").get_by_text(BUSY).wait_for()
    done.touch()
    book.until("[run.recipe.prompt for run in hole.runs]", ["a cat"])
    assert book.ask("hole.mask.getpixel((77, 77))") == 255
    assert book.ask("hole.runs[0].recipe.hole.mask.picture.tobytes() == hole.mask.tobytes()")


def test_a_click_that_is_refused_does_not_go_on_starting(open_page):
    def refuse():
        raise BadValue("prompt", "", "a few words")

    page = open_page(700, 300)
    Bridge(page, RunBar(refuse))
    for _ in range(2):
        page.get_by_role("button", name="Generate").click()
        page.get_by_role("alert").get_by_text("a few words").wait_for()
        page.get_by_text("Starting…").wait_for(state="detached")
