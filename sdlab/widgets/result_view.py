"""The pictures made so far, the one chosen among them, and what to do with it."""

from collections.abc import Callable, Sequence
from typing import Any

import traitlets

from sdlab.run import Run
from sdlab.widgets.base import Buffers, Content, Part
from sdlab.widgets.image import THUMB, webp

KEPT = 24  # thumbnails on show; older runs stay in Python


class ResultView(Part):
    """Thumbnails of finished runs, newest last; the chosen one's caption and what can be done with it.

    `chosen` is the number of the chosen run in `runs`, -1 for none. Buttons: use its recipe again, download
    the PNG with the recipe inside, send it to another panel.

    Args:
        runs: runs to begin with.
    """

    stem = "result_view"
    written = frozenset({"chosen"})

    chosen = traitlets.Int(-1).tag(sync=True)
    cards: Any = traitlets.List().tag(sync=True)
    targets = traitlets.List(traitlets.Unicode()).tag(sync=True)
    reuses = traitlets.Bool(False).tag(sync=True)

    def __init__(self, runs: Sequence[Run] = ()) -> None:
        self._runs: list[Run] = []
        self._reuse: list[Callable[[Run], None]] = []
        self._sends: dict[str, Callable[[Run], None]] = {}
        super().__init__()
        self.hear("download", self._hear_download)
        self.hear("reuse", self._hear_reuse)
        self.hear("send_to", self._hear_send)
        for run in runs:
            self.add(run)

    @property
    def runs(self) -> tuple[Run, ...]:
        """All finished runs, oldest first."""
        return tuple(self._runs)

    @property
    def run(self) -> Run | None:
        """The chosen run."""
        return self._runs[self.chosen] if 0 <= self.chosen < len(self._runs) else None

    def add(self, run: Run) -> None:
        """Add a finished run and choose it."""
        card: Content = {"thumb": webp(run.picture, THUMB), "alt": run.recipe.prompt, "caption": run.caption}
        with self._lock:
            self._runs.append(run)
            card["index"] = len(self._runs) - 1
            self.cards = [*self.cards, card][-KEPT:]
            self.chosen = len(self._runs) - 1

    def on_reuse(self, act: Callable[[Run], None]) -> None:
        """Call `act(run)` when a person wants that run's recipe again; shows the button for it."""
        self._reuse.append(act)
        self.reuses = True

    def on_send(self, target: str, act: Callable[[Run], None]) -> None:
        """Offer to send the chosen run to `target`: calls `act(run)`."""
        self._sends[target] = act
        self.targets = list(self._sends)

    def _hear_download(self, _content: Content, _buffers: Buffers) -> None:
        run = self.run
        if run is not None:
            name = f"sdlab-{run.recipe.task}-{run.recipe.seed}.png"
            self.later(lambda: self.tell("file", {"name": name}, [run.png]))

    def _hear_reuse(self, _content: Content, _buffers: Buffers) -> None:
        if self.run is not None:
            for act in self._reuse:
                act(self.run)

    def _hear_send(self, content: Content, _: Buffers) -> None:
        act = self._sends.get(str(content.get("target")))
        if act is not None and self.run is not None:
            act(self.run)
