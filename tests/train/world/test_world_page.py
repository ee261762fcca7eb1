"""The sheets of the world: one an axis, with everything the axis has."""

from pathlib import Path

import pytest
from PIL import Image

from sdlab.train.world import page
from sdlab.train.world.compose import Composer
from sdlab.train.world.concept import STYLES, all_concepts
from sdlab.train.world.icon import Art
from sdlab.train.world.record import RELATIONS


def test_every_axis_gets_a_sheet_small_enough_for_the_docs(
    art: Art, composer: Composer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # all things take a second, and one sheet is like another
    monkeypatch.delitem(page.AXES, "things")
    files = page.write(art, composer, tmp_path)
    assert [file.stem for file in files] == ["styles", "colours", "scenes", "relations", "line-art"]
    for file in files:
        assert file.stat().st_size < 100_000
        with Image.open(file) as sheet:
            assert sheet.width <= 900


def test_no_thing_style_or_relation_is_left_out(art: Art, composer: Composer) -> None:
    assert len(page.things(art, composer)) == len(all_concepts())
    assert {words for words, _ in page.styles(art, composer)} == set(STYLES)
    assert {words for words, _ in page.relations(art, composer)} == set(RELATIONS)
