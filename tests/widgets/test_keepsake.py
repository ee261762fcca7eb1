"""What a saved notebook shows of a panel where no widget runs."""

import re
from html import unescape
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter, MarkdownExporter
from nbconvert.filters import markdown2html
from PIL import Image

from sdlab.recipe import Recipe
from sdlab.run import Run
from sdlab.widgets.keepsake import AGAIN, Memento

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
