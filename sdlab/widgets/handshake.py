"""Whether a front end paints what a background thread sends: asked once, never guessed from versions."""

import threading
from collections.abc import Callable
from typing import Literal

Transport = Literal["waiting", "threads", "foreground"]
PATIENCE = 2.0  # seconds a front end has to confirm an answer that came from a thread


class Handshake:
    """The kernel's side of hello → here, answer → confirm.

    Args:
        send: sends a message to the front end.
        change: told the transport: "threads" once a thread's answer was confirmed, "foreground" when it was
            not in time. A confirmation that comes late (the kernel was busy in a cell) still counts.
        patience: seconds to wait.
    """

    def __init__(
        self,
        send: Callable[[dict[str, object]], None],
        change: Callable[[Transport], None],
        patience: float = PATIENCE,
    ) -> None:
        self.transport: Transport = "waiting"
        self._send, self._change, self._patience = send, change, patience
        self._lock = threading.Lock()

    def hello(self, view: object) -> None:
        """Answer a front end that has just drawn a view: at once, and from a thread."""
        self._send({"kind": "here", "view": view})
        self._start(0.0, lambda: self._send({"kind": "answer", "view": view}))
        if self.transport == "waiting":
            self._start(self._patience, self._give_up)

    def confirm(self) -> None:
        """The front end saw the thread's answer."""
        self._set("threads", unless=())

    def _give_up(self) -> None:
        self._set("foreground", unless=("threads",))

    def _set(self, transport: Transport, unless: tuple[Transport, ...]) -> None:
        with self._lock:
            if self.transport == transport or self.transport in unless:
                return
            self.transport = transport
        self._change(transport)

    @staticmethod
    def _start(wait: float, act: Callable[[], None]) -> None:
        timer = threading.Timer(wait, act)
        timer.daemon = True
        timer.start()
