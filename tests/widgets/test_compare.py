import io

import numpy as np
import pytest
from PIL import Image

from sdlab.errors import BadValue
from sdlab.widgets.compare import OUTSIDE, Compare


def before():
    return np.full((40, 60, 3), 100, np.uint8)


def after():
    array = before()
    array[10:20, 10:20] = 200
    array[0, 0] = (100, 107, 100)
    return array


def test_it_counts_what_changed_outside_the_mask():
    compare = Compare(before(), after(), (10, 10, 20, 20))
    assert (compare.changed_outside, compare.most_outside) == (1, 7)
    assert compare.changed == pytest.approx(101 / 2400)
    assert compare.report.startswith("1 pixels changed outside the mask, by at most 7 levels.")
    assert not compare.is_clean


def test_nothing_outside_the_mask_is_said_to_be_clean():
    compare = Compare(before(), after(), np.ones((40, 60), bool))
    assert compare.changed_outside == 0
    assert compare.is_clean
    assert compare.report.startswith("0 pixels changed outside the mask. ")


def test_a_soft_mask_lets_its_rim_change():
    mask = np.zeros((40, 60), np.uint8)
    mask[:] = 1
    mask[12:18, 12:18] = 255
    assert Compare(before(), after(), mask).changed_outside == 0


def test_equal_pictures_are_said_to_be_equal_and_without_a_mask_nothing_is_called_clean():
    compare = Compare(before(), before())
    assert compare.report == "The two are equal to the last bit."
    assert not compare.is_clean


def test_the_difference_shows_how_much_and_marks_what_should_not_have_changed():
    compare = Compare(before(), after(), (10, 10, 20, 20))
    heat = np.asarray(Image.open(io.BytesIO(compare.difference_file)))
    assert tuple(heat[0, 0]) == OUTSIDE
    assert tuple(heat[15, 15]) == (255, 255, 255)
    assert not heat[30].any()


def test_pictures_of_different_sizes_are_refused_and_the_old_ones_stay():
    compare = Compare(before(), after())
    with pytest.raises(BadValue, match="of the size of before, 60 × 40"):
        compare.compare(before(), after()[:20])
    with pytest.raises(BadValue, match="mask"):
        compare.compare(before(), after(), np.ones((5, 5), bool))
    assert compare.after.size == (60, 40)


def test_other_pictures_replace_the_old_ones():
    compare = Compare(before(), after())
    compare.compare(np.zeros((8, 16, 3), np.uint8), np.zeros((8, 16, 3), np.uint8))
    assert (compare.width, compare.height, compare.changed) == (16, 8, 0)
