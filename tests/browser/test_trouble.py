"""What a person is told when the kernel cannot answer."""

import pytest
from bridge import Bridge
from fake import FakeEngine

from sdlab.recipe import Recipe
from sdlab.widgets import RunBar

pytestmark = pytest.mark.browser


def test_a_kernel_that_is_busy_elsewhere_is_named_with_the_way_out_until_it_answers(open_page):
    engine = FakeEngine()
    bar = RunBar(lambda: engine.submit([Recipe(prompt="a")]))
    answer = bar._acts["generate"]
    bar.hear("generate", lambda *_: None)
    page = open_page(700, 300)
    bridge = Bridge(page, bar)
    page.get_by_role("button", name="Generate").click()
    page.get_by_text(
        "The kernel is busy in another cell. Wait, or interrupt it with the notebook's ■."
    ).wait_for()
    assert page.get_by_role("button", name="Generate").is_enabled()
    answer({}, [])
    bridge.until(lambda: bar.status["state"] == "done")
    page.locator(".sd-status").get_by_text("Done in").wait_for()
