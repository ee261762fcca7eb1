"""The settings inside a PNG, whoever made it, ready to be used again."""

from collections.abc import Callable
from pathlib import Path

import traitlets

from sdlab.engine import Facts
from sdlab.errors import BadValue
from sdlab.provenance import Origin, Setting, read_origin
from sdlab.recipe import Change, Recipe
from sdlab.widgets.base import Buffers, Content, Part
from sdlab.widgets.parcel import Parcels

MOST = 32 * 2**20  # bytes of a file without its pixels
NOTHING: Content = {"program": "", "size": "", "rows": []}


class PngInfo(Part):
    """Drop, paste or pick a PNG: its settings in a table, each with a button that uses it.

    Reads A1111's web UI, ComfyUI, InvokeAI, Fooocus, SwarmUI and sdlab. `origin` is what was read (None
    before the first file), `recipe` a recipe with all that could be understood. What a file says is shown as
    text and never run.

    Args:
        source: a file to begin with: a path or PNG bytes.
        facts: what the loaded model offers, to say which settings it cannot follow; None skips that.

    Raises:
        BadValue: there is no such file. DamagedFile: no PNG, a damaged one, or one without known settings.
    """

    stem = "png_info"

    origin = traitlets.Instance(Origin, allow_none=True)
    found = traitlets.Dict(NOTHING).tag(sync=True)
    uses = traitlets.Bool(False).tag(sync=True)

    def __init__(self, source: str | Path | bytes | None = None, *, facts: Facts | None = None) -> None:
        self._facts = facts
        self._parcels = Parcels(MOST)
        self._users: list[Callable[[Change], None]] = []
        super().__init__()
        self.hear("file", self._hear_file)
        self.hear("use", self._hear_use)
        if source is not None:
            self.read(source)

    @property
    def recipe(self) -> Recipe | None:
        """The recipe in the file: sdlab's own, inputs included, or one with what could be understood."""
        if self.origin is None:
            return None
        return self.origin.recipe or Recipe().but(**self.origin.change)

    def read(self, source: str | Path | bytes) -> Origin:
        """Read a PNG and show its settings.

        Raises:
            BadValue: there is no such file.
            DamagedFile: no PNG, a damaged one, or one without known settings.
        """
        origin = read_origin(source)
        with self._lock:
            self.trouble = ""
            self.found = {
                "program": origin.program,
                "size": f"{origin.width} × {origin.height}" if origin.width else "",
                "rows": [self._row(setting) for setting in origin.settings],
            }
            self.origin = origin
        return origin

    def on_use(self, act: Callable[[Change], None]) -> None:
        """Call `act(change)` with the settings to use, for `recipe.but(**change)`; shows the buttons."""
        self._users.append(act)
        self.uses = True

    def _row(self, setting: Setting) -> Content:
        note = setting.note
        if setting.key == "scheduler" and self._facts is not None:
            offered = {name for names in self._facts.schedulers.values() for name in names}
            note = note if setting.meaning in offered else f"{self._facts.name} does not take it"
        ours = setting.meaning if setting.key == "scheduler" else ""
        return {"name": setting.name, "value": setting.value, "key": setting.key, "ours": ours, "note": note}

    def _hear_file(self, content: Content, buffers: Buffers) -> None:
        data = self._parcels.take(content, buffers)
        if data is not None:
            self.later(lambda: self._read_sent(data))

    def _read_sent(self, data: bytes) -> None:
        try:
            self.read(data)
        finally:
            self.tell("read")

    def _hear_use(self, content: Content, _: Buffers) -> None:
        """Use one setting ("key") or, without a key, all: the file's own, whatever the front end says."""
        if self.origin is None:
            return
        change, key = self.origin.change, content.get("key")
        if key is not None:
            if key not in change:
                raise BadValue("key", key, f"one of {', '.join(change)}")
            change = Change(**{key: change[key]})  # type: ignore[misc]
        for act in self._users:
            act(change)
