"""Following a job from inside a callback, for a front end that paints nothing a thread sends (Colab's)."""

import itertools
import queue
import sys
from collections.abc import Callable
from typing import Any

from sdlab.job import ENDED, Job, News
from sdlab.widgets.pace import without_timers

TICK = 0.1  # seconds between looks at what the worker said
LOOK = 5  # ticks between questions to the front end whether Stop was pressed

FLAG = """(() => {
  const how = localStorage.getItem("sdlab-stop");
  localStorage.removeItem("sdlab-stop");
  return how ?? "";
})()"""


def follow(job: Job, hear: Callable[[News], None], stop: Callable[[str], None]) -> None:
    """Hand the job's news to `hear` on this thread until it ends.

    The kernel reads no message meanwhile. Stop arrives through Colab's own channel where there is one, and
    everywhere as the notebook's interrupt.
    """
    news: queue.SimpleQueue[News] = queue.SimpleQueue()
    job.listen(news.put)
    with without_timers() as send_due:
        for turn in itertools.count(1):
            try:
                if _hear_one(news, hear):
                    return
                send_due()
                if turn % LOOK == 0 and (how := asked_to_stop()):
                    stop(how)
            except KeyboardInterrupt:
                stop("now")


def _hear_one(news: "queue.SimpleQueue[News]", hear: Callable[[News], None]) -> bool:
    """Whether the job ended with the news that came, if any came within a tick."""
    try:
        item = news.get(timeout=TICK)
    except queue.Empty:
        return False
    hear(item)
    return item.progress.state in ENDED


def asked_to_stop() -> str:
    """Which way of stopping a person pressed in a Colab page ("now", "after", "skip"), or ""."""
    output: Any = sys.modules.get("google.colab.output")
    if output is None:
        return ""
    answer = str(output.eval_js(FLAG))
    return answer if answer in ("now", "after", "skip") else ""
