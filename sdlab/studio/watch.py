"""What a task says while it works, and hears: progress one way, the wish to stop the other."""

from collections.abc import Callable

from sdlab.film import Frame
from sdlab.job import Job


class Interrupted(Exception):
    """The pictures under way are not wanted any more. Raised between blocks, caught by the worker."""


class Watch:
    """The task's line to its job.

    Args:
        job: the job the task works for.
        picture: the number of the first picture of this batch, from 1.
        breathe: called between steps, so that the worker can answer short questions meanwhile.
    """

    def __init__(self, job: Job, picture: int, breathe: Callable[[], None]) -> None:
        self._job, self._picture, self._breathe = job, picture, breathe
        self._begun = False
        self._is_breathing = False
        self._before = 0  # steps of passes that are over
        self._total = 0

    def expect(self, steps: int) -> None:
        """Say how many steps all passes together take; a task with one pass need not."""
        self._total = steps

    def begin(self, steps: int) -> None:
        """Say that a pass of `steps` steps begins.

        Raises:
            Interrupted: the picture is not wanted any more.
        """
        if not self._begun:
            self._begun = True
            self._job.begin_picture(self._picture, self._total or steps)
        self._pass = steps
        self.check()

    def advance(self, step: int, frame: Frame | None = None) -> None:
        """Say that `step` steps of this pass are done.

        Raises:
            Interrupted: the picture is not wanted any more.
        """
        self._job.advance(self._before + step, frame)
        if step == self._pass:
            self._before += step
            self._job.decode()
        self._is_breathing = True
        try:
            self._breathe()
        finally:
            self._is_breathing = False
        self.check()

    def check(self) -> None:
        """Leave if the picture is not wanted any more; not while others' questions are answered.

        Raises:
            Interrupted: it is not.
        """
        if self._job.is_interrupted and not self._is_breathing:
            raise Interrupted
