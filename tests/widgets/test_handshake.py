import threading

import pytest
from fake import FakeEngine
from front_end import ClickPage

from sdlab.widgets import panel
from sdlab.widgets.handshake import Handshake


def listening(patience):
    sent, changes = [], []
    return Handshake(sent.append, changes.append, patience), sent, changes


def test_hello_is_answered_at_once_and_again_from_a_thread(eventually):
    handshake, sent, _ = listening(60)
    handshake.hello("a")
    assert sent[0] == {"kind": "here", "view": "a"}
    eventually(lambda: {"kind": "answer", "view": "a"} in sent, "the answer")


def test_a_confirmed_answer_means_threads_are_painted():
    handshake, _, changes = listening(60)
    handshake.hello("a")
    handshake.confirm()
    handshake.confirm()
    assert changes == ["threads"]


def test_no_confirmation_in_time_means_foreground(eventually):
    handshake, _, changes = listening(0.01)
    handshake.hello("a")
    eventually(lambda: changes == ["foreground"], "foreground mode")


def test_a_late_confirmation_still_counts(eventually):
    handshake, _, changes = listening(0.01)
    handshake.hello("a")
    eventually(lambda: changes == ["foreground"], "foreground mode")
    handshake.confirm()
    assert changes == ["foreground", "threads"]


def test_a_second_silent_view_does_not_take_the_threads_away(eventually):
    handshake, sent, changes = listening(0.01)
    handshake.hello("a")
    handshake.confirm()
    handshake.hello("b")
    eventually(lambda: {"kind": "answer", "view": "b"} in sent, "the second answer")
    assert changes == ["threads"]


@pytest.fixture
def clicked(eventually):
    """A panel on a page that paints only what is sent from inside a callback, as a thread has found out."""
    words = panel(FakeEngine(pace=0.02))
    words.settings.num_inference_steps = 30
    parts = (words.prompt, words.bar, words.film)
    for part in parts:
        part._handshake._patience = 0.05
    page = ClickPage(*parts)
    for part in parts:
        page.post(part, "hello")
    eventually(lambda: all(part.is_foreground for part in parts), "foreground mode")
    return words, page


@pytest.mark.parametrize(("kind", "more"), [("hello", {}), ("write", {"values": {"prompt": "a cat"}})])
def test_a_page_that_paints_only_callbacks_learns_it_from_the_next_one(clicked, kind, more):
    words, page = clicked
    assert page.state[words.bar]["transport"] == "waiting", "a thread found it out"
    page.post(words.prompt, kind, **more)
    assert page.state[words.bar]["transport"] == "foreground"
    assert page.state[words.bar]["live_refusal"] == words.bar.live_refusal != ""


def test_a_page_that_paints_only_callbacks_is_shown_all_of_a_run(clicked):
    words, page = clicked
    page.post(words.prompt, "write", values={"prompt": "a cat"})
    page.post(words.bar, "generate")
    assert page.told(words.bar, "progress")[-1]["state"] == page.state[words.bar]["status"]["state"] == "done"
    steps = [item["step"] for item in page.told(words.film, "live")]
    assert len(steps) > 1, "more than the first, which no pace holds back"
    assert steps == sorted(steps)
    assert page.state[words.film]["shown"]["alt"] == "a cat"
    assert page.told(words.film, "picture")[-1]["number"] == page.state[words.film]["shown"]["number"]


def test_a_page_that_sees_threads_is_told_nothing_twice():
    bar, sent = panel(FakeEngine()).bar, []
    bar._send = lambda message, buffers=None: sent.append(message)
    for kind in ("hello", "confirm"):
        bar._handle_custom_msg({"kind": kind, "view": "one"}, [])
    thread = threading.Thread(target=lambda: setattr(bar, "note", "from a thread"))
    thread.start()
    thread.join()
    bar._handle_custom_msg({"kind": "stop"}, [])
    assert len([message for message in sent if "note" in message.get("state", ())]) == 1
