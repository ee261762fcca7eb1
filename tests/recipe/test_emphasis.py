"""Weighted words, written as in A1111's web UI."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdlab.errors import BadValue
from sdlab.recipe.emphasis import MAX_WEIGHT, is_plain, spans


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("a cat", [("a cat", 1)]),
        ("a (red:1.2) cat", [("a ", 1), ("red", 1.2), (" cat", 1)]),
        ("(red cat: .5 )", [("red cat", 0.5)]),
        ("(red) cat", [("red", 1.1), (" cat", 1)]),
        ("[red] cat", [("red", 0.909091), (" cat", 1)]),
        ("((red) cat)", [("red", 1.21), (" cat", 1.1)]),
        ("((red:1.5) cat:0.5)", [("red", 0.75), (" cat", 0.5)]),
        ("[(red)]", [("red", 1.0)]),
        ("([red]:1.1)", [("red", 1.0)]),
        ("(a:0)(b:2)", [("a", 0), ("b", 2)]),
        (r"a \(red\) \[cat\]", [("a (red) [cat]", 1)]),
        (r"(a \(b\):1.5)", [("a (b)", 1.5)]),
        ("a smile :) or ( or ]", [("a smile :) or ( or ]", 1)]),
        ("at 16:9", [("at 16:9", 1)]),
        ("(at 4:30 o'clock)", [("at 4:30 o'clock", 1.1)]),
        ("()", []),
        ("", []),
    ],
)
def test_a_prompt_is_cut_where_its_weight_changes(prompt, expected):
    assert [(span.text, span.weight) for span in spans(prompt)] == expected


@pytest.mark.parametrize(
    "prompt", ["a (cat:9)", "(cat:-1)", "((((((((cat))))))))", "((cat:0):" + "9" * 400 + ")"]
)
def test_an_absurd_weight_is_refused(prompt):
    with pytest.raises(BadValue, match="weighted from 0 to 2"):
        spans(prompt)


@given(st.text(alphabet="ab ()[]\\:.12-", max_size=40))
def test_every_character_keeps_its_place_whatever_the_brackets(prompt):
    try:
        found = spans(prompt)
    except BadValue:
        return
    places = [place for span in found for place in span.places]
    assert places == sorted(set(places))
    assert "".join(prompt[place] for place in places) == "".join(span.text for span in found)
    assert all(0 <= span.weight <= MAX_WEIGHT for span in found)


@pytest.mark.parametrize(
    ("prompt", "plain"),
    [
        ("a cat, 16:9 :)", True),
        ("", True),
        ("  ", True),
        ("a (cat)", False),
        ("(cat:1)", False),
        (r"\(", False),
    ],
)
def test_a_plain_prompt_is_read_as_it_stands(prompt, plain):
    assert is_plain(prompt) == plain
