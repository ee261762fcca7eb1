"""What a saved notebook shows of a panel where no widget runs."""

import io
import re
from html import unescape
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter, MarkdownExporter
from nbconvert.filters import markdown2html
from PIL import Image

from sdlab.provenance import open_recipe, read_origin
from sdlab.recipe import Plate, Recipe, Start
from sdlab.run import Run
from sdlab.widgets.keepsake import AGAIN, LIMIT, Memento

TESTS = Path(__file__).parents[1]
HOSTILE = "a_b *c* [d](http://e) <script>f</script> $g$ #h `i` \\j & <k@l.m> {n} ~~o~~ | 1. p !q"
CELL = """
from fake import FakeEngine
from sdlab.widgets import panel
words = panel(FakeEngine())
words.prompt.prompt = "a *red* <b>apple</b>"
words.settings.num_inference_steps = 2
display(words)
words.run();
"""


@pytest.fixture(scope="module")
def saved():
    """A notebook as it is saved after a panel made a picture in it."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL.strip())])
    book.metadata["kernelspec"] = kernel
    resources = {"metadata": {"path": str(TESTS)}}  # where the fake engine is
    return NotebookClient(book, resources=resources, timeout=300, store_widget_state=False).execute()


def test_picture_and_caption_are_outputs_of_their_own(saved):
    outputs = [output.data for output in saved.cells[0].outputs]
    assert [sorted(data) for data in outputs[1:]] == [
        ["image/png", "text/plain"],
        ["text/markdown", "text/plain"],
    ]
    assert outputs[2]["text/plain"].startswith('"a *red* <b>apple</b>", seed 0, 2 steps, ')


def test_the_page_made_of_it_shows_the_picture_and_the_words_as_they_are(saved):
    page, _ = HTMLExporter(template_name="basic").from_notebook_node(saved)
    assert 'alt="a *red* &lt;b&gt;apple&lt;/b&gt;"' in page
    shown = unescape(re.sub(r"<[^>]*>", "", page))
    assert '"a *red* <b>apple</b>", seed 0, 2 steps, guidance 7.5, ddim, 128 × 128, fake' in shown
    assert "<b>apple" not in page
    text, _ = MarkdownExporter().from_notebook_node(saved)
    assert "seed 0, 2 steps" in text


def test_nothing_in_a_prompt_is_read_as_markdown():
    run = Run(picture=Image.new("RGB", (64, 64)), recipe=Recipe(prompt=HOSTILE))
    data, _ = Memento.of(run).caption_bundle
    html = markdown2html(data["text/markdown"])
    assert set(re.findall(r"<(\w+)", html)) == {"p"}
    caption, again = re.findall("<p>(.*?)</p>", html, re.DOTALL)
    assert unescape(caption) == data["text/plain"]
    assert again == AGAIN


def noise(side):
    """A picture that no file makes smaller than its pixels."""
    return Image.fromarray(np.random.default_rng(0).integers(0, 256, (side, side, 3), np.uint8))


def test_a_picture_kept_smaller_carries_its_recipe_and_says_what_it_is():
    recipe = Recipe(prompt="noise", seed=7, width=1024, height=1024, note="13 of 20 steps")
    kept = Memento.of(Run(picture=noise(1024), recipe=recipe)).png
    assert len(kept) <= LIMIT
    assert Image.open(io.BytesIO(kept)).width < 1024
    found = open_recipe(kept)
    assert found.but(note=recipe.note) == recipe
    assert found.note == "13 of 20 steps; this is a copy reduced from 1024 × 1024 pixels"


@pytest.mark.parametrize(("side", "replays"), [(128, True), (512, False)])
def test_input_pictures_are_kept_where_they_leave_room_for_the_picture(side, replays):
    recipe = Recipe(task="image_to_image", prompt="noise", start=Start(picture=Plate.of(noise(side))))
    kept = Memento.of(Run(picture=noise(512), recipe=recipe)).png
    assert len(kept) <= LIMIT
    assert (read_origin(kept).recipe is not None) == replays
    assert read_origin(kept).change["prompt"] == "noise"
    assert "TrainedAlgorithmicMedia" in Image.open(io.BytesIO(kept)).info["xmp"].decode()
