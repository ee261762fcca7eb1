"""The parts of a panel in a page: what a person does, what is said, what a screen reader finds."""

import io
from dataclasses import replace

import pytest
from accessible import faults_in_every_light, serious_faults
from bridge import Bridge
from fake import FACTS, FakeEngine
from PIL import Image

from sdlab.recipe import Recipe
from sdlab.run import Run
from sdlab.widgets import (
    ControlSettings,
    FactorChoice,
    Filmstrip,
    MaskedArea,
    PictureWell,
    PromptBox,
    ResultView,
    RunBar,
    SeedControl,
    Settings,
)

pytestmark = pytest.mark.browser
LONG = "a red apple on a tree in front of a white house with a green door, " * 6


def runs():
    recipes = [Recipe(prompt="a red apple on a tree", seed=seed, num_inference_steps=6) for seed in range(3)]
    return FakeEngine().submit(recipes).wait()


def bar(pace=0.0):
    engine = FakeEngine(pace)
    bar = RunBar(lambda: engine.submit([Recipe(prompt="a", seed=seed) for seed in range(2)]))
    bar.engine = engine
    return bar


def factor():
    choice = FactorChoice()
    choice.size = (192, 128)
    return choice


def results():
    view = ResultView(runs())
    view.on_reuse(print)
    view.on_send("inpaint", print)
    return view


def masked():
    area = MaskedArea()
    area.padding = 32
    area.say((124, 94), (128, 128))
    return area


PARTS = {
    "prompt_box": lambda: PromptBox(LONG, "blurry", count=FakeEngine().tokens),
    "seed_control": lambda: SeedControl(7),
    "settings": lambda: Settings(FACTS),
    "run_bar_idle": bar,
    "factor_choice": factor,
    "film": lambda: Filmstrip(runs()[0]),
    "results": results,
    "control_settings": ControlSettings,
    "masked_area": masked,
    "picture_well": lambda: PictureWell(Image.new("RGB", (192, 128), "teal"), label="Start from"),
}


@pytest.mark.parametrize("name", PARTS)
def test_no_light_and_no_width_shuts_anyone_out(open_page, artifact, name):
    page = open_page(700, 620)
    bridge = Bridge(page, PARTS[name]())
    bridge.settle()
    assert faults_in_every_light(page, lambda kind: artifact(f"{name}{kind and '_'}{kind}.png")) == []


def test_a_run_under_way_says_where_it_stands(open_page, artifact):
    part = bar(pace=0.05)
    part.count = 2
    part.on_news(lambda _, news: news.progress.step == 7 and part.engine.gate.clear())
    page = open_page(700, 620)
    Bridge(page, part)
    page.get_by_role("button", name="Generate").click()
    page.locator(".sd-status").get_by_text("picture 1 of 2 · Step 7 of 20").wait_for()
    assert page.get_by_role("progressbar").get_attribute("aria-valuenow") == str(round(100 * 7 / 40))
    faults = faults_in_every_light(page, lambda kind: artifact(f"run_bar{kind and '_'}{kind}.png"))
    part.engine.gate.set()
    assert faults == []


def test_typing_weighing_and_history_reach_the_kernel(open_page):
    box = PromptBox(count=FakeEngine().tokens)
    box.remember("an older prompt")
    submitted = []
    box.on_submit(lambda: submitted.append(box.prompt))
    page = open_page(700, 500)
    bridge = Bridge(page, box)
    words = page.get_by_label("Prompt", exact=True)

    words.fill("a red apple")
    words.press("Home")
    words.press("ArrowRight")
    words.press("ArrowRight")
    words.press("Control+ArrowUp")
    words.press("Control+Enter")  # at once: what was typed must arrive before the request to run
    bridge.until(lambda: submitted == ["a (red:1.05) apple"])

    words.press("Alt+ArrowUp")
    bridge.until(lambda: box.prompt == "an older prompt")
    words.press("Alt+ArrowDown")
    bridge.until(lambda: box.prompt == "a (red:1.05) apple")


def test_what_another_tab_wrote_is_shown_and_what_this_page_wrote_is_not_echoed(open_page):
    page = open_page(700, 320)
    Bridge(page, PromptBox("a red apple", count=FakeEngine().tokens)).settle()
    prompt = page.get_by_label("Prompt", exact=True)
    told = """([page, prompt]) =>
        window.model.fire("msg:custom", { kind: "wrote", page, values: { prompt } }, [])"""
    page.evaluate(told, [page.evaluate("document.sdlab"), "a red app"])
    assert prompt.input_value() == "a red apple"
    page.evaluate(told, ["another", "a boat"])
    assert prompt.input_value() == "a boat"


def test_a_prompt_beyond_the_limit_says_what_is_not_read(open_page):
    box = PromptBox(" ".join(["word"] * 77), count=FakeEngine().tokens)
    page = open_page(700, 500)
    Bridge(page, box)
    page.get_by_text("2 tokens are not read: “word word”").wait_for()
    assert page.locator(".sd-chips .lost").count() == 2


def test_a_negative_prompt_beyond_the_limit_says_so_too(open_page):
    box = PromptBox("a cat", " ".join(["word"] * 77), count=FakeEngine().tokens)
    page = open_page(700, 500)
    Bridge(page, box)
    page.get_by_text("2 tokens are not read: “word word”").wait_for()
    assert page.get_by_role("list", name="Tokens of the negative prompt").locator(".lost").count() == 2
    assert page.get_by_role("list", name="Tokens of the prompt").locator(".lost").count() == 0


def test_a_text_that_the_wire_would_refuse_is_not_sent_and_said(open_page):
    box = PromptBox("a cat", count=FakeEngine().tokens)
    page = open_page(700, 500)
    bridge = Bridge(page, box)
    prompt = page.get_by_label("Prompt", exact=True)
    prompt.fill("ж" * 150_000)
    page.get_by_role("alert").get_by_text("150000 characters are too many").wait_for()
    bridge.settle()
    longest = "Math.max(...window.model.sent.map(({ content }) => JSON.stringify(content).length))"
    assert page.evaluate(longest) < 1000
    prompt.fill("a dog")
    bridge.until(lambda: box.prompt == "a dog")
    page.get_by_text("too many to send").wait_for(state="hidden")


def test_a_prompt_that_is_read_in_windows_says_where_each_begins(open_page):
    def read(prompt):
        return [replace(token, is_read=True) for token in FakeEngine().tokens(prompt)]

    page = open_page(700, 500)
    Bridge(page, PromptBox(" ".join(["word"] * 77), count=read))
    page.get_by_text("77 tokens, read in 2 windows of 75").wait_for()
    assert page.locator(".sd-chips .limit").all_inner_texts() == ["window 2"]


def test_stop_answers_at_once_and_then_says_at_which_step(open_page):
    part = bar()
    part.engine.gate.clear()
    page = open_page(700, 400)
    bridge = Bridge(page, part)
    page.get_by_role("button", name="Generate").click()
    page.get_by_role("button", name="Skip this picture").wait_for()
    said = page.evaluate("""() => {
      [...document.querySelectorAll("button")].find((it) => it.textContent === "■ Stop").click();
      return document.querySelector(".sd-status").textContent;
    }""")
    assert said == "Stopping…"
    bridge.until(lambda: part.status["state"] == "cancelled")
    page.locator(".sd-status").get_by_text("Stopped at step 0 of 20").wait_for()


def test_the_live_toggle_asks_the_kernel_and_says_why_not(open_page):
    part, asked = bar(), []
    part.on_live(asked.append)
    page = open_page(700, 400)
    bridge = Bridge(page, part)
    toggle = page.get_by_role("button", name="Live")
    toggle.click()
    bridge.until(lambda: asked == [True])
    part.live, part.live_words = True, "The picture follows you."
    page.get_by_text("The picture follows you.").wait_for()
    assert toggle.get_attribute("aria-pressed") == "true"
    assert serious_faults(page) == []
    part.live, part.live_refusal = False, "Live wants at most 8 steps a picture."
    page.locator("[aria-disabled='true']").click(force=True)
    page.locator(".sd-status").get_by_text("at most 8 steps").wait_for()
    bridge.settle()
    assert asked == [True]


def test_an_eager_prompt_sends_every_key(open_page):
    box = PromptBox(count=FakeEngine().tokens)
    box.eager = True
    heard = []
    box.observe(lambda change: heard.append(change["new"]), "prompt")
    page = open_page(700, 400)
    bridge = Bridge(page, box)
    page.get_by_label("Prompt", exact=True).press_sequentially("cat")
    bridge.until(lambda: box.prompt == "cat")
    assert heard == ["c", "ca", "cat"]


def test_choices_and_sliders_reach_the_kernel_and_hide_what_does_not_matter(open_page):
    area = MaskedArea()
    page = open_page(700, 300)
    bridge = Bridge(page, area)
    padding = page.get_by_role("spinbutton", name="Padding")
    assert not padding.is_visible()
    page.get_by_role("button", name="Only masked").click()
    padding.wait_for()
    padding.fill("40")
    padding.press("Enter")
    bridge.until(lambda: area.padding == 40)
    area.padding = None
    padding.wait_for(state="hidden")


def test_a_picture_is_opened_and_a_text_refused(open_page):
    well = PictureWell()
    page = open_page(700, 300)
    bridge = Bridge(page, well)
    chooser = page.locator("input[type=file]")
    chooser.set_input_files({"name": "note.txt", "mimeType": "text/plain", "buffer": b"just a text"})
    page.get_by_text("“note.txt” is no picture").wait_for()
    buffer = io.BytesIO()
    Image.new("RGB", (90, 60), "teal").save(buffer, "PNG")
    chooser.set_input_files({"name": "sea.png", "mimeType": "image/png", "buffer": buffer.getvalue()})
    bridge.until(lambda: well.picture is not None and well.picture.size == (90, 60))
    page.get_by_role("img", name="The picture to work on, 90 × 60 pixels").wait_for()
    assert page.get_by_text("“note.txt”").count() == 0


def test_the_film_is_scrubbed_by_keyboard_and_says_where_it_stands(open_page):
    strip = Filmstrip()
    page = open_page(700, 620)
    bridge = Bridge(page, strip)
    strip.show(runs()[0])
    slider = page.get_by_label("Step", exact=True)
    slider.wait_for()
    assert slider.get_attribute("aria-valuetext") == "Finished picture"
    slider.press("ArrowLeft")
    bridge.until(lambda: strip.position == 5)
    picture = page.locator(".sd-screen img")
    bridge.until(lambda: picture.get_attribute("alt").startswith("Step 6 of 6"))
    before = picture.get_attribute("src")
    page.get_by_role("button", name="Noisy").click()
    bridge.until(lambda: strip.look == "noisy" and picture.get_attribute("src") != before)


def test_a_branch_leaves_at_the_step_looked_at_and_never_at_the_finished_picture(open_page):
    strip, left = Filmstrip(runs()[0]), []
    page = open_page(700, 620)
    bridge = Bridge(page, strip)
    branch = page.get_by_role("button", name="Branch here")
    slider = page.get_by_label("Step", exact=True)
    slider.press("ArrowLeft")
    bridge.until(lambda: strip.position == 5)
    assert branch.count() == 0, "nobody listens"
    strip.on_branch(left.append)
    branch.click()
    bridge.until(lambda: left == [6])
    slider.press("ArrowRight")
    branch.wait_for(state="hidden")


def test_a_lost_kernel_is_said_and_the_picture_stays(open_page, artifact):
    page = open_page(700, 620)
    Bridge(page, Filmstrip(runs()[0]))
    page.locator(".sdlab[data-live='1']").wait_for()
    page.evaluate("window.model.fire('comm:close')")
    page.get_by_text("Run the cell to reconnect").wait_for()
    assert page.locator(".sd-body[inert]").count() == 1
    assert page.locator(".sd-screen img").is_visible()
    page.screenshot(path=artifact("reconnect.png"))


def test_a_hostile_prompt_is_shown_as_words(open_page):
    hostile = "<img src=x onerror='window.hacked = true'>"
    run = Run(picture=Image.new("RGB", (64, 64)), recipe=Recipe(prompt=hostile))
    page = open_page(700, 500)
    Bridge(page, ResultView([run]))
    page.get_by_text("onerror").wait_for()
    assert page.evaluate("window.hacked") is None
