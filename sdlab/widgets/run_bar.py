"""Generate, three ways to stop, and where the work stands."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import traitlets

from sdlab.errors import BadValue
from sdlab.job import ENDED, Job, News
from sdlab.widgets.base import Buffers, Content, Part
from sdlab.widgets.foreground import follow

MOST = 64  # pictures of one click


class RunBar(Part):
    """The button that makes pictures, and everything about the job it began.

    `count` is how many pictures a click asks for. `status` says where the newest job stands. `note` is a line
    above the button that a person can dismiss, such as what a run branches from. `on_live` adds a
    toggle: `live` says whether it is on, `live_refusal` why it cannot be, `live_words` what to say meanwhile.

    Args:
        start: begins the work and gives its job; called by a click, so it must only enqueue.
        label: what the button says.
        count: how many pictures at first.
    """

    stem = "run_bar"
    written = frozenset({"count"})

    count = traitlets.Int(1).tag(sync=True)
    label = traitlets.Unicode("Generate").tag(sync=True)
    note = traitlets.Unicode("").tag(sync=True)
    lives = traitlets.Bool(False).tag(sync=True)
    live = traitlets.Bool(False).tag(sync=True)
    live_refusal = traitlets.Unicode("").tag(sync=True)
    live_words = traitlets.Unicode("").tag(sync=True)
    status = traitlets.Dict({"state": "idle", "pictures": 1, "waiting": 0}).tag(sync=True)

    def __init__(self, start: Callable[[], Job], *, label: str = "Generate", count: int = 1) -> None:
        self._begin = start
        self._listeners: list[Callable[[Job, News], None]] = []
        self._dismissed: list[Callable[[], None]] = []
        self._switched: list[Callable[[bool], None]] = []
        self.jobs: list[Job] = []
        super().__init__({"label": label, "count": count})
        self.hear("generate", lambda _content, _buffers: self.click())
        self.hear("stop", self._hear_stop)
        self.hear("live", self._hear_live)
        self.hear("dismiss", lambda _content, _buffers: self._dismiss())

    @traitlets.validate("count")
    def _check_count(self, proposal: dict[str, Any]) -> int:
        if not 1 <= proposal["value"] <= MOST:
            raise BadValue("count", proposal["value"], f"a whole number from 1 to {MOST}")
        return int(proposal["value"])

    def click(self) -> None:
        """What the button does: begin, and watch; in the foreground where threads are not painted."""
        self.tell("ack")
        with self._lock:
            self.trouble = ""
        job = self._begin()
        if self.is_foreground:
            self._add(job)
            follow(job, lambda news: self._hear_news(job, news), self.stop)
        else:
            self.watch(job)

    def watch(self, job: Job) -> None:
        """Show a job begun anywhere, and hand its news to whoever asked with `on_news`."""
        self._add(job)
        job.listen(lambda news: self._hear_news(job, news))

    def on_news(self, act: Callable[[Job, News], None]) -> None:
        """Call `act(job, news)` with all that happens to the jobs of this bar, after it was shown here."""
        self._listeners.append(act)

    def on_dismiss(self, act: Callable[[], None]) -> None:
        """Call `act` when a person dismisses the note."""
        self._dismissed.append(act)

    def on_live(self, act: Callable[[bool], None]) -> None:
        """Call `act(on)` when a person wants live mode on or off; shows the toggle for it."""
        self._switched.append(act)
        self.lives = True

    def stop(self, how: str = "now") -> None:
        """Stop all jobs: "now" within a step, "after" the picture under way; "skip" drops that one only."""
        jobs = list(self.jobs)
        if how == "skip":
            jobs = jobs[:1]
        for job in reversed(jobs):  # the waiting ones first, or they would begin
            {"now": job.stop, "after": job.finish, "skip": job.skip}[how]()

    def _hear_stop(self, content: Content, _: Buffers) -> None:
        how = str(content.get("how"))
        self.tell("ack")
        self.stop(how if how in ("after", "skip") else "now")

    def _hear_live(self, content: Content, _: Buffers) -> None:
        self.tell("ack")
        for act in self._switched:
            act(bool(content.get("on")))

    def _dismiss(self) -> None:
        self.note = ""
        for act in self._dismissed:
            act()

    def _add(self, job: Job) -> None:
        with self._lock:
            self.jobs = [*self.jobs, job]

    def _hear_news(self, job: Job, news: News) -> None:
        with self.guard():
            self._show(job, news)
        for act in self._listeners:
            with self.guard():
                act(job, news)

    def _show(self, job: Job, news: News) -> None:
        progress = news.progress
        with self._lock:
            if progress.state in ENDED:
                self.jobs = [other for other in self.jobs if other is not job]
            elif self.jobs and job is not self.jobs[0]:
                self.status = self.status | {"waiting": len(self.jobs)}
                return
            if news.error is not None:
                self.complain(news.error)
            if progress.state != self.status["state"] or progress.state in ENDED:
                self.status = asdict(progress) | {"waiting": len(self.jobs)}
        self.tell(
            "progress", asdict(progress) | {"stopping": job.is_stopping and progress.state not in ENDED}
        )
