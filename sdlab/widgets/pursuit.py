"""Following a hand with pictures: the newest request wins, nothing queues."""

import threading
import time
from collections.abc import Callable

from sdlab.engine import Engine
from sdlab.film import Frame
from sdlab.job import ENDED, Job, News
from sdlab.recipe import Recipe
from sdlab.run import Run

PATIENCE = 0.2  # seconds with nothing to see until a step is let finish that is out of date already
PAUSE = 0.7  # seconds without a change until the hand rests


class Pursuit:
    """Keeps at most one job under way and one recipe waiting; what is neither is dropped.

    A newer recipe stops the job under way, so that its own picture comes soon; but while there was nothing to
    see for `patience` seconds the job may finish its step for a glimpse of its picture, or the picture after
    its last step, so that something moves under a hand that never rests.

    Args:
        engine: makes the pictures.
        show: takes each picture, on the engine's thread, which waits for it.
        glimpse: takes a job and its newest step, on that thread too.
        rest: takes the last picture once nothing changed for `pause` seconds, on a thread of its own.
        fail: takes what went wrong.
        patience: in seconds.
        pause: in seconds.

    `seconds` is how long the newest picture took from the last request on; `drawn` is the newest recipe that
    has its picture, and the picture's run.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        show: Callable[[Run], None],
        glimpse: Callable[[Job, Frame], None],
        rest: Callable[[Run], None],
        fail: Callable[[BaseException], None],
        patience: float = PATIENCE,
        pause: float = PAUSE,
    ) -> None:
        self._engine, self._patience, self._pause = engine, patience, pause
        self._show, self._glimpse, self._rest, self._fail = show, glimpse, rest, fail
        # jobs call their listeners under their own lock, so none is called while this one is held
        self._lock = threading.Lock()
        self._wanted: Recipe | None = None
        self._job: Job | None = None
        self._is_busy, self._is_over = False, True
        self._asked = self._came = 0.0
        self._timer: threading.Timer | None = None
        self.seconds = 0.0
        self.drawn: tuple[Recipe, Run] | None = None

    def follow(self, recipe: Recipe | None) -> None:
        """Make this recipe's picture as soon as may be; None drops what is waiting and under way."""
        now = time.monotonic()
        with self._lock:
            self._wanted, self._asked, self._is_over = recipe, now, recipe is None
            begins = recipe is not None and not self._is_busy
            self._is_busy = self._is_busy or begins
            stale = self._job if recipe is None or now - self._came < self._patience else None
            if self._timer is not None:
                self._timer.cancel()
        if begins:
            self._begin()
        elif stale is not None:
            stale.stop()

    @property
    def is_busy(self) -> bool:
        """Whether a picture is under way."""
        return self._is_busy

    def end(self) -> None:
        """Stop following."""
        self.follow(None)

    def _begin(self) -> None:
        with self._lock:
            recipe, self._wanted = self._wanted, None
            if recipe is None:
                self._is_busy = False
                return
        try:
            job = self._engine.submit([recipe], newest_of=self)
        except Exception as error:  # noqa: BLE001 - shown where the person looks
            with self._lock:
                self._is_busy = False
            self._fail(error)
            return
        with self._lock:
            self._job, is_over = job, self._is_over
        if is_over:
            job.stop()
        job.listen(lambda news: self._hear(job, recipe, news))

    def _hear(self, job: Job, recipe: Recipe, news: News) -> None:
        if news.run is not None:
            self._deliver(recipe, news.run)
        if news.frame is not None:
            self._look(job, news.frame)
        if news.error is not None:
            self._fail(news.error)
        if news.progress.state not in ENDED:
            return
        with self._lock:
            if self._job is not job:  # a job that ended before anybody listened says so twice
                return
            self._job = None
        self._begin()

    def _deliver(self, recipe: Recipe, run: Run) -> None:
        with self._lock:
            if self._is_over:
                return
            self._came, self.drawn = time.monotonic(), (recipe, run)
            is_last = self._wanted is None
            if is_last:
                self.seconds = self._came - self._asked
        self._show(run)
        if is_last:
            self._wait_for_rest(run)

    def _look(self, job: Job, frame: Frame) -> None:
        with self._lock:
            if self._wanted is None or self._is_over or frame.step == frame.steps:
                return
            self._came = time.monotonic()
        self._glimpse(job, frame)
        job.stop()

    def _wait_for_rest(self, run: Run) -> None:
        timer = threading.Timer(self._pause, lambda: self._rest(run))
        timer.daemon = True
        with self._lock:
            if self._wanted is None and not self._is_over:
                self._timer = timer
                timer.start()
