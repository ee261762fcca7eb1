"""Every error can be caught as SdlabError and says what to do."""

import inspect

import pytest

from sdlab import errors
from sdlab.errors import BadValue, MissingExtra, SdlabError, UnknownName


def test_every_error_is_an_sdlab_error():
    found = [item for _, item in inspect.getmembers(errors, inspect.isclass) if issubclass(item, Exception)]
    assert len(found) == 11
    assert all(issubclass(item, SdlabError) for item in found)


def test_a_bad_value_names_the_value_the_range_and_the_remedy():
    words = str(BadValue("strength", 2, "from 0 to 1", "Try 0.6."))
    assert words == "strength must be from 0 to 1, got 2. Try 0.6."


def test_a_long_value_is_shortened():
    assert "(10002 characters)" in str(BadValue("prompt", "x" * 10_000, "short"))


def test_a_long_path_is_still_known_by_its_end():
    assert "apple.png" in str(BadValue("source", "/folder" * 30 + "/apple.png", "a file"))
    assert len(str(BadValue("prompt", "x" * 10_000, "short"))) < 150


@pytest.mark.parametrize(
    ("name", "words"),
    [("eular", '"euler"'), ("zzz", "Known: ddim, euler.")],
)
def test_an_unknown_name_offers_the_nearest_or_all(name, words):
    assert words in str(UnknownName("scheduler", name, ["euler", "ddim"]))


def test_a_missing_extra_says_how_to_get_it():
    assert 'pip install "sdlab[lab]"' in str(MissingExtra("sdlab lab", "lab"))
