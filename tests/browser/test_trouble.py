"""What a person is told when the kernel cannot answer, or will not."""

import pytest
from bridge import Bridge
from fake import FakeEngine

from sdlab.errors import BadValue
from sdlab.recipe import Recipe
from sdlab.widgets import GridPlot, RunBar

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


def test_a_click_that_is_refused_does_not_go_on_starting(open_page):
    def refuse():
        raise BadValue("prompt", "", "a few words")

    page = open_page(700, 300)
    Bridge(page, RunBar(refuse))
    for _ in range(2):
        page.get_by_role("button", name="Generate").click()
        page.get_by_role("alert").get_by_text("a few words").wait_for()
        page.get_by_text("Starting…").wait_for(state="detached")
