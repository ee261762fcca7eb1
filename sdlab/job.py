"""A piece of work for a studio: immutable recipes plus a handle to watch it, stop it and wait for it.

A job goes queued → running(step i of n) → decoding → done, or ends cancelled or failed. The studio's worker
thread drives it with `begin`, `advance`, `deliver`, `fail`; everybody else only watches, stops and waits.
"""

import asyncio
import itertools
import logging
import threading
import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future
from concurrent.futures import wait as futures_wait
from dataclasses import dataclass
from typing import Any, Literal

from sdlab.errors import Cancelled, SdlabError
from sdlab.film import Frame
from sdlab.recipe import Recipe
from sdlab.run import Run

State = Literal["queued", "running", "decoding", "done", "cancelled", "failed"]
ENDED: tuple[State, ...] = ("done", "cancelled", "failed")
POLL = 0.2  # seconds; waiting in short turns lets KeyboardInterrupt through on every system

_numbers = itertools.count(1)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Where a job stands: `step` of `steps` of picture `picture` of `pictures`.

    `seconds` is the time since the job began, `seconds_left` what its picture still takes (None: unknown).
    """

    state: State
    step: int = 0
    steps: int = 0
    picture: int = 0
    pictures: int = 1
    seconds: float = 0.0
    seconds_left: float | None = None
    steps_per_second: float | None = None
    message: str = ""


@dataclass(frozen=True, kw_only=True)
class News:
    """What a listener hears: the progress, and with it a frame, a run or an error where there is one."""

    progress: Progress
    frame: Frame | None = None
    run: Run | None = None
    error: BaseException | None = None


Listener = Callable[[News], None]


class Job:
    """Immutable recipes on their way to pictures.

    `recipes` have one task and one size. Waiting raises the job's own error: Cancelled after a stop.
    """

    def __init__(self, recipes: Sequence[Recipe]) -> None:
        self.number = next(_numbers)
        self.recipes = tuple(recipes)
        self.runs: list[Run] = []
        self._progress = Progress(state="queued", pictures=len(self.recipes))
        self._future: Future[list[Run]] = Future()
        self._future.set_running_or_notify_cancel()  # nobody but the job itself may cancel it
        self._listeners: list[Listener] = []
        self._lock = threading.RLock()
        self._began: float | None = None
        self._first_step = 0.0
        self._stopping = threading.Event()
        self._finishing = threading.Event()
        self._skipping = threading.Event()

    # --- watching -------------------------------------------------------------------------------------------

    @property
    def state(self) -> State:
        """One of queued, running, decoding, done, cancelled, failed."""
        return self._progress.state

    @property
    def progress(self) -> Progress:
        """Where the job stands now."""
        return self._progress

    def listen(self, listener: Listener) -> None:
        """Call `listener` with the runs and state so far, then (on the worker's thread) with every change."""
        with self._lock:
            self._listeners.append(listener)
            for run in self.runs:  # a quick job may deliver before anybody listens
                listener(News(progress=self._progress, run=run))
            listener(News(progress=self._progress))

    # --- stopping -------------------------------------------------------------------------------------------

    def stop(self) -> None:
        """Stop within one step; what is not finished is thrown away. Harmless on an ended job."""
        self._stopping.set()
        with self._lock:
            if self.state == "queued":
                self.cancel_now()

    def finish(self) -> None:
        """Finish the picture under way, then stop."""
        self._finishing.set()

    def skip(self) -> None:
        """Drop the picture under way and go on with the next."""
        self._skipping.set()

    @property
    def is_stopping(self) -> bool:
        """Whether somebody asked to stop now."""
        return self._stopping.is_set()

    @property
    def is_interrupted(self) -> bool:
        """Whether the picture under way is to be dropped (stop or skip)."""
        return self._stopping.is_set() or self._skipping.is_set()

    # --- waiting --------------------------------------------------------------------------------------------

    def wait(self, seconds: float | None = None) -> list[Run]:
        """The finished runs; blocks. KeyboardInterrupt stops the job first.

        Raises:
            Cancelled: the job was stopped and has no picture.
            TimeoutError: it is not finished after `seconds`.
        """
        until = None if seconds is None else time.monotonic() + seconds
        try:
            while not self._future.done():
                left = POLL if until is None else min(POLL, until - time.monotonic())
                if left <= 0:
                    raise TimeoutError(f"the job is still {self.state} after {seconds:g} s")
                futures_wait([self._future], left)
        except KeyboardInterrupt:
            self.stop()
            raise
        return self._future.result()

    def __await__(self) -> Generator[Any, None, list[Run]]:
        try:
            return (yield from asyncio.wrap_future(self._future).__await__())
        except asyncio.CancelledError:
            self.stop()
            raise

    # --- driving (the worker's side) ------------------------------------------------------------------------

    def begin(self) -> bool:
        """Take the job up; False when it was stopped while queued."""
        with self._lock:
            if self.state != "queued":
                return False
            self._began = time.monotonic()
            self._tell(state="running")
            return True

    def begin_picture(self, picture: int, steps: int) -> None:
        """Say that picture number `picture` (from 1) begins and takes `steps` steps."""
        self._tell(state="running", picture=picture, step=0, steps=steps)

    def advance(self, step: int, frame: Frame | None = None) -> None:
        """Say that `step` steps of the picture under way are done."""
        now = time.monotonic()
        if step == 1:
            # the first step is slow (caches, compilation) and would spoil the estimate
            self._first_step = now
        pace = (step - 1) / (now - self._first_step) if step > 1 and now > self._first_step else None
        left = (self._progress.steps - step) / pace if pace else None
        self._tell(frame, state="running", step=step, steps_per_second=pace, seconds_left=left)

    def decode(self) -> None:
        """Say that latents are being turned into a picture."""
        self._tell(state="decoding", seconds_left=None)

    def drop(self) -> None:
        """Say that the pictures under way were left, as somebody wished."""
        self._skipping.clear()

    def deliver(self, run: Run) -> None:
        """Hand over one finished run."""
        self._skipping.clear()
        self.runs.append(run)
        self._tell(run=run, picture=len(self.runs))

    @property
    def goes_on(self) -> bool:
        """Whether another picture should be begun."""
        return not (self._stopping.is_set() or self._finishing.is_set())

    def end(self) -> None:
        """Close the job: done with pictures, cancelled without any (or when stopped)."""
        with self._lock:
            if self._stopping.is_set() or not self.runs:
                self.cancel_now()
            else:
                self._tell(state="done", message="")
                self._future.set_result(list(self.runs))

    def cancel_now(self) -> None:
        """Close the job as cancelled; the message says at which step."""
        with self._lock:
            if self.state in ENDED:
                return
            at = f" at step {self._progress.step} of {self._progress.steps}" if self._progress.steps else ""
            self._tell(state="cancelled", message=f"Stopped{at}")
            if self.runs:
                self._future.set_result(list(self.runs))
            else:
                self._future.set_exception(Cancelled(f"stopped{at} before there was a picture"))

    def fail(self, error: BaseException) -> None:
        """Close the job as failed with its error, which waiting raises."""
        with self._lock:
            if self.state in ENDED:
                return
            kind = "" if isinstance(error, SdlabError) else f"{type(error).__name__}: "
            self._tell(error=error, state="failed", message=f"{kind}{error}")
            self._future.set_exception(error)

    def _tell(
        self,
        frame: Frame | None = None,
        run: Run | None = None,
        error: BaseException | None = None,
        **change: Any,  # noqa: ANN401 - fields of Progress
    ) -> None:
        with self._lock:
            seconds = 0.0 if self._began is None else time.monotonic() - self._began
            self._progress = Progress(**(vars(self._progress) | {"seconds": seconds} | change))
            news = News(progress=self._progress, frame=frame, run=run, error=error)
            for listener in tuple(self._listeners):
                self._call(listener, news)

    def _call(self, listener: Listener, news: News) -> None:
        try:
            listener(news)
        except Exception:  # noqa: BLE001 - logged below
            # a listener's fault must not cost the picture; it hears no more
            self._listeners.remove(listener)
            _log.exception("a listener of job %d failed and was dropped", self.number)
