"""What can go wrong, said so that a person can act on it.

SdlabError
├── BadValue        a value outside its allowed range
├── UnknownName     a name that nothing answers to; carries the nearest ones
├── NotOffered      the loaded model cannot do this task
├── DamagedFile     a file whose bytes are not what they should be
├── NotSaved        writing failed; what was there before is untouched
├── NotReached      a model that is neither on this machine nor to be fetched
├── OutOfMemory     the device is full; names the smaller plan
├── MissingExtra    an optional part of sdlab that is not installed
├── Cancelled       the job was stopped before it had a picture
└── Busy            the studio is closed or cannot take the job
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches


class SdlabError(Exception):
    """Base of every error that sdlab raises on purpose: catch this one to catch them all."""


class BadValue(SdlabError, ValueError):
    """A value outside its allowed range.

    Args:
        name: the argument, as the caller wrote it.
        value: what was given.
        allowed: the allowed range in words, such as "a multiple of 8 from 64 to 2048".
        remedy: what to do instead, a full sentence.
    """

    def __init__(self, name: str, value: object, allowed: str, remedy: str = "") -> None:
        self.name, self.value, self.allowed, self.remedy = name, value, allowed, remedy
        super().__init__(f"{name} must be {allowed}, got {_short(value)}. {remedy}".rstrip())


class UnknownName(SdlabError, LookupError):
    """A name that nothing answers to, with the nearest known names.

    Args:
        kind: of what has the name.
        name: as it was given.
        known: the names there are.
        remedy: what to do besides.
        spellings: other spellings that people may have meant → the known name.
    """

    def __init__(
        self,
        kind: str,
        name: str,
        known: Iterable[str],
        remedy: str = "",
        spellings: Mapping[str, str] | None = None,
    ) -> None:
        self.kind, self.name, self.known = kind, name, sorted(known)
        spelt = {each: each for each in self.known} | dict(spellings or {})
        meant = {spelling.lower(): each for spelling, each in spelt.items()}
        near = get_close_matches(name.lower(), meant, n=3, cutoff=0.4)
        self.nearest = list(dict.fromkeys(meant[each] for each in near))
        hint = (
            f"Did you mean {_either(self.nearest)}?" if self.nearest else f"Known: {', '.join(self.known)}."
        )
        super().__init__(f"there is no {kind} named {_short(name)}. {hint} {remedy}".rstrip())

    def __str__(self) -> str:
        return str(self.args[0])


class NotOffered(SdlabError):
    """The loaded model cannot do this task; the message names a model that can."""


class DamagedFile(SdlabError):
    """A file whose bytes are not what they should be: truncated, tampered with or of another kind."""


class NotSaved(SdlabError, OSError):
    """Writing failed; whatever stood at that path before is untouched."""


class NotReached(SdlabError):
    """A model that is neither on this machine nor can be fetched; says where it was looked for."""


class OutOfMemory(SdlabError):
    """The device ran out of memory; the message names a smaller plan."""


class MissingExtra(SdlabError, ImportError):
    """An optional part of sdlab that is not installed.

    Args:
        what: what was asked for, such as "sdlab lab".
        extra: the extra that brings it.
    """

    def __init__(self, what: str, extra: str) -> None:
        self.extra = extra
        super().__init__(f'{what} needs the extra "{extra}": pip install "sdlab[{extra}]"')


class Cancelled(SdlabError):
    """The job was stopped before it had a picture; says at which step."""


class Busy(SdlabError):
    """The studio cannot take the job: it is closed or its queue is full."""


def _short(value: object) -> str:
    """The value in 100 characters or so: its beginning, and its end, where a path has its file name."""
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:30]}…{text[-40:]} ({len(text)} characters)"


def _either(names: list[str]) -> str:
    return " or ".join(f'"{name}"' for name in names)
