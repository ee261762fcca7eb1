import logging

import pytest
from front_end import FrontEnd

import sdlab.widgets
from sdlab.errors import BadValue
from sdlab.widgets import Part, PromptBox, SeedControl

PARTS = [
    thing for thing in vars(sdlab.widgets).values() if isinstance(thing, type) and issubclass(thing, Part)
]
NAMED = [part for part in PARTS if part.stem]


@pytest.mark.parametrize("part", NAMED, ids=lambda part: part.__name__)
def test_what_the_front_end_writes_exists_and_is_never_echoed(part):
    traits = part.class_traits()
    assert part.written <= set(traits)
    for name in part.written:
        assert traits[name].metadata.get("sync"), f"{name} does not reach the front end"
        assert traits[name].metadata.get("echo_update") is False
    assert not part.written & {"transport", "trouble"}


def test_a_front_end_cannot_write_what_is_the_kernels():
    box = PromptBox()
    FrontEnd(box).write(token_limit=10**9, trouble="", prompt="a cat")
    assert (box.token_limit, box.prompt) == (77, "a cat")


def test_writes_take_effect_in_the_order_they_were_made_even_when_they_arrive_otherwise():
    seed = SeedControl()
    front = FrontEnd(seed)
    front.n = 5
    front.write(seed="2")
    front.n = 3
    front.write(seed="1")
    assert seed.seed == 2


def test_a_fresh_view_starts_counting_anew():
    seed = SeedControl()
    front = FrontEnd(seed, "one")
    front.n = 100
    front.write(seed="1")
    FrontEnd(seed, "two").write(seed="2")
    assert seed.seed == 2


def test_a_refused_value_is_said_in_the_widget_and_the_log_and_changes_nothing(caplog):
    seed = SeedControl(3)
    with caplog.at_level(logging.WARNING, "sdlab.widgets"):
        FrontEnd(seed).write(seed=str(2**63))
    assert seed.seed == 3
    assert "9223372036854775807" in seed.trouble
    assert "SeedControl" in caplog.text


def test_trouble_goes_away_with_the_next_good_value():
    seed = SeedControl()
    front = FrontEnd(seed)
    front.write(seed="no number")
    assert seed.trouble
    front.write(seed="4")
    assert (seed.seed, seed.trouble) == (4, "")


def test_a_fault_of_ours_inside_an_act_is_shown_with_its_kind_and_logged_with_its_place(caplog):
    part = SeedControl()
    part.hear("break", lambda _content, _buffers: 1 / 0)
    FrontEnd(part).post("break")
    assert part.trouble == "ZeroDivisionError: division by zero"
    assert "Traceback" in caplog.text


def test_a_message_nobody_expects_is_ignored():
    part = SeedControl()
    front = FrontEnd(part)
    front.post("nonsense", values=3)
    part._handle_custom_msg({}, [])
    assert part.trouble == ""


def test_messages_are_numbered_and_paced_kinds_say_that_the_newest_wins():
    part = SeedControl()
    front = FrontEnd(part)
    part.tell("one")
    part.tell("progress", {"step": 1})
    (first, _), (second, _) = front.heard
    assert first["n"] < second["n"]
    assert second["newest"]
    assert "newest" not in first


def test_python_may_set_what_the_front_end_writes_and_is_refused_nonsense():
    seed = SeedControl()
    seed.seed = 2**63 - 1
    assert seed.get_state(["seed"])["seed"] == str(2**63 - 1), "as text: JavaScript's numbers end at 2**53"
    with pytest.raises(BadValue, match="seed"):
        seed.seed = -1
    assert seed.seed == 2**63 - 1


def test_another_page_is_told_what_was_written_and_a_page_alone_is_not():
    seed = SeedControl()
    front = FrontEnd(seed)
    front.post("hello")
    front.write(seed="1")
    assert "wrote" not in front.kinds()
    front.view = "another"
    front.post("hello")
    front.post("write", values={"seed": "2", "trouble": "x"}, page="p")
    assert (front.last("wrote")["page"], front.last("wrote")["values"]) == ("p", {"seed": "2"})
    front.post("write", values={"seed": "no number"}, page="p")
    assert front.kinds().count("wrote") == 1, "what is refused is told to nobody else"
