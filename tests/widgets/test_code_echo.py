"""The code behind a picture, in a control."""

from front_end import FrontEnd
from PIL import Image

import sdlab.widgets
from sdlab.recipe import Plate, Recipe, Start
from sdlab.run import Run
from sdlab.widgets import CodeEcho

START = Start(picture=Plate.of(Image.new("RGB", (128, 128), "teal")), strength=0.6)


def test_the_code_follows_the_recipe():
    heard = []
    shown = CodeEcho(Run(picture=Image.new("RGB", (128, 128)), recipe=Recipe(prompt="a fox", seed=7)))
    shown.observe(lambda change: heard.append(change["new"]), "code")
    assert "manual_seed(7)" in shown.code
    shown.show(Recipe(prompt="a fox", seed=8))
    assert "manual_seed(8)" in heard[0]
    shown.recipe = None
    assert shown.code == ""


def test_the_pictures_it_opens_can_be_had(tmp_path):
    shown = CodeEcho(Recipe(task="image_to_image", start=START))
    shown.transport = "foreground"
    page = FrontEnd(shown)
    page.post("fetch", name="picture.png")
    page.post("fetch", name="/etc/passwd")
    assert shown.files == ["picture.png"]
    assert [(content["name"], buffers) for content, buffers in page.heard] == [
        ("picture.png", [START.picture.png])
    ]
    (path,) = shown.save_inputs(tmp_path)
    assert path.read_bytes() == START.picture.png


def test_an_engine_says_where_it_runs_and_how_long_a_prompt_is(fake_engine):
    assert "prompt_embeds" in CodeEcho(Recipe(prompt="a " * 76), engine=fake_engine).code
    assert "prompt_embeds" not in CodeEcho(Recipe(prompt="a " * 75), engine=fake_engine).code


def test_a_panel_shows_the_code_of_the_chosen_picture(fake_engine):
    panel = sdlab.widgets.panel(fake_engine)
    panel.prompt.prompt = "a fox"
    panel.code.transport = "foreground"
    panel.settings.num_inference_steps = 2
    panel.seed.seed = 5
    panel.run()
    panel.seed.seed = 6
    panel.run()
    assert "manual_seed(6)" in panel.code.code
    panel.results.chosen = 0
    assert "manual_seed(5)" in panel.code.code
