"""The mask painter under real mouse, pen, finger and keyboard events; what counts is the mask in Python."""

import numpy as np
import pytest
from bridge import Bridge
from PIL import Image

from sdlab.widgets.mask_painter import MaskPainter

pytestmark = pytest.mark.browser
SIZE = 256


@pytest.fixture
def paint(open_page):
    """Opens a painter over a picture: a `Painting`, whose pointers go by picture pixels."""
    return lambda painter=None, **page: Painting(open_page(**page), painter or MaskPainter(landscape()))


class Painting:
    def __init__(self, page, painter):
        self.page, self.painter = page, painter
        self.bridge = Bridge(page, painter)
        self.stage = page.locator(".sd-stage")
        self.bridge.settle()

    @property
    def array(self):
        self.bridge.settle()
        return self.painter.mask_array

    def at(self, x, y):
        """Where a point of the picture is seen in the page."""
        return tuple(
            self.page.evaluate(
                """([x, y]) => {
                    const under = document.querySelector(".sd-under").getBoundingClientRect();
                    const scale = under.width / document.querySelector(".sd-under").offsetWidth;
                    return [under.left + x * scale, under.top + y * scale];
                }""",
                [x, y],
            )
        )

    def drag(self, *points, steps=6, button="left"):
        self.page.mouse.move(*self.at(*points[0]))
        self.page.mouse.down(button=button)
        for point in points[1:]:
            self.page.mouse.move(*self.at(*point), steps=steps)
        self.page.mouse.up(button=button)

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def use(self, **traits):
        for name, value in traits.items():
            setattr(self.painter, name, value)
        self.bridge.settle()


def landscape(size=SIZE):
    y, x = np.mgrid[0:size, 0:size] / size
    sky = np.stack([90 + 90 * y, 150 + 70 * y, 235 - 40 * y], -1)
    land = np.stack([70 + 40 * x, 130 - 30 * x, 60 + 0 * x], -1)
    hill = 0.62 + 0.08 * np.sin(x * 6)
    colours = np.where((y > hill)[..., None], land, sky)
    colours[(x - 0.72) ** 2 + (y - 0.25) ** 2 < 0.01] = (255, 236, 150)
    return Image.fromarray(colours.astype(np.uint8))


def distance(a, b):
    """Of every pixel's middle to a segment from a to b, [row, column]."""
    y, x = np.mgrid[0:SIZE, 0:SIZE] + 0.5
    (ax, ay), (bx, by) = a, b
    length = (bx - ax) ** 2 + (by - ay) ** 2 or 1
    along = (((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length).clip(0, 1)
    return np.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay))


def check_stroke(array, a, b, radius):
    far = distance(a, b)
    assert (array[far < radius - 1.5] == 255).all()
    assert (array[far > radius + 1.5] == 0).all()


@pytest.mark.parametrize("ratio", [1, 2])
def test_a_stroke_paints_the_pixels_under_the_pointer_on_any_screen(paint, ratio):
    painting = paint(device_scale_factor=ratio)
    painting.use(brush_size=20, hardness=1.0)
    painting.drag((60, 80), (180, 150))
    check_stroke(painting.array, (60, 80), (180, 150), 10)


def test_a_stroke_lands_right_after_zoom_pan_and_page_scroll(paint):
    painting = paint(height=500)
    painting.page.evaluate(
        "document.body.style.cssText = 'zoom:1.25; padding-top:180px; height:3000px'; scrollTo(0, 170)"
    )
    painting.use(brush_size=12, hardness=1.0)
    painting.stage.focus()
    painting.page.mouse.move(*painting.at(120, 100))
    painting.page.mouse.wheel(0, -300)
    painting.page.mouse.move(*painting.at(120, 100))
    painting.page.keyboard.down(" ")
    painting.drag((120, 100), (112, 96))
    painting.page.keyboard.up(" ")
    assert painting.array.max() == 0, "Space moves the picture, it does not paint"
    painting.drag((110, 90), (140, 100))
    check_stroke(painting.array, (110, 90), (140, 100), 6)


def test_every_tool_does_its_work_and_undo_survives_them_all(paint):
    painting = paint()
    painting.use(brush_size=16, hardness=1.0)
    states = [painting.array]

    def step(array):
        assert not np.array_equal(array, states[-1])
        states.append(array)

    painting.drag((40, 40), (90, 40))
    step(painting.array)
    painting.press("e")
    painting.drag((65, 20), (65, 60))
    step(painting.array)
    assert painting.array[40, 65] == 0
    painting.press("r")
    painting.drag((100.5, 100.5), (139.5, 119.5))
    step(painting.array)
    assert (painting.array[100:120, 100:140] == 255).all()
    assert not painting.array[98, 90:150].any()
    painting.press("l")
    painting.drag((200, 20), (240, 20), (220, 80), (200, 20), steps=2)
    step(painting.array)
    assert painting.array[30, 220] == 255
    painting.press("g")
    painting.page.mouse.click(*painting.at(10, 250))
    step(painting.array)
    assert painting.array[250, 10] == 255
    painting.press("Shift+I")
    step(painting.array)
    assert (painting.array == 255 - states[-2]).all()
    painting.press("Delete")
    step(painting.array)
    assert painting.array.max() == 0
    painting.press("b")
    for state in reversed(states[:-1]):
        painting.press("Control+z")
        assert np.array_equal(painting.array, state)
    painting.press(*["Control+Shift+Z"] * (len(states) - 1))
    assert np.array_equal(painting.array, states[-1])
    painting.page.get_by_role("button", name="Undo").click()
    assert np.array_equal(painting.array, states[-2])


def test_shift_click_joins_the_last_point_by_a_straight_line(paint):
    painting = paint()
    painting.use(brush_size=10, hardness=1.0)
    painting.page.mouse.click(*painting.at(30, 30))
    painting.page.keyboard.down("Shift")
    painting.page.mouse.click(*painting.at(200, 220))
    painting.page.keyboard.up("Shift")
    check_stroke(painting.array, (30, 30), (200, 220), 5)


def test_the_keyboard_alone_paints_and_says_where(paint):
    painting = paint()
    painting.use(brush_size=9, hardness=1.0)
    painting.stage.focus()
    painting.press("ArrowRight", "Enter", *["Shift+ArrowRight"] * 4, "Enter")
    check_stroke(painting.array, (129.5, 128.5), (169.5, 128.5), 4.5)
    spoken = painting.page.locator(".sd-mask-painter > [role=status].sd-unseen")
    painting.bridge.until(lambda: "x 169, y 128" in spoken.inner_text() and "% masked" in spoken.inner_text())
    painting.press("[")
    painting.bridge.settle()
    assert painting.painter.brush_size < 9
    painting.press("Shift+?")
    painting.page.get_by_role("dialog").wait_for()
    painting.press("Escape")
    painting.page.get_by_role("dialog").wait_for(state="hidden")


def test_keys_choose_the_tool_the_brush_and_the_view(paint):
    painting = paint()
    painter, zoom = painting.painter, painting.page.locator(".sd-zoom")
    painting.stage.focus()
    whole = zoom.inner_text()
    painting.press("1")
    assert zoom.inner_text() == "100 %"
    painting.press("+")
    assert zoom.inner_text() == "125 %"
    painting.press("0")
    assert zoom.inner_text() == whole != "125 %"
    for key, tool in (("x", "eraser"), ("x", "brush"), ("h", "pan"), ("l", "lasso")):
        painting.press(key)
        painting.bridge.settle()
        assert painter.tool == tool
    painting.press("]", "Shift+BracketLeft", "m", "Control+a")
    painting.bridge.settle()
    assert painter.brush_size > 32
    assert (painter.hardness, painter.model_view, painter.coverage) == (0.7, True, 1.0)
    overlay = painting.page.locator(".sd-overlay")
    painting.page.keyboard.down("\\")
    assert not overlay.is_visible()
    painting.page.keyboard.up("\\")
    assert overlay.is_visible()


def test_one_finger_paints_and_two_zoom(paint):
    painting = paint(has_touch=True)
    painting.use(brush_size=20, hardness=1.0)
    line = painting.page.context.new_cdp_session(painting.page)

    def touch(kind, *points):
        places = [painting.at(*point) for point in points]
        fingers = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(places)]
        line.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})

    touch("touchStart", (60, 60))
    touch("touchMove", (100, 60))
    touch("touchEnd")
    check_stroke(painting.array, (60, 60), (100, 60), 10)
    before, left = painting.array, painting.at(0, 0)[0]
    touch("touchStart", (100, 150))
    touch("touchStart", (100, 150), (150, 150))
    touch("touchMove", (60, 150), (190, 150))
    touch("touchEnd")
    assert np.array_equal(painting.array, before)
    assert painting.at(0, 0)[0] < left - 20


def test_a_pens_pressure_sizes_the_brush(paint):
    painting = paint()
    painting.use(brush_size=40, hardness=1.0)
    line = painting.page.context.new_cdp_session(painting.page)
    for x, force in ((60, 0.15), (180, 1.0)):
        left, top = painting.at(x, 100)
        for kind in ("mousePressed", "mouseReleased"):
            event = {"type": kind, "x": left, "y": top, "button": "left", "buttons": 1, "clickCount": 1}
            line.send("Input.dispatchMouseEvent", event | {"pointerType": "pen", "force": force})
    array = painting.array
    light, heavy = ((array[:, half] > 127).sum() for half in (slice(0, 120), slice(120, SIZE)))
    assert 0 < light < heavy / 4


def test_a_mask_set_in_python_is_shown_and_can_be_undone_by_hand(paint):
    painting = paint()
    painting.drag((60, 80), (90, 80))
    painted = painting.array
    painting.use(mask=(10, 20, 110, 120))
    foot = painting.page.locator(".sd-foot")
    painting.bridge.until(lambda: "15.3 % masked" in foot.inner_text())
    painting.stage.focus()
    painting.press("Control+z")
    assert np.array_equal(painting.array, painted)


def test_text_for_a_picture_is_refused_with_words(paint):
    painting = paint()
    painting.stage.evaluate(
        """(stage) => {
            const transfer = new DataTransfer();
            transfer.setData("text/plain", "once upon a time");
            stage.dispatchEvent(new ClipboardEvent("paste", { clipboardData: transfer }));
        }"""
    )
    note = painting.page.locator(".sd-note")
    painting.bridge.until(lambda: "That is text, not a picture" in note.inner_text())
    painting.stage.evaluate(
        """(stage) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File(["hello"], "notes.txt", { type: "text/plain" }));
            stage.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer }));
        }"""
    )
    painting.bridge.until(lambda: "“notes.txt” is no picture" in note.inner_text())


def test_a_line_that_breaks_in_the_middle_of_a_stroke_loses_nothing(paint):
    painting = paint()
    painting.use(brush_size=20, hardness=1.0)
    painting.page.mouse.move(*painting.at(50, 50))
    painting.page.mouse.down()
    painting.page.mouse.move(*painting.at(100, 50), steps=4)
    painting.page.evaluate("window.model.fire('comm:close')")
    painting.page.mouse.up()
    assert painting.array.max() == 0
    assert "Run the cell to reconnect" in painting.page.locator(".sdlab").inner_text()
    painting.page.evaluate("window.model.fire('comm_live_update')")
    painting.bridge.until(lambda: painting.painter.mask_array.max() == 255)
    check_stroke(painting.array, (50, 50), (100, 50), 10)


def test_grow_feather_and_the_models_view_are_previewed(paint, artifact):
    painting = paint(width=760)
    painting.use(brush_size=34, hardness=1.0)
    painting.drag((150, 60), (200, 60), (196, 76), (150, 70))
    painting.bridge.settle()
    painting.page.locator("main").screenshot(path=artifact("mask_painter.png"))
    painting.use(grow=12, feather=20)
    painting.page.locator('.sd-stage[data-cell="1"]').wait_for()
    painting.page.locator("main").screenshot(path=artifact("mask_painter_grown.png"))
    painting.page.get_by_role("button", name="Model view").click()
    painting.page.locator('.sd-stage[data-cell="8"]').wait_for()
    painting.page.locator("main").screenshot(path=artifact("mask_painter_model.png"))
    assert painting.painter.model_view
