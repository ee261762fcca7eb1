"""Where a word landed."""

import numpy as np
import pytest
from front_end import FrontEnd
from PIL import Image

from sdlab.errors import BadValue
from sdlab.widgets import HeatMap

PICTURE = Image.new("RGB", (128, 128), "teal")
MAPS = np.stack([np.arange(16).reshape(4, 4) / 100, np.full((4, 4), 0.3)])


def test_each_map_is_stretched_over_its_own_range():
    heat = HeatMap(PICTURE, ["red", "apple"], MAPS)
    levels = np.frombuffer(heat.levels, np.uint8).reshape(2, 4, 4)
    assert (levels[0].min(), levels[0].max()) == (0, 255)
    assert levels[0].argmax() == 15
    assert (levels[1] == 0).all(), "a word that was everywhere alike points nowhere"
    assert heat.shares == pytest.approx([0.075, 0.3])


def test_the_page_chooses_a_word_and_python_has_its_map():
    heat = HeatMap(PICTURE, ["red", "apple"], list(MAPS))
    FrontEnd(heat).write(chosen=1)
    assert heat.map == pytest.approx(MAPS[1])
    FrontEnd(heat, "two").write(chosen=-1)
    assert heat.map is None


def test_another_picture_with_fewer_words_keeps_a_word_that_is_there():
    heat = HeatMap(PICTURE, ["red", "apple"], MAPS, chosen=1)
    heat.show(PICTURE, ["fox"], MAPS[:1])
    assert (heat.chosen, heat.words) == (0, ["fox"])


@pytest.mark.parametrize(
    ("words", "maps", "said"),
    [
        (["a"], MAPS, "row, column"),
        (["a", "b"], MAPS[:, 0], "row, column"),
        (["a", "b"], MAPS * np.nan, "finite"),
        (["a", "b"], [MAPS[0], MAPS[0][:2]], "one shape"),
        ([], MAPS[:0], "1 to"),
    ],
)
def test_maps_that_do_not_fit_are_refused(words, maps, said):
    with pytest.raises(BadValue, match=said):
        HeatMap(PICTURE, words, maps)


def test_a_word_that_is_not_there_is_refused():
    with pytest.raises(BadValue, match="0 to 1"):
        HeatMap(PICTURE, ["red", "apple"], MAPS, chosen=2)
