"""The one thread that owns a model. It loads it, so that nothing else ever computes beside it.

diffusers pipelines are not thread-safe, and two threads of one process that compute in turn slow each other
down (each brings its own pool of helpers), so all work for a model goes through here.
"""

import atexit
import threading
from collections import deque
from collections.abc import Callable, Hashable
from concurrent.futures import Future, wait
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Generic, TypeVar

from sdlab.errors import Busy
from sdlab.job import Job
from sdlab.models import Model
from sdlab.models.abandon import loading_while
from sdlab.studio.labour import perform

MOST = 100  # jobs in the queue
GRACE = 10.0  # seconds the thread gets to finish its step when the interpreter ends
POLL = 0.2  # seconds; waiting in short turns lets KeyboardInterrupt through on every system

Answer = TypeVar("Answer")


def _nothing_around(model: Model) -> AbstractContextManager[None]:  # noqa: ARG001
    return nullcontext()


@dataclass(frozen=True)
class Order:
    """A job as the worker takes it: pictures at a time (None: any), and whose newer ones oust it.

    `around` is entered with the model before the work and left after it.
    """

    job: Job
    batch: int | None = None
    newest_of: Hashable | None = None
    around: Callable[[Model], AbstractContextManager[None]] = _nothing_around


@dataclass(frozen=True)
class Question(Generic[Answer]):
    """Something short to be computed with the model between two steps, or two jobs."""

    ask: Callable[[Model], Answer]
    answer: "Future[Answer]"

    def settle(self, model: Model) -> None:
        """Compute the answer, or keep the error for whoever waits."""
        try:
            self.answer.set_result(self.ask(model))
        except Exception as error:  # noqa: BLE001 - it belongs to whoever asked
            self.answer.set_exception(error)


class Worker:
    """A thread with a queue, which `load` sets going. Made by a studio.

    Args:
        open_model: loads the model; called on the thread.
    """

    def __init__(self, open_model: Callable[[], Model]) -> None:
        self._wake = threading.Condition(threading.RLock())
        self._orders: deque[Order] = deque()
        self._questions: deque[Question] = deque()  # type: ignore[type-arg]
        self._long: deque[Question] = deque()  # type: ignore[type-arg]
        self._current: Order | None = None
        self._closed = False
        self._loaded: Future[None] = Future()
        self._thread = threading.Thread(
            target=self._work, args=(open_model,), name="sdlab-studio", daemon=True
        )

    def load(self) -> None:
        """Begin, and return once the model is there; raises what loading raised.

        KeyboardInterrupt gets through at once. The thread then leaves off loading between two files or parts.
        """
        try:
            self._thread.start()
            patient(self._loaded)
        except BaseException:
            self._dismiss()
            atexit.register(self._thread.join, GRACE)
            raise

    def submit(self, order: Order) -> None:
        """Queue a job and return at once. It ousts older ones of the same `newest_of`, queued or under way.

        Raises:
            Busy: the worker is closed or its queue is full.
        """
        with self._wake:
            self._check_open()
            ousted = self._oust(order.newest_of)
            if len(self._orders) >= MOST:
                raise Busy(f"the studio has {MOST} jobs waiting. Stop some, or wait for one.")
            self._orders.append(order)
            self._wake.notify()
        _stop(ousted)

    def ask(self, question: Callable[[Model], Answer], *, between_jobs: bool = False) -> Answer:
        """What `question(model)` returns, computed on the thread, at the latest after the step under way.

        With `between_jobs` it waits for the job under way to end, but not for those in the queue: what calls
        the denoiser, changes what it wears or loads a companion must not come between a job's steps.

        Raises:
            Busy: the worker is closed, or asks itself (listeners run on its thread).
        """
        if threading.current_thread() is self._thread:
            raise Busy("a listener runs on the studio's own thread and cannot wait for it. Ask from another.")
        asked = Question(question, Future())
        with self._wake:
            self._check_open()
            (self._long if between_jobs else self._questions).append(asked)
            self._wake.notify()
        return patient(asked.answer)

    def close(self) -> None:
        """Stop all, let the model go and wait for the thread, GRACE seconds at most. Harmless twice."""
        self._dismiss()
        if threading.current_thread() is not self._thread:
            self._thread.join(GRACE)

    def _dismiss(self) -> None:
        with self._wake:
            self._closed = True
            left = [order for order in [*self._orders, self._current] if order]
            self._orders.clear()
            self._wake.notify()
        _stop(left)

    def _check_open(self) -> None:
        if self._closed:
            raise Busy("this studio is closed. Load another: sdlab.load(…)")

    def _oust(self, owner: Hashable | None) -> list[Order]:
        if owner is None:
            return []
        ousted = [order for order in [*self._orders, self._current] if order and order.newest_of == owner]
        self._orders = deque(order for order in self._orders if order.newest_of != owner)
        return ousted

    def _work(self, open_model: Callable[[], Model]) -> None:
        try:
            with loading_while(lambda: not self._closed):
                model = open_model()
        except BaseException as error:  # noqa: BLE001 - raised where the studio is being made
            self._loaded.set_exception(error)
            return
        self._loaded.set_result(None)
        while self._serve(model):
            pass  # by a method of its own, or its last order, and so its pictures, would live until the next
        self._refuse_questions()

    def _serve(self, model: Model) -> bool:
        """Perform the next order, waiting for one; False once the worker is closed."""
        order = self._next(model)
        if order is None:
            return False
        self._perform(model, order)
        with self._wake:
            self._current = None
        return True

    def _perform(self, model: Model, order: Order) -> None:
        try:
            with order.around(model):
                perform(model, order.job, order.batch, lambda: self._answer(model))
        except Exception as error:  # noqa: BLE001 - what `around` raises is the job's to tell
            order.job.fail(error)

    def _next(self, model: Model) -> Order | None:
        while True:
            self._answer(model)
            while self._long:
                self._long.popleft().settle(model)
            with self._wake:
                if self._closed:
                    return None
                if self._orders:
                    self._current = self._orders.popleft()
                    return self._current
                if not (self._questions or self._long):
                    self._wake.wait()

    def _answer(self, model: Model) -> None:
        while self._questions:
            self._questions.popleft().settle(model)

    def _refuse_questions(self) -> None:
        for question in (*self._questions, *self._long):
            question.answer.set_exception(Busy("this studio is closed"))


def _stop(orders: list[Order]) -> None:
    # never while the queue is locked: a job's listener may be waiting to submit, and the job for its listener
    for order in orders:
        order.job.stop()


def patient(future: "Future[Answer]") -> Answer:
    """The future's result, waited for in short turns."""
    while not future.done():
        wait([future], POLL)
    return future.result()
