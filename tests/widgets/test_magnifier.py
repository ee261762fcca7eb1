"""One lens over several pictures of a scene."""

import io

import numpy as np
import pytest
from front_end import FrontEnd
from PIL import Image

from sdlab.errors import BadValue
from sdlab.recipe import Plate, Recipe, Start
from sdlab.run import Run
from sdlab.widgets import Magnifier


def noise(side=64):
    return Image.fromarray(np.random.default_rng(0).integers(0, 256, (side, side, 3), np.uint8))


def sent(magnifier):
    magnifier.transport = "foreground"
    page = FrontEnd(magnifier)
    page.post("want")
    return [Image.open(io.BytesIO(one)) for one in page.heard[0][1]]


def test_pictures_reach_the_page_pixel_for_pixel():
    truth = noise()
    shown = sent(Magnifier({"model": truth, "truth": truth.rotate(90)}))
    assert (np.asarray(shown[0]) == np.asarray(truth)).all()


def test_smaller_pictures_are_brought_to_the_size_of_the_largest_by_bicubic():
    small, large = noise(16), noise(64)
    magnifier = Magnifier({"small": small, "large": large})
    bicubic = small.resize((64, 64), Image.Resampling.BICUBIC)
    assert (np.asarray(sent(magnifier)[0]) == np.asarray(bicubic)).all()
    assert (magnifier.width, magnifier.height) == (64, 64)


def test_an_upscaling_is_laid_beside_its_input_and_the_truth():
    start = Start(picture=Plate.of(noise(32)), strength=1)
    run = Run(picture=noise(128), recipe=Recipe(task="upscale", factor=4, start=start))
    assert Magnifier.of(run).names == ["bicubic", "model"]
    assert Magnifier.of(run, noise(128)).names == ["bicubic", "model", "truth"]


def test_a_run_from_nothing_has_nothing_to_compare():
    with pytest.raises(BadValue, match="started from a picture"):
        Magnifier.of(Run(picture=noise(), recipe=Recipe()))


@pytest.mark.parametrize("count", [1, 5])
def test_it_takes_two_to_four_pictures(count):
    with pytest.raises(BadValue, match="2 to 4"):
        Magnifier({str(number): noise() for number in range(count)})


def test_the_lens_is_moved_by_the_page_and_stays_inside():
    magnifier = Magnifier({"one": noise(), "two": noise()})
    page = FrontEnd(magnifier)
    page.write(x=0.25, y=0.75, zoom=8)
    assert (magnifier.x, magnifier.y, magnifier.zoom) == (0.25, 0.75, 8)
    page.write(zoom=100)
    assert "from 1 to 12" in magnifier.trouble
    page.write(x=3)
    assert magnifier.x == 0.25
