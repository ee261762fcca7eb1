import threading

from sdlab.widgets.pace import Pace


def test_the_first_message_goes_at_once_and_the_newest_of_a_burst_arrives_last():
    sent, arrived = [], threading.Event()

    def send(item):
        sent.append(item)
        if item == 99:
            arrived.set()

    pace = Pace(20, send)
    pace.put(0)
    assert sent == [0]
    for number in range(1, 100):
        pace.put(number)
    assert arrived.wait(30)
    assert len(sent) < 20, "most of a burst is dropped"
    assert sent == sorted(sent)


def test_what_is_held_back_can_be_sent_now_and_is_sent_once():
    sent = []
    pace = Pace(0.001, sent.append)
    pace.put("first")
    pace.put("held")
    pace.flush()
    pace.flush()
    assert sent == ["first", "held"]
