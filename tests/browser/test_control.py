"""Each smaller control in a real page: used by hand and by keyboard, looked at by axe, in light and dark."""

import io

import numpy as np
import pytest
from accessible import faults_in_every_light
from bridge import Bridge
from fake import FakeEngine
from PIL import Image, ImageDraw, ImageFilter, PngImagePlugin

from sdlab.recipe import Axis, Plate, Recipe, Start
from sdlab.run import Run
from sdlab.widgets import CodeEcho, Gallery, GridPlot, HeatMap, Magnifier, PngInfo, StrengthSlider

pytestmark = pytest.mark.browser
CLIPBOARD = """Object.defineProperty(navigator, "clipboard", {
    value: { writeText: async (text) => { window.copied = text; } },
})"""
STORAGE = """Object.defineProperty(window, "localStorage", {
    value: { setItem: (...item) => { window.kept = item; } },
})"""  # a page of tests has none
HOSTILE = '<img src=x onerror="window.stung = 1"><script>window.stung = 1</script>'


def scene(hue=0, side=256):
    """A hill with a sun and a house, in a colour of its own."""
    y, x = np.mgrid[0:side, 0:side] / side
    sky = np.stack([70 + 120 * y + hue, 140 + 80 * y, 235 - 60 * y], -1)
    land = np.stack([60 + 60 * x, 120 + hue / 3 + 0 * x, 60 + 30 * y], -1)
    pixels = np.where((y > 0.65 + 0.07 * np.sin(x * 7))[..., None], land, sky)
    picture = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(picture)
    draw.ellipse([side * 0.68, side * 0.12, side * 0.86, side * 0.3], fill=(255, 226, 120))
    draw.rectangle([side * 0.25, side * 0.5, side * 0.45, side * 0.72], fill=(196, 84 + hue, 60))
    draw.polygon(
        [(side * 0.22, side * 0.5), (side * 0.35, side * 0.36), (side * 0.48, side * 0.5)], fill=(90, 50, 45)
    )
    return picture


def run(hue=0, **change):
    recipe = Recipe(prompt="a house on a green hill", seed=7, model="tiny").but(**change)
    return Run(picture=scene(hue), recipe=recipe)


@pytest.fixture
def show(open_page, artifact):
    """Shows a control; at the end axe looks at it in every light."""
    shown = []

    def show(widget, name, width=720):
        page = open_page(width=width, height=820)
        errors = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        bridge = Bridge(page, widget)
        shown.append((page, name, errors))
        bridge.until(lambda: widget.transport == "threads")
        bridge.settle()
        return page, bridge

    yield show
    for page, name, errors in shown:
        faults = faults_in_every_light(
            page, lambda kind, name=name: artifact(f"{name}{kind and '_'}{kind}.png")
        )
        assert not faults, "\n".join(faults)
        assert not errors, errors


def test_strength_is_chosen_by_keyboard_and_shows_the_noise_it_means(show):
    slider = StrengthSlider(FakeEngine(), scene().crop((0, 0, 128, 64)), num_inference_steps=30)
    page, bridge = show(slider, "strength-slider")
    page.get_by_role("slider", name="Strength").focus()
    page.keyboard.press("ArrowRight")
    bridge.until(lambda: slider.steps_run == 19)
    page.get_by_text("runs 19 of 30 steps, starts at t =").wait_for()
    noised = page.get_by_role("img", name="as noisy as a run would start")
    noised.wait_for()
    assert noised.evaluate("image => getComputedStyle(image).objectFit") == "contain", "all of it is seen"
    page.get_by_role("spinbutton").fill("0.9")
    page.keyboard.press("Enter")
    bridge.until(lambda: slider.zone == "reinvent")
    page.get_by_text("runs 27 of 30 steps, starts at t =").wait_for()


def test_the_gallery_is_walked_starred_and_reused_by_keyboard(show):
    runs = [
        run(),
        run(40, seed=8),
        run(-40, guidance_scale=3.0),
        run(80, prompt="a house on a red hill", seed=9),
    ]
    runs += [run(20, num_inference_steps=10), run(60, scheduler="euler_a")]
    gallery, used = Gallery(runs), []
    gallery.on_reuse(lambda one, what: used.append((one.recipe.seed, what)))
    gallery.on_send("inpaint", lambda one: used.append((one.recipe.seed, "inpaint")))
    page, bridge = show(gallery, "gallery")
    first = page.get_by_role("option", name="Picture 1:")
    first.focus()
    page.keyboard.press("ArrowRight")
    bridge.until(lambda: gallery.selected == 1)
    page.keyboard.press("s")
    bridge.until(lambda: gallery.starred == [1])
    first.get_by_text("seed 7").wait_for()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Send to inpaint").click()
    bridge.until(lambda: used == [(8, "all"), (8, "inpaint")])
    page.get_by_label("Starred only").check()
    first.wait_for(state="hidden")
    page.get_by_label("Starred only").uncheck()
    page.wait_for_function("document.querySelectorAll('.card img:not([hidden])').length === 6")


def test_a_strangers_png_is_shown_as_text_and_used(show):
    text = f"a castle {HOSTILE}\nNegative prompt: fog\nSteps: 25, Sampler: DPM++ 2M Karras, CFG scale: 6.5, "
    info = PngImagePlugin.PngInfo()
    info.add_text("parameters", text + f"Seed: 12, Size: 512x640, Model: {HOSTILE}")
    buffer = io.BytesIO()
    scene(side=512).save(buffer, "PNG", pnginfo=info)
    widget, used = PngInfo(), []
    widget.on_use(used.append)
    page, bridge = show(widget, "png-info")
    chooser = page.locator("input[type=file]")
    chooser.set_input_files({"name": "note.png", "mimeType": "image/png", "buffer": b"just a text"})
    page.get_by_text("“note.png” is no PNG").wait_for()
    chooser.set_input_files({"name": "castle.png", "mimeType": "image/png", "buffer": buffer.getvalue()})
    page.locator("p", has_text="Made with A1111's web UI").wait_for()
    assert page.get_by_text("onerror").count() == 2
    assert page.evaluate("window.stung") is None
    page.get_by_role("button", name="Use Seed").click()
    page.get_by_role("button", name="Use all").click()
    bridge.until(lambda: len(used) == 2)
    assert used[0] == {"seed": 12}
    assert used[1]["prompt"] == f"a castle {HOSTILE}"
    sent = page.evaluate(
        "model.sent.filter(({ content }) => content.kind === 'file').map(({ sizes }) => sizes[0])"
    )
    assert sum(sent) < 2000, "the pixels stay in the browser"


def test_stop_of_a_grid_is_left_where_a_kernel_that_reads_no_message_looks(show):
    engine = FakeEngine()
    engine.gate.clear()
    plot = GridPlot(engine, Recipe(prompt="an apple"), Axis(parameter="seed", values=(1, 2)))
    page, bridge = show(plot, "grid-plot-stopped")
    plot.make()
    plot.transport = "foreground"
    bridge.until(lambda: plot.status["state"] == "running")
    page.evaluate(STORAGE)
    page.get_by_role("button", name="Stop").click()
    assert page.evaluate("window.kept") == ["sdlab-stop", "now"]


def test_a_grid_fills_in_live_and_a_cell_gives_its_recipe(show):
    plot = GridPlot(
        FakeEngine(),
        Recipe(prompt="a red apple", num_inference_steps=2),
        Axis(parameter="seed", values=(1, 2, 3, 4)),
        Axis(parameter="prompt", values=("red", "green", "blue")),
    )
    page, bridge = show(plot, "grid-plot")
    page.get_by_role("button", name="Make the grid").click()
    page.get_by_text("All 12 cells are made").first.wait_for()
    page.wait_for_function("document.querySelectorAll('td img').length === 12")
    page.get_by_role("gridcell", name="2, green", exact=True).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    bridge.until(lambda: plot.chosen == 6)
    page.get_by_text('"a green apple", seed 3').wait_for()
    values = page.get_by_role("textbox", name="Columns: values")
    values.fill("5, x")
    values.press("Tab")
    page.get_by_text("parted by commas").wait_for()
    values.fill("5, 6")
    values.press("Tab")
    page.get_by_text("6 pictures on a sheet of").first.wait_for()
    page.get_by_role("button", name="Make the grid").click()
    bridge.until(lambda: plot.status["done"] == 6)
    page.wait_for_function("document.querySelectorAll('td img').length === 6")


def test_one_lens_moves_over_all_pictures(show):
    truth = scene(side=256)
    small = truth.resize((64, 64), Image.Resampling.BOX)
    model = truth.filter(ImageFilter.GaussianBlur(1))
    magnifier = Magnifier({"bicubic": small, "model": model, "truth": truth}, x=0.35, y=0.45)
    page, bridge = show(magnifier, "magnifier")
    page.locator(".whole.ready").nth(2).wait_for()
    page.get_by_role("application", name="model: move the lens").focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("+")
    bridge.until(lambda: magnifier.x == pytest.approx(0.45) and magnifier.zoom == 5)
    places = page.evaluate(
        "[...document.querySelectorAll('.lens')].map((lens) => lens.style.backgroundPosition)"
    )
    assert len(set(places)) == 1


def test_a_word_lights_up_where_it_landed(show):
    y, x = np.mgrid[0:16, 0:16] / 16
    spots = [(0.35, 0.6), (0.77, 0.2), (0.5, 0.85), (0.5, 0.3)]
    maps = [np.exp(-((x - a) ** 2 + (y - b) ** 2) / 0.02) / 20 for a, b in spots]
    heat = HeatMap(scene(), ["house", "sun", "hill", "sky"], maps)
    page, bridge = show(heat, "heat-map")
    page.get_by_text("“house” had its say most in the middle").wait_for()
    page.get_by_role("radio", name="house").focus()
    page.keyboard.press("ArrowRight")
    bridge.until(lambda: heat.chosen == 1)
    page.get_by_text("“sun” had its say most at the top right").wait_for()
    veil = page.evaluate(
        """() => {
            const canvas = document.querySelector("canvas");
            const at = (x, y) => canvas.getContext("2d").getImageData(x, y, 1, 1).data[3];
            return [at(12, 3), at(2, 14)];
        }"""
    )
    assert veil[0] < 60 < veil[1]


def test_the_code_is_copied_whole(show):
    start = Start(picture=Plate.of(scene(side=128)), strength=0.6)
    echo = CodeEcho(run(task="image_to_image", start=start, versions=(("diffusers", "0.42.1"),)))
    page, _ = show(echo, "code-echo")
    page.evaluate(CLIPBOARD)
    page.get_by_role("button", name="Copy the code").click()
    page.wait_for_function("window.copied !== undefined")
    assert page.evaluate("window.copied") == echo.code
    assert page.locator("pre").inner_text() == echo.code
    with page.expect_download() as download:
        page.get_by_role("button", name="Download picture.png").click()
    assert download.value.suggested_filename == "picture.png"
