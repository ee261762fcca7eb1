"""The picture coming out of the noise: live while it is made, scrubbed through afterwards."""

from collections.abc import Callable, Sequence
from typing import Any

import traitlets

from sdlab.film import Frame, Look
from sdlab.job import Job, News
from sdlab.run import Run
from sdlab.widgets.base import RATES, Buffers, Content, Part
from sdlab.widgets.image import FRAME, VIEW, webp
from sdlab.widgets.keepsake import Memento
from sdlab.widgets.pace import Pace

NOTHING: Content = {
    "number": 0, "picture": b"", "alt": "", "caption": "", "width": 0, "height": 0, "steps": [],
}  # fmt: skip


class Filmstrip(Part):
    """A run's picture and the steps that led to it.

    `position` is the step looked at, from 0; one past the last is the finished picture. `look` is "clean"
    (what the model thought the picture would be) or "noisy" (what it had). While a job runs the newest step
    shows.

    Args:
        run: the run to show first; None begins empty.
        look: what the slider shows at first, "clean" or "noisy".
        kept: whether a plain copy of the picture lies in the next output (see `Keepsake`); it is hidden while
            this control shows the picture itself, which then is no part of the state a notebook may save.
    """

    stem = "filmstrip"
    written = frozenset({"position", "look"})

    position = traitlets.Int(0).tag(sync=True)
    look = traitlets.Enum(["clean", "noisy"], "clean").tag(sync=True)
    shown = traitlets.Dict(NOTHING).tag(sync=True)
    branches = traitlets.Bool(False).tag(sync=True)
    kept = traitlets.Bool(False).tag(sync=True)

    def __init__(self, run: Run | None = None, *, look: Look = "clean", kept: bool = False) -> None:
        self._film: tuple[Frame, ...] = ()
        self._forks: list[Callable[[int], None]] = []
        self._run: Run | None = None
        self._airing: Job | None = None
        self._picture = b""
        self._live = Pace(RATES["frame"], self._send_live)
        super().__init__({"look": look, "kept": kept})
        self.hear("want", self._hear_want)
        self.hear("want_picture", lambda _content, _buffers: self._send_picture())
        self.hear("branch", self._hear_branch)
        if run is not None:
            self.show(run)

    @property
    def run(self) -> Run | None:
        """The run on show."""
        return self._run

    def show(self, run: Run, *, scrubs: bool = True) -> None:
        """Show a finished run: its picture, with its steps to scrub through (`scrubs`) or alone."""
        film, picture = run.film if scrubs else (), webp(run.picture, VIEW, 90)
        view = {
            "picture": b"" if self.kept else picture,
            "alt": run.recipe.prompt or "a picture without a prompt",
            "caption": run.caption,
            "width": run.picture.width,
            "height": run.picture.height,
            "steps": [{"step": frame.step, "timestep": frame.timestep} for frame in film],
        }
        with self._lock:
            self._airing, self._run, self._film, self._picture = None, run, film, picture
            self.position = len(film)
            self.shown = view | {"number": self.shown["number"] + 1}
            if self.kept:
                self._send_picture()

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """What a notebook shows: the widget, and for readers without one the finished picture."""
        view, more = super()._repr_mimebundle_(include=include, exclude=exclude) or ({}, {})
        if self._run is None:
            return view, more
        data, metadata = Memento.of(self._run).picture_bundle
        return {**view, **data}, {**more, **metadata}

    def on_branch(self, act: Callable[[int], None]) -> None:
        """Call `act(step)` when a person asks to go on differently from a step; shows the button for it."""
        self._forks.append(act)
        self.branches = True

    def hear_news(self, job: Job, news: News) -> None:
        """Follow a job: its newest step at once, its finished runs when they come."""
        if news.frame is not None and not job.is_interrupted:
            self.air(job, news.frame)
        if news.run is not None:
            self._airing, run = None, news.run
            self.later(lambda: self.show(run))
        elif news.progress.state in ("cancelled", "failed"):
            self.land()

    def air(self, job: Job, frame: Frame) -> None:
        """Show a step of a job instead of the finished picture, until a run is shown or `land` is called."""
        self._airing = job
        self._live.put((job, frame))

    def land(self) -> None:
        """Show the finished picture again."""
        self._airing = None
        self.later(lambda: self.tell("ended"))

    def _send_live(self, item: tuple[Job, Frame]) -> None:
        def send() -> None:
            if job is self._airing:  # a frame held back for its pace must not cover the finished picture
                self.tell("live", place, [webp(frame.picture("clean"), FRAME)])

        job, frame = item
        place = {"step": frame.step, "steps": frame.steps, "timestep": frame.timestep, "newest": True}
        self.later(send)

    def _send_picture(self) -> None:
        with self._lock:
            if self._picture:
                self.tell("picture", {"number": self.shown["number"]}, [self._picture])

    def _hear_want(self, content: Content, _: Buffers) -> None:
        look: Look = "noisy" if content.get("look") == "noisy" else "clean"
        film, number = self._film, int(content.get("index", 0))
        if 0 <= number < len(film):
            self.later(lambda: self._answer(film, number, look))

    def _answer(self, film: Sequence[Frame], number: int, look: Look) -> None:
        if film is self._film:
            self.tell("still", {"index": number, "look": look}, [webp(film[number].picture(look), FRAME)])

    def _hear_branch(self, content: Content, _: Buffers) -> None:
        for act in self._forks:
            act(int(content.get("step", 1)))
