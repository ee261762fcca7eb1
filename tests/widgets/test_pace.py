import threading
import time

from sdlab.widgets.pace import Pace, without_timers


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


def test_a_thread_may_send_what_is_held_back_itself():
    sent, here = [], threading.current_thread()
    pace = Pace(50, lambda item: sent.append((item, threading.current_thread())))
    with without_timers() as send_due:
        pace.put(0)
        for number in range(1, 6):
            pace.put(number)
            time.sleep(0.03)
            send_due()
        pace.put("last")
        pace.put("the very last")
    assert sent[0] == (0, here)
    assert sent[-1] == ("the very last", here)
    assert {thread for _, thread in sent} == {here}
    assert len(sent) > 2
