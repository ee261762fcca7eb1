"""Did I get it? An answer checked at once, on this machine, with a hint when it is not right yet."""

import re
from importlib import import_module
from importlib.util import find_spec

from sdlab.course.exercise import UNTOUCHED, Exercise
from sdlab.course.progress import keep_progress
from sdlab.course.verdict import Verdict
from sdlab.errors import BadValue, DamagedFile, UnknownName


def check(exercise: str, answer: object) -> Verdict:
    """Judge the answer to an exercise, such as "01.1", and note it in the local progress file.

    Returns:
        A verdict: true when the answer passes; its words say what to look at when it does not.

    Raises:
        BadValue: the name is not of the form "01.1".
        UnknownName: no such exercise.
    """
    task = find_exercise(exercise)
    hint = UNTOUCHED if answer is None or answer is ... else task.judge(answer)
    words = f"right. {task.praise}" if hint is None else hint
    return Verdict(exercise, hint is None, words + _keep(exercise, hint is None))


def find_exercise(name: str) -> Exercise:
    """The exercise of that name.

    Raises:
        BadValue: the name is not of the form "01.1".
        UnknownName: no such exercise.
    """
    match = re.fullmatch(r"(\d\d)\.(\d)", str(name))
    if match is None:
        raise BadValue("exercise", name, 'a lesson and a number, such as "01.1"')
    home = f"sdlab.course.exercise.lesson_{match.group(1)}"
    known: dict[str, Exercise] = import_module(home).EXERCISES if find_spec(home) else {}
    if name not in known:
        raise UnknownName("exercise", name, known or ["01.1"])
    return known[name]


def _keep(exercise: str, passed: bool) -> str:
    try:
        keep_progress(exercise, passed)
    except (OSError, DamagedFile) as error:
        return f" (Not noted as progress: {error})"
    return ""
