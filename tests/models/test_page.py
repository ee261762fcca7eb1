"""The docs page holds the catalogue as it is."""

from pathlib import Path

import sdlab
from sdlab.models.page import table


def test_the_page_holds_the_catalogue_as_it_is() -> None:
    page = Path(sdlab.__file__).parent / "docs" / "models.md"
    assert table() in page.read_text("utf-8")
