"""A run shows and saves itself with its recipe inside."""

import io

import pytest
from PIL import Image

from sdlab.errors import NotSaved
from sdlab.provenance import open_recipe
from sdlab.recipe import Recipe
from sdlab.run import Run

RUN = Run(picture=Image.new("RGB", (64, 72), "teal"), recipe=Recipe(prompt="a <b>cat</b>", seed=7))


def test_what_a_notebook_shows_carries_the_recipe():
    data, looks = RUN._repr_mimebundle_()
    assert open_recipe(data["image/png"]) == RUN.recipe
    assert looks["image/png"] == {"width": 256, "height": 288, "alt": "a <b>cat</b>"}


def test_a_saved_run_opens_again(tmp_path):
    path = RUN.save(tmp_path / "cat.png")
    assert open_recipe(path) == RUN.recipe
    assert Image.open(path).tobytes() == RUN.picture.tobytes()


def test_a_run_that_cannot_be_saved_says_so(tmp_path):
    with pytest.raises(NotSaved):
        RUN.save(tmp_path / "no" / "cat.png")


def test_the_caption_names_what_matters():
    assert RUN.caption == '"a <b>cat</b>", seed 7, 20 steps, guidance 7.5, ddim, 64 × 72, tiny'
    assert Run(picture=RUN.picture, recipe=Recipe(task="unconditional")).caption.startswith(
        "no prompt, seed 0"
    )


def test_the_png_is_the_picture():
    assert Image.open(io.BytesIO(RUN.png)).size == (64, 72)
