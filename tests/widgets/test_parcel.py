import pytest

from sdlab.errors import BadValue
from sdlab.widgets.parcel import MAX_SENDERS, PART, Parcels


def part(number, index, parts, sender="a"):
    return {"from": sender, "number": number, "part": index, "parts": parts}


def test_a_file_is_whole_when_its_last_missing_part_arrives_in_any_order():
    parcels = Parcels()
    assert parcels.take(part(1, 2, 3), [b"c"]) is None
    assert parcels.take(part(1, 0, 3), [b"a"]) is None
    assert parcels.take(part(1, 1, 3), [memoryview(b"b")]) == b"abc"


def test_a_newer_file_replaces_an_unfinished_one_and_stale_parts_are_dropped():
    parcels = Parcels()
    parcels.take(part(1, 0, 2), [b"old"])
    assert parcels.take(part(2, 0, 1), [b"new"]) == b"new"
    assert parcels.take(part(1, 1, 2), [b"old"]) is None
    assert parcels.take(part(2, 0, 1), [b"again"]) is None


def test_two_views_do_not_disturb_each_other():
    parcels = Parcels()
    parcels.take(part(9, 0, 2, "a"), [b"a"])
    assert parcels.take(part(1, 0, 1, "b"), [b"b"]) == b"b"
    assert parcels.take(part(9, 1, 2, "a"), [b"!"]) == b"a!"


def test_views_that_are_gone_are_forgotten():
    parcels = Parcels()
    for view in range(3 * MAX_SENDERS):
        parcels.take(part(1, 0, 2, f"view {view}"), [b"x"])
    assert len(parcels._open) == MAX_SENDERS


@pytest.mark.parametrize(
    "lie",
    [
        {"number": -1},
        {"number": "1"},
        {"number": True},
        {"parts": 0},
        {"parts": 10**9},
        {"part": 2},
        {"part": None},
        {"part": 0.5},
    ],
)
def test_a_message_whose_numbers_cannot_be_is_refused_with_words(lie):
    with pytest.raises(BadValue, match="Reload the page"):
        Parcels().take(part(1, 0, 2) | lie, [b"x"])


@pytest.mark.parametrize("buffers", [[], [b"a", b"b"], [bytes(PART + 1)]])
def test_a_part_is_one_buffer_that_the_wire_could_carry(buffers):
    with pytest.raises(BadValue, match="one buffer"):
        Parcels().take(part(1, 0, 1), buffers)


def test_a_file_without_end_is_refused_before_it_fills_the_memory():
    parcels = Parcels(most=3000)
    parcels.take(part(1, 0, 2), [bytes(2000)])
    with pytest.raises(BadValue, match="at most 3000 bytes"):
        parcels.take(part(1, 1, 2), [bytes(2000)])
