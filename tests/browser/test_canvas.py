"""Drawing, comparing and framing in a real page, by hand and keyboard; axe looks at each, light and dark."""

import numpy as np
import pytest
from accessible import faults_in_every_light
from bridge import Bridge
from PIL import Image

from sdlab.widgets.compare import Compare
from sdlab.widgets.mask_painter import MaskPainter
from sdlab.widgets.outpaint_frame import OutpaintFrame
from sdlab.widgets.sketch_pad import SketchPad

pytestmark = pytest.mark.browser


@pytest.fixture
def show(open_page, artifact):
    """Shows a widget; at the end axe looks at it in every light."""
    shown = []

    def show(widget, name):
        page = open_page(width=760, height=840)
        bridge = Bridge(page, widget)
        bridge.until(lambda: widget.transport == "threads")
        bridge.settle()
        shown.append((page, name))
        return page, bridge

    yield show
    for page, name in shown:
        faults = faults_in_every_light(
            page, lambda kind, name=name: artifact(f"{name}{kind and '_'}{kind}.png")
        )
        assert not faults, "\n".join(faults)


def landscape(size=256):
    y, x = np.mgrid[0:size, 0:size] / size
    sky = np.stack([90 + 90 * y, 150 + 70 * y, 235 - 40 * y], -1)
    land = np.stack([70 + 40 * x, 130 - 30 * x, 60 + 0 * x], -1)
    colours = np.where((y > 0.62 + 0.08 * np.sin(x * 6))[..., None], land, sky)
    colours[(x - 0.72) ** 2 + (y - 0.25) ** 2 < 0.01] = (255, 236, 150)
    return colours.astype(np.uint8)


def spot(page, x, y, size=256):
    """Where a pixel of the picture lies in the page."""
    box = page.locator(".sd-under").bounding_box()
    return box["x"] + x * box["width"] / size, box["y"] + y * box["height"] / size


def drag(page, *points):
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point, steps=4)
    page.mouse.up()


def test_nothing_about_the_mask_painter_shuts_anyone_out(show):
    painter = MaskPainter(landscape(), (150, 40, 220, 100))
    page, bridge = show(painter, "mask_painter_axe")
    bridge.until(lambda: "6.4 % masked" in page.locator(".sd-foot").inner_text())
    for button in page.get_by_role("button").all():
        assert button.get_attribute("aria-label"), button.inner_html()
    page.get_by_role("button", name="Invert").press("Enter")
    bridge.until(lambda: painter.coverage > 0.9)
    page.get_by_role("spinbutton", name="Grow").fill("999")
    page.keyboard.press("Enter")
    bridge.settle()
    assert painter.grow == 0
    page.get_by_role("spinbutton", name="Grow").fill("4")
    page.keyboard.press("Enter")
    bridge.until(lambda: painter.grow == 4)
    page.get_by_role("button", name="Undo").click()
    bridge.until(lambda: painter.coverage < 0.1)


def test_a_childs_drawing_is_the_picture_to_the_pixel(show):
    pad = SketchPad(width=256, height=256)
    page, bridge = show(pad, "sketch_pad")

    def use(colour, key):
        page.get_by_role("button", name=colour, exact=True).click()
        page.locator(".sd-stage").focus()
        page.keyboard.press(key)

    use("Sky", "g")
    page.mouse.click(*spot(page, 10, 10))
    use("Leaf", "r")
    drag(page, spot(page, 0.5, 170.5), spot(page, 255.5, 255.5))
    use("Red", "r")
    drag(page, spot(page, 80.5, 110.5), spot(page, 149.5, 189.5))
    use("Brown", "l")
    drag(page, spot(page, 70, 112), spot(page, 115, 70), spot(page, 160, 112))
    bridge.settle()
    drawn = pad.picture
    assert drawn.getpixel((5, 5)) == (0x6F, 0xB7, 0xF0)
    assert drawn.getpixel((5, 250)) == (0x3A, 0x9D, 0x3F)
    assert np.all(np.asarray(drawn)[115:190, 80:150] == (0xD7, 0x26, 0x3D))
    assert drawn.getpixel((115, 90)) == (0x7A, 0x4A, 0x26)
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    bridge.until(lambda: pad.picture.getpixel((115, 150)) == (0x6F, 0xB7, 0xF0))
    page.keyboard.press("Control+Shift+Z")
    page.keyboard.press("Control+Shift+Z")
    bridge.until(lambda: pad.picture == drawn)


def test_what_is_drawn_while_the_view_moves_is_seen(show):
    pad = SketchPad(width=256, height=256)
    page, bridge = show(pad, "sketch_pad_moved")
    page.locator(".sd-stage").focus()
    for key in ("1", *["+"] * 8, "ArrowRight", "Enter", *["Shift+ArrowRight"] * 10, "Enter"):
        page.keyboard.press(key)
    bridge.until(lambda: pad.picture.getpixel((220, 128)) != (255, 255, 255))
    seen = page.evaluate(
        """() => {
            const canvas = document.querySelector("canvas.sd-under");
            return [...canvas.getContext("2d").getImageData(0, 128, 256, 1).data];
        }"""
    )
    assert np.array_equal(np.reshape(seen, (256, 4))[:, :3], np.asarray(pad.picture)[128])


def test_two_pictures_are_compared_in_four_ways(show):
    after = landscape()
    after[40:90, 160:210] = (200, 60, 60)
    compare = Compare(landscape(), after, (158, 38, 212, 92))
    page, bridge = show(compare, "compare")
    page.get_by_text("0 pixels changed outside the mask").wait_for()
    page.get_by_role("slider", name="Divider").focus()
    page.keyboard.press("Home")
    bridge.until(lambda: compare.split == 0)
    box = page.locator(".sd-pair").bounding_box()
    across = box["y"] + box["height"] / 2
    drag(page, (box["x"] + 20, across), (box["x"] + 0.3 * box["width"], across))
    bridge.until(lambda: compare.split == pytest.approx(0.3, abs=0.02))
    for name, view in (("Side by side", "side"), ("Blink", "blink"), ("Difference", "difference")):
        page.get_by_role("button", name=name).click()
        bridge.until(lambda view=view: compare.view == view)
    assert page.locator("img[data-name=difference]").is_visible()
    page.get_by_role("button", name="Slider").click()
    bridge.until(lambda: compare.view == "slider")


def test_the_frame_follows_hand_keys_and_numbers(show):
    frame = OutpaintFrame(Image.fromarray(landscape()))
    page, bridge = show(frame, "outpaint_frame")
    box = page.get_by_role("button", name="Right handle", exact=True).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    drag(page, (x, y), (x + 70, y + 30))
    bridge.settle()
    assert frame.right > 0
    assert frame.size[0] % 8 == 0
    assert (frame.left, frame.top, frame.bottom) == (0, 0, 0)
    right = frame.right
    page.get_by_role("button", name="Top left handle").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowUp")
    bridge.until(lambda: (frame.left, frame.top, frame.right) == (8, 64, right))
    page.get_by_role("spinbutton", name="Bottom").fill("61")
    page.keyboard.press("Enter")
    bridge.until(lambda: frame.bottom == 64)
    page.get_by_role("combobox", name="Overlap").select_option("64")
    bridge.until(lambda: frame.margin.overlap == 64)
    page.get_by_text(f"256 × 256 → {256 + 8 + right} × 384").wait_for()
