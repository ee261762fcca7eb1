"""Front ends that speak to parts without a kernel."""

import threading
from functools import partial
from typing import Any


class FrontEnd:
    """A view of a part: sends it messages, keeps what it says."""

    def __init__(self, part, view: str = "one") -> None:
        self.part, self.view, self.n = part, view, 0
        self.heard: list[tuple[dict, list]] = []
        part.send = lambda content, buffers=None: self.heard.append((content, list(buffers or [])))

    def post(self, kind: str, **content) -> None:
        self.n += 1
        self.part._handle_custom_msg({**content, "kind": kind, "view": self.view, "n": self.n}, [])

    def write(self, **values) -> None:
        self.post("write", values=values)

    def kinds(self) -> list[str]:
        return [content["kind"] for content, _ in self.heard]

    def last(self, kind: str) -> dict:
        return [content for content, _ in self.heard if content["kind"] == kind][-1]


class ClickPage:
    """A page of some parts that paints only what is sent from inside a callback, as Colab's does.

    `state` is what it knows of a part, `heard` the messages it got with their part.
    """

    def __init__(self, *parts) -> None:
        self.state: dict[Any, dict] = {part: part.get_state() for part in parts}
        self.heard: list[tuple[Any, dict]] = []
        self.n = 0
        self._inside: threading.Thread | None = None
        for part in parts:
            part._send = partial(self._take, part)

    def post(self, part, kind: str, **content) -> None:
        self._inside, self.n = threading.current_thread(), self.n + 1
        part._handle_custom_msg({**content, "kind": kind, "view": "one", "n": self.n}, [])
        self._inside = None

    def told(self, part, kind: str) -> list[dict]:
        return [content for other, content in self.heard if other is part and content["kind"] == kind]

    def _take(self, part, message: dict, buffers=None) -> None:
        if threading.current_thread() is not self._inside:
            return
        if message["method"] == "custom":
            self.heard.append((part, message["content"]))
        else:
            self.state[part] |= message["state"]
