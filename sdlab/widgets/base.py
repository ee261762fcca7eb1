"""What every control is: an anywidget with a handshake, ordered messages and faults shown where they happen.

The front end never writes a trait directly. It sends `write` messages, which the kernel checks and takes in
order with every other message, so a click can never overtake what was typed before it. Traits in `written`
belong to the front end (and to the user's Python); all others are the kernel's. What a page wrote is not
echoed to it: only another page that shows the same control, a second tab, is told.

Of a few written traits the kernel has a say too: it chooses the newest result, draws a seed, keeps two ends
apart. There the order of the kernel counts. A click that was on its way while the kernel chose holds in the
kernel, though its page shows the kernel's choice until the next click.
"""

import itertools
import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import traitlets

from sdlab.errors import SdlabError
from sdlab.widgets.arrears import Arrears
from sdlab.widgets.handshake import Handshake, Transport
from sdlab.widgets.pace import Pace

STATIC = Path(__file__).parent / "static"
MAX_VIEWS = 16  # remembered of a control; a person has a few tabs open
RATES = {"frame": 5.0, "progress": 10.0}  # messages a second of a kind, where newest wins
Content = dict[str, Any]
Buffers = Sequence[bytes | memoryview]
Act = Callable[[Content, Buffers], None]

log = logging.getLogger("sdlab.widgets")
_chores = ThreadPoolExecutor(1, thread_name_prefix="sdlab-widgets")
_arrears = Arrears()  # of all parts: a callback of one is the chance of each


class Part(anywidget.AnyWidget):  # type: ignore[misc]
    """One control.

    A subclass names its bundle (`stem`: static/<stem>.js and .css), the traits its front end writes
    (`written`) and the messages it hears (`self.hear(kind, act)` in its `__init__`). Acts run on whichever
    thread the kernel calls them on and must return within 10 ms: work goes to `later`.

    Args:
        traits: first values of traits by name.
    """

    stem: ClassVar[str] = ""
    written: ClassVar[frozenset[str]] = frozenset()

    transport = traitlets.Unicode("waiting").tag(sync=True)
    trouble = traitlets.Unicode("").tag(sync=True)

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "stem" in cls.__dict__:  # not for the class of its own that anywidget makes for each instance
            cls._esm = (STATIC / f"{cls.stem}.js").read_text("utf-8")
            cls._css = (STATIC / f"{cls.stem}.css").read_text("utf-8")
        for name in cls.written:
            getattr(cls, name).tag(echo_update=False)

    def __init__(self, traits: Content | None = None) -> None:
        self._lock = threading.RLock()
        self._acts: dict[str, Act] = {}
        self._numbers = itertools.count(1)
        self._newest: dict[tuple[str, str], int] = {}
        self._greeted: list[str] = []
        self._paces: dict[str, Pace[tuple[Content, Buffers]]] = {}
        self._handshake = Handshake(self._tell_plain, self._change_transport)
        super().__init__(**(traits or {}))
        self.hear("hello", self._greet)
        self.hear("confirm", lambda _content, _: self._handshake.confirm())
        self.hear("write", self._take)
        self.on_msg(self._receive)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"  # no address: what a notebook records must come out the same again

    # --- from the front end ---------------------------------------------------------------------------------

    def hear(self, kind: str, act: Act) -> None:
        """Call `act(content, buffers)` for every message of that kind."""
        self._acts[kind] = act

    def _receive(self, _: object, content: Content, buffers: Buffers) -> None:
        with self.guard():
            _arrears.settle()
            act = self._acts.get(str(content.get("kind")))
            if act is not None:
                act(content, buffers)

    def _greet(self, content: Content, _: Buffers) -> None:
        view = content.get("view")
        name = str(view)[:64]
        self._greeted = [*(one for one in self._greeted if one != name), name][-MAX_VIEWS:]
        self._handshake.hello(view)

    def _take(self, content: Content, _: Buffers) -> None:
        view, number = str(content.get("view")), int(content.get("n") or 0)
        fresh: Content = {}
        with self._lock:
            for name, value in (content.get("values") or {}).items():
                if name in self.written and number >= self._newest.get((view, name), 0):
                    self._newest[view, name] = number
                    fresh[name] = value
        self.trouble = ""
        for name, value in fresh.items():
            self._check_written(name, value)
        if len(self._greeted) > 1:  # one of them may be in another page
            self.tell("wrote", {"page": content.get("page"), "values": fresh})
        self.set_state(fresh)

    def _check_written(self, name: str, value: object) -> None:
        """Refuse a bad value before it is set: traitlets takes back only what its own errors refuse."""
        opened = self.trait_metadata(name, "from_json", self._trait_from_json)(value, self)
        self.traits()[name]._validate(self, opened)  # noqa: SLF001

    def guard(self) -> "Guard":
        """A context in which an exception becomes the widget's `trouble` and a line in the log."""
        return Guard(self)

    def complain(self, error: BaseException) -> None:
        """Show an error in the widget; ours in their own words, others with their kind."""
        kind = "" if isinstance(error, SdlabError | traitlets.TraitError) else f"{type(error).__name__}: "
        with self._lock:
            self.trouble = f"{kind}{error}"

    # --- to the front end -----------------------------------------------------------------------------------

    def tell(self, kind: str, content: Content | None = None, buffers: Buffers = ()) -> None:
        """Send a numbered message; a kind in RATES is paced, and an older one never replaces a newer."""
        message = {**(content or {}), "kind": kind, "n": next(self._numbers)}
        rate = RATES.get(kind)
        if rate is None:
            self.send(message, list(buffers))
            return
        with self._lock:
            pace = self._paces.setdefault(kind, Pace(rate, lambda item: self.send(item[0], list(item[1]))))
        pace.put(({**message, "newest": True}, buffers))

    def send_state(self, key: str | Iterable[str] | None = None) -> None:
        """Send traits; those a thread sends go again with the next callback where a page paints only that."""
        super().send_state(key)
        if self.transport != "threads":
            _arrears.owe(self, self.keys if key is None else [key] if isinstance(key, str) else key)

    def later(self, work: Callable[[], None]) -> None:
        """Do work that takes longer than a callback may: on a thread, or here if threads are not painted."""

        def guarded() -> None:
            with self.guard():
                work()

        if self.is_foreground:
            guarded()
        else:
            _chores.submit(guarded)

    @property
    def is_foreground(self) -> bool:
        """Whether this front end paints only what is sent from inside a callback."""
        return bool(self.transport == "foreground")

    def _tell_plain(self, message: Content) -> None:
        self.send(message)

    def _change_transport(self, transport: Transport) -> None:
        with self._lock:
            self.transport = transport
        if transport == "threads":
            _arrears.forgive(self)


class Guard:
    """The error boundary of a part: nothing raised inside gets out, nothing is swallowed."""

    def __init__(self, part: Part) -> None:
        self._part = part

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        if error is None or not isinstance(error, Exception):
            return False
        expected = isinstance(error, SdlabError | traitlets.TraitError)
        level = logging.WARNING if expected else logging.ERROR
        log.log(level, "%s: %s", type(self._part).__name__, error, exc_info=None if expected else error)
        self._part.complain(error)
        return True
