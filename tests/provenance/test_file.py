"""A picture is saved as PNG, where its recipe has a place."""

import pytest

from sdlab.errors import BadValue, NotSaved
from sdlab.provenance import save_png


def test_the_bytes_arrive_and_nothing_else_is_left(tmp_path):
    assert save_png(tmp_path / "a.png", b"new") == tmp_path / "a.png"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.png": b"new"}


def test_a_missing_folder_is_said(tmp_path):
    with pytest.raises(NotSaved, match=r"no folder .*nowhere"):
        save_png(tmp_path / "nowhere" / "a.png", b"new")


def test_only_png_is_written(tmp_path):
    with pytest.raises(BadValue, match=r"ends in \.png"):
        save_png(tmp_path / "a.jpg", b"new")


@pytest.mark.parametrize("odd", [None, 3, b"a.png"])
def test_what_is_no_path_is_refused(odd):
    with pytest.raises(BadValue, match="path must be a path"):
        save_png(odd, b"new")
