"""Drawings: checked, rendered, trimmed."""

import io
import json
import tarfile
from pathlib import Path

import numpy as np
import pytest

from sdlab.errors import DamagedFile, NotReached, SdlabError
from sdlab.train.world import icon
from sdlab.train.world.concept import by_name

SQUARE = '<path fill="#f00" d="M4 8h8v4H4z"/>'


def package(file: Path, icons: dict[str, object]) -> Path:
    content = json.dumps(icons).encode()
    with tarfile.open(file, "w:gz") as archive:
        entry = tarfile.TarInfo("package/icons.json")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return file


@pytest.fixture
def tgz(tmp_path: Path) -> Path:
    icons = {
        "width": 16,
        "height": 16,
        "icons": {"dog": {"body": SQUARE}},
        "aliases": {"hound": {"parent": "dog"}},
    }
    return package(tmp_path / "set.tgz", icons)


def test_a_set_gives_its_icons_and_aliases_as_svg(tgz: Path) -> None:
    drawn = icon.read_set(tgz)
    assert set(drawn) == {"dog", "hound"}
    assert drawn["hound"] == drawn["dog"]
    assert 'viewBox="0 0 16 16"' in drawn["dog"]


def test_a_drawing_is_rendered_and_trimmed_to_what_is_seen(tgz: Path) -> None:
    drawings = icon.render(
        [by_name()["dog"]],
        dict.fromkeys(("noto", "noto-v1", "fluent-emoji", "fluent-emoji-flat"), icon.read_set(tgz)),
    )
    pixels = icon.trimmed(drawings["dog", "noto"])
    assert pixels.shape == (icon.SIDE // 4, icon.SIDE // 2, 4)
    assert tuple(pixels[5, 5]) == (255, 0, 0, 255)


def test_a_drawing_is_rendered_as_large_as_asked_for(tgz: Path) -> None:
    assert icon.rasterised(icon.read_set(tgz)["dog"], 64).shape == (64, 64, 4)


def test_an_empty_drawing_is_refused() -> None:
    with pytest.raises(SdlabError, match="visible"):
        icon.trimmed(np.zeros((4, 4, 4), np.uint8))


def test_a_package_with_other_bytes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "iconify-json-noto-1.2.9.tgz").write_bytes(b"something else")
    with pytest.raises(DamagedFile, match="not the pinned package"):
        icon.fetch("noto", tmp_path)


def test_without_npm_the_error_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotReached, match="is Node installed"):
        icon.fetch("noto", tmp_path)


def test_every_icon_set_is_pinned_by_version_and_hash() -> None:
    for version, digest in icon.PINS.values():
        assert version.count(".") == 2
        assert len(digest) == 88
