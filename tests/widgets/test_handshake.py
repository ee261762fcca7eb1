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
