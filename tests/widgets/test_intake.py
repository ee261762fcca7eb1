"""Panels for tasks that work on a picture: what is painted, dragged and set ends up in the recipe."""

import io
import threading

import numpy as np
import pytest
import traitlets
from fake import FakeEngine
from front_end import FrontEnd
from PIL import Image
from stub import FakeModel, FakeWatch

from sdlab.errors import BadValue
from sdlab.mask import latent_grid, working_box
from sdlab.recipe import Control, Margin, Plate
from sdlab.studio import inpaint
from sdlab.widgets import panel


def gradient(width=128, height=128):
    rows, columns = np.mgrid[0:height, 0:width]
    return Image.fromarray(
        np.stack([rows % 256, columns % 256, (rows + columns) % 256], axis=2).astype(np.uint8)
    )


def box_mask(width=128, height=128):
    mask = np.zeros((height, width), np.uint8)
    mask[30:60, 40:80] = 255
    return Image.fromarray(mask)


@pytest.fixture
def engine():
    return FakeEngine()


def test_image_to_image_starts_from_the_picture_at_the_sliders_strength(engine):
    rework = panel(engine, "image_to_image", gradient(300, 150))
    rework.prompt.prompt = "the same at night"
    rework.intake.slider.strength = 0.5
    start = rework.run().recipe.start
    assert start.strength == 0.5
    assert start.picture.picture.size == (rework.recipe.width, rework.recipe.height)
    assert rework.recipe.width % 8 == rework.recipe.height % 8 == 0


def test_the_noise_shown_is_that_of_the_seed_and_steps_of_the_panel(engine, eventually, monkeypatch):
    rework = panel(engine, "image_to_image", gradient())
    asked, noised = [], engine.noised
    monkeypatch.setattr(engine, "noised", lambda *given: (asked.append(given[1:]), noised(*given))[1])
    rework.recipe = rework.recipe.but(seed=7, num_inference_steps=10)
    strength = rework.recipe.start.strength
    eventually(lambda: asked and asked[-1] == (strength, 7, 10), "the noise of seed 7")
    FrontEnd(rework.seed).write(seed="8")
    eventually(lambda: asked[-1] == (strength, 8, 10), "the noise of seed 8")


def test_inpaint_changes_what_is_painted(engine):
    retouch = panel(engine, "inpaint", gradient())
    retouch.prompt.prompt = "a cat"
    with pytest.raises(BadValue, match="mask"):
        retouch.run()
    retouch.mask = box_mask()
    retouch.intake.painter.grow = 3
    hole = retouch.run().recipe.hole
    assert np.array_equal(np.asarray(hole.mask.picture), np.asarray(box_mask()))
    assert hole.grow == 3


def test_outpaint_paints_on_as_far_as_the_frame(engine):
    wider = panel(engine, "outpaint", gradient())
    wider.prompt.prompt = "grass"
    FrontEnd(wider.intake.frame).write(right=128, left=64)
    assert wider.run().recipe.margin == Margin(left=64, right=128, overlap=64)


def test_an_outpaint_frame_closed_all_round_is_refused_in_words(engine):
    wider = panel(engine, "outpaint", gradient())
    wider.prompt.prompt = "grass"
    wider.intake.frame.right = 0
    with pytest.raises(BadValue, match="Drag a side"):
        wider.run()


def test_upscale_takes_the_picture_as_it_is(engine):
    larger = panel(engine, "upscale", gradient(100, 60))
    larger.intake.choice.factor = 2
    recipe = larger.run().recipe
    assert recipe.factor == 2
    assert recipe.start.picture.picture.size == (100, 60)


def test_control_follows_the_drawing(engine):
    drawn = panel(engine, "control")
    drawn.prompt.prompt = "a castle"
    drawing = Image.new("RGB", (128, 128))
    drawing.paste((255, 255, 255), (20, 20, 60, 24))
    drawn.picture = drawing
    drawn.intake.control.weight = 0.5
    assert drawn.run().recipe.control == Control(condition=Plate.of(drawing), weight=0.5)


@pytest.mark.parametrize("task", ["image_to_image", "inpaint", "outpaint", "upscale"])
def test_without_a_picture_the_panel_says_how_to_give_one(engine, task):
    empty = panel(engine, task)
    assert empty.recipe is None
    empty.prompt.prompt = "a"
    FrontEnd(empty.bar).post("generate")
    assert "panel.picture" in empty.bar.trouble
    empty.picture = gradient()
    assert empty.picture.size == (128, 128)


@pytest.mark.parametrize("task", ["image_to_image", "inpaint", "outpaint", "upscale", "control"])
def test_a_recipe_given_to_a_panel_comes_back_the_same(engine, task):
    one, other = panel(engine, task, gradient()), panel(engine, task)
    one.prompt.prompt = "a"
    if task == "inpaint":
        one.mask = box_mask()
    other.recipe = one.recipe
    assert one.recipe is not None
    assert other.recipe == one.recipe


def test_a_result_sent_to_another_panel_becomes_its_picture(engine, eventually):
    words, rework = panel(engine), panel(engine, "image_to_image")
    words.send_to(rework)
    words.prompt.prompt = "a red apple"
    run, takers = words.run(), []
    rework.observe(lambda _: takers.append(threading.current_thread()), "picture")
    FrontEnd(words.results).post("send_to", target="image_to_image")
    eventually(lambda: takers, "the picture")
    assert takers != [threading.main_thread()], "inside the callback, which it would hold up"
    assert rework.picture.tobytes() == run.picture.tobytes()
    rework.prompt.prompt = "at night"
    assert rework.run().recipe.start.picture.picture.tobytes() == run.picture.tobytes()


def test_a_task_without_a_mask_refuses_one(engine):
    words = panel(engine)
    assert words.mask is None
    with pytest.raises(BadValue, match="inpaint"):
        words.mask = box_mask()


def stroke(desk, box, size=(128, 128), number=1):
    """What a page sends of a stroke that filled a box."""
    file = io.BytesIO()
    Image.new("L", (box[2] - box[0], box[3] - box[1]), 255).save(file, "PNG")
    content = {"kind": "sheet", "from": "a", "number": number, "part": 0, "parts": 1}
    width, height = size
    sent = content | {"width": width, "height": height, "box": list(box)}
    return lambda: desk.intake.painter._handle_custom_msg(sent, [file.getvalue()])


@pytest.mark.parametrize("padding", [None, 8])
def test_the_model_view_of_a_panel_is_what_its_model_gets(engine, padding, eventually, monkeypatch):
    retouch = panel(engine, "inpaint", gradient(512, 384))
    retouch.mask = box_mask(512, 384)
    retouch.prompt.prompt = "a"
    page = FrontEnd(retouch.intake.painter)
    got = []
    monkeypatch.setattr(inpaint, "fill", lambda *given: got.append(given[4]) or [])
    retouch.intake.area.padding = padding
    recipe = retouch.recipe
    inpaint.make(FakeModel(), [recipe], FakeWatch())

    retouch.intake.painter.model_view = True
    eventually(lambda: any(buffers for _, buffers in page.heard), "the view")
    shown = Image.open(io.BytesIO(page.heard[-1][1][0]))
    box = working_box(retouch.mask, padding, (recipe.width, recipe.height))
    inside = shown.crop(box).resize((recipe.width // 8, recipe.height // 8), Image.Resampling.NEAREST)
    assert (np.asarray(inside) > 0).tolist() == latent_grid(got[0]).tolist()
    outside = np.array(shown)
    outside[box[1] : box[3], box[0] : box[2]] = 0
    assert not outside.any()


def test_picture_and_mask_are_observed_whoever_changes_them(engine, eventually):
    words, retouch = panel(engine), panel(engine, "inpaint", gradient())
    words.send_to(retouch)
    words.prompt.prompt = "a"
    words.run()
    heard = []
    retouch.observe(
        lambda change: heard.append((change["name"], change["old"], change["new"])), ["picture", "mask"]
    )
    for act, name in [
        (stroke(retouch, (40, 30, 80, 60)), "mask"),
        (lambda: setattr(retouch, "mask", box_mask()), "mask"),
        (lambda: FrontEnd(words.results).post("send_to", target="inpaint"), "picture"),
        (lambda: setattr(retouch, "picture", gradient()), "picture"),
    ]:
        before = getattr(retouch, name)
        act()
        eventually(lambda: heard, "the change")
        assert heard == [(name, before, getattr(retouch, name))]
        assert heard.pop()[2] is not before
    retouch.prompt.prompt = "a dog"
    FrontEnd(retouch.intake.painter).write(brush_size=9)
    assert not heard


def test_a_recipe_is_new_when_its_mask_is_heard_of(engine):
    retouch, masks = panel(engine, "inpaint", gradient()), []
    retouch.observe(lambda _: masks.append(retouch.recipe.hole.mask), "mask")
    stroke(retouch, (40, 30, 80, 60))()
    assert masks == [Plate.of(box_mask())]


@pytest.mark.parametrize("task", ["image_to_image", "outpaint", "upscale", "control"])
def test_the_picture_of_every_task_can_be_linked(engine, task):
    one, other = panel(engine, task), panel(engine, "upscale")
    traitlets.dlink((one, "picture"), (other, "picture"))
    one.picture = gradient()
    assert other.picture.tobytes() == one.picture.tobytes() == gradient().tobytes()


def test_generate_right_after_a_stroke_has_the_stroke(engine, eventually):
    retouch = panel(engine, "inpaint", gradient())
    retouch.prompt.prompt = "a cat"
    stroke(retouch, (40, 30, 80, 60))()
    FrontEnd(retouch.bar).post("generate")
    eventually(lambda: retouch.runs, "the run")
    assert retouch.runs[0].recipe.hole.mask == Plate.of(box_mask())


def test_no_picture_is_encoded_inside_a_callback(engine, monkeypatch, eventually):
    words, retouch = panel(engine), panel(engine, "inpaint", gradient())
    others = [panel(engine, task) for task in ("image_to_image", "inpaint", "outpaint", "upscale", "control")]
    for other in others:
        words.send_to(other)
    words.prompt.prompt = retouch.prompt.prompt = "a"
    words.run()
    paint, encoders = stroke(retouch, (40, 30, 80, 60)), set()
    save = Image.Image.save
    monkeypatch.setattr(
        Image.Image,
        "save",
        lambda *given, **more: (encoders.add(threading.current_thread()), save(*given, **more))[1],
    )
    retouch.intake.painter._handle_custom_msg({"kind": "fetch", "from": "a"}, [])
    paint()
    FrontEnd(retouch.bar).post("generate")
    for other in others:
        FrontEnd(words.results).post("send_to", target=other.name)
        eventually(lambda panel=other: panel.picture, "the picture")
    eventually(lambda: all(other.intake.painter.backdrop for other in (retouch, others[1])), "the pictures")
    assert threading.main_thread() not in encoders
