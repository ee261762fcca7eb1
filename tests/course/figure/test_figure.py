"""Figures: their size to the pixel, their words, and what they refuse."""

import io

import numpy as np
import pytest
from PIL import Image

from sdlab.course import figure
from sdlab.errors import BadValue
from sdlab.film import Developer, Frame
from sdlab.recipe import Recipe
from sdlab.run import Run

RED, BLUE = Image.new("RGB", (128, 128), "red"), Image.new("RGB", (128, 128), "blue")


@pytest.fixture
def run():
    developer = Developer.linear(np.eye(4, 3, dtype=np.float32), np.zeros(3, np.float32))
    latents = np.ones((4, 16, 16), np.float16)
    frames = [Frame(step, 12, 1000 - 80 * step, latents, latents, developer) for step in range(1, 13)]
    return Run(RED, Recipe(prompt="red"), film=tuple(frames))


def opened(drawing) -> Image.Image:
    return Image.open(io.BytesIO(drawing.png)).convert("RGB")


def test_a_drawing_is_as_large_as_it_says_and_shows_itself_with_words():
    drawing = figure.row([RED, BLUE], ["red", "blue"])
    assert opened(drawing).size == (drawing.width, drawing.height)
    png, metadata = drawing._repr_png_()
    assert png == drawing.png
    assert metadata["alt"] == repr(drawing) == "2 pictures: red; blue"


def test_the_same_pictures_give_the_same_bytes():
    assert figure.row([RED, BLUE]).png == figure.row([RED, BLUE]).png


def test_a_row_shows_every_picture():
    drawing = figure.row([RED, BLUE])
    levels = np.asarray(opened(drawing))
    left, right = levels[:, : levels.shape[1] // 2], levels[:, levels.shape[1] // 2 :]
    assert (left == (255, 0, 0)).all(axis=2).mean() > 0.8
    assert (right == (0, 0, 255)).all(axis=2).mean() > 0.8


def test_a_row_never_grows_wider_than_a_cell():
    assert figure.row([RED] * 12).width <= 920


def test_a_film_picks_its_first_and_last_step(run):
    assert figure.film(run, 3).words.startswith("6 pictures: step 1; step 7; step 12")


def test_a_film_shows_no_step_twice(run):
    assert figure.film(run, 40).words.startswith("24 pictures")


def test_equal_pictures_have_a_white_difference():
    levels = np.asarray(opened(figure.difference(RED, RED)))
    third = levels[40:-20, -150:-20]
    assert (third == 255).all()
    assert not (np.asarray(opened(figure.difference(RED, BLUE)))[40:-20, -150:-20] == 255).all()


@pytest.mark.parametrize(
    "wrong",
    [
        lambda run: figure.row([]),
        lambda run: figure.row([RED], ["one", "two"]),
        lambda run: figure.grid([[RED, BLUE], [RED]]),
        lambda run: figure.grid([[RED]], labels=["a", "b"]),
        lambda run: figure.film(Run(RED, Recipe())),
        lambda run: figure.film(run, 1),
        lambda run: figure.difference(RED, RED.resize((64, 64))),
        lambda run: figure.lines({}),
        lambda run: figure.lines({"a": ([1, 2], [1])}),
        lambda run: figure.arrows([1, 2, 3], [1, 2], [1]),
        lambda run: figure.arrows([1, 2], [2, 4], [1]),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(wrong, run):
    with pytest.raises(BadValue):
        wrong(run)


def test_curves_and_arrows_are_drawn():
    for drawing in (
        figure.lines({"a": ([1, 2], [3, 4]), "b": ([1, 2], [4, 3])}, across="steps", up="error"),
        figure.noise_levels(np.linspace(0.99, 0, 100), [10, 99]),
        figure.arrows([1, 0.4], [1.3, 1.0], [0, 1, 5]),
    ):
        assert len(np.unique(np.asarray(opened(drawing)).reshape(-1, 3), axis=0)) > 20
        assert drawing.words
