"""A front end that speaks to a part without a kernel."""


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
