import pytest
from fake import FakeEngine
from front_end import FrontEnd

from sdlab.errors import BadValue
from sdlab.widgets import PromptBox


def test_tokens_follow_the_prompt_and_say_which_are_not_read(eventually):
    engine = FakeEngine()
    box = PromptBox(count=engine.tokens)
    FrontEnd(box).write(prompt=" ".join(["word"] * 80))
    eventually(lambda: len(box.tokens["tokens"]) == 80, "the tokens")
    assert [token["read"] for token in box.tokens["tokens"]] == [True] * 75 + [False] * 5
    assert box.tokens["text"] == box.prompt


def test_the_negative_prompt_has_tokens_of_its_own(eventually):
    box = PromptBox("a cat", count=FakeEngine().tokens)
    FrontEnd(box).write(negative_prompt=" ".join(["word"] * 80))
    eventually(lambda: len(box.negative_tokens["tokens"]) == 80, "the tokens")
    assert [token["read"] for token in box.negative_tokens["tokens"]] == [True] * 75 + [False] * 5
    assert box.negative_tokens["text"] == box.negative_prompt
    eventually(lambda: box.tokens["text"] == "a cat", "the prompt's own")


def test_a_prompt_too_long_is_refused_with_the_remedy():
    box = PromptBox("short")
    with pytest.raises(BadValue, match="at most 2000 characters"):
        box.prompt = "x" * 2001
    FrontEnd(box).write(prompt="x" * 2001)
    assert box.prompt == "short"
    assert "2000" in box.trouble


def test_submitting_hears_the_text_written_just_before():
    box, heard = PromptBox(), []
    box.on_submit(lambda: heard.append(box.prompt))
    front = FrontEnd(box)
    front.write(prompt="a cat")
    front.post("submit")
    assert heard == ["a cat"]


def test_history_keeps_each_prompt_once_newest_last():
    box = PromptBox()
    for prompt in ("a", "b", "a", ""):
        box.remember(prompt)
    assert box.history == ["b", "a"]
