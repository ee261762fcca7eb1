"""How large a picture is shown."""

import pytest

from sdlab.picture import shown_size


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((128, 128), (256, 256)),
        ((64, 72), (256, 288)),
        ((192, 128), (384, 256)),
        ((255, 300), (510, 600)),
        ((256, 256), (256, 256)),
        ((512, 768), (512, 768)),
        ((64, 256), (192, 768)),
        ((8, 4000), (8, 4000)),
    ],
)
def test_a_small_picture_is_shown_at_a_whole_multiple_and_a_large_one_as_it_is(size, shown):
    assert shown_size(*size) == shown
