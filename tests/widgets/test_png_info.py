"""What a stranger's PNG says, shown and used, never run."""

import io

import pytest
from fake import FACTS
from front_end import FrontEnd
from PIL import Image, PngImagePlugin

from sdlab.errors import DamagedFile
from sdlab.recipe import Recipe
from sdlab.run import Run
from sdlab.widgets import PngInfo

TEXT = "a <b>fox</b>\nSteps: 25, Sampler: UniPC, CFG scale: 6.5, Seed: 12, Size: 512x640, Clip skip: 2"


def png(text=TEXT):
    info = PngImagePlugin.PngInfo()
    info.add_text("parameters", text)
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "PNG", pnginfo=info)
    return buffer.getvalue()


@pytest.fixture
def info():
    info = PngInfo(facts=FACTS)
    info.transport = "foreground"
    return info


def send(info, data, size=100, **lies):
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    for part, piece in enumerate(pieces):
        content = {"kind": "file", "from": "page", "number": 1, "part": part, "parts": len(pieces)} | lies
        info._handle_custom_msg(content, [piece])


def test_a_dropped_file_is_read_and_its_table_told(info):
    page = FrontEnd(info)
    send(info, png())
    assert page.kinds() == ["read"]
    assert info.found["program"] == "A1111's web UI"
    rows = {row["name"]: row for row in info.found["rows"]}
    assert rows["Prompt"]["value"] == "a <b>fox</b>"
    assert rows["Sampler"]["note"] == "fake does not take it"
    assert rows["Clip skip"]["key"] == ""
    assert info.recipe == Recipe(
        prompt="a <b>fox</b>", num_inference_steps=25, scheduler="unipc", guidance_scale=6.5, seed=12,
        width=512, height=640,
    )  # fmt: skip


def test_one_setting_or_all_are_used(info):
    used = []
    info.on_use(used.append)
    info.read(png())
    page = FrontEnd(info)
    page.post("use", key="seed")
    page.post("use")
    assert used[0] == {"seed": 12}
    assert used[1]["num_inference_steps"] == 25
    assert Recipe().but(**used[1]) == info.recipe


def test_a_page_cannot_make_up_a_setting(info):
    used = []
    info.on_use(used.append)
    info.read(png())
    FrontEnd(info).post("use", key="model")
    assert used == []
    assert "one of" in info.trouble


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"just text", "no PNG"), (png()[:70], "cut short"), (png("x")[:8] + b"\0" * 50, "wrong")],
)
def test_a_bad_file_is_told_in_words_and_the_last_good_one_stays(info, data, words):
    info.read(png())
    page = FrontEnd(info)
    send(info, data)
    assert words in info.trouble
    assert page.kinds() == ["read"]
    assert info.found["program"]


def test_a_page_that_lies_about_parts_is_refused(info):
    send(info, png(), parts=10**9)
    assert "parts" in info.trouble
    assert info.origin is None


def test_our_own_recipe_comes_back_whole():
    recipe = Recipe(prompt="a fox", seed=7)
    info = PngInfo(Run(picture=Image.new("RGB", (128, 128)), recipe=recipe).png)
    assert info.recipe == recipe
    assert info.found["program"] == "sdlab"


def test_from_python_a_bad_file_raises(tmp_path):
    with pytest.raises(DamagedFile):
        PngInfo(b"just text")
