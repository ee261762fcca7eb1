"""The code behind a picture, to read, copy and run."""

from pathlib import Path

import traitlets

from sdlab.echo import Echo, echo
from sdlab.engine import Engine
from sdlab.recipe import Recipe
from sdlab.run import Run
from sdlab.widgets.base import Buffers, Content, Part


class CodeEcho(Part):
    """The diffusers code that makes a picture, with a button that copies it.

    `code` can be read and observed; it follows `recipe`. Code that opens pictures (what a run started from,
    its mask) offers them as downloads; `save_inputs` writes them beside a script.

    Args:
        shown: the run or recipe to begin with; None begins empty.
        engine: where the model runs and how it counts tokens; without one the code is for the processor.
        folded: hide the code behind a line that opens it.
    """

    stem = "code_echo"

    recipe = traitlets.Instance(Recipe, allow_none=True)
    code = traitlets.Unicode("").tag(sync=True)
    files = traitlets.List(traitlets.Unicode()).tag(sync=True)
    folded = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self, shown: Run | Recipe | None = None, *, engine: Engine | None = None, folded: bool = False
    ) -> None:
        self._engine = engine
        self._echo = Echo("", {})
        super().__init__({"folded": folded})
        self.hear("fetch", self._hear_fetch)
        self.observe(lambda _: self._echo_again(), "recipe")
        if shown is not None:
            self.show(shown)

    def show(self, shown: Run | Recipe) -> None:
        """Show the code of a run or recipe.

        Raises:
            UnknownName: its scheduler is none of ours.
        """
        self.recipe = shown.recipe if isinstance(shown, Run) else shown

    def save_inputs(self, folder: str | Path = ".") -> list[Path]:
        """Write the pictures that the code opens into a folder, and return their paths."""
        paths = [Path(folder) / name for name in self._echo.files]
        for path, data in zip(paths, self._echo.files.values(), strict=True):
            path.write_bytes(data)
        return paths

    def _echo_again(self) -> None:
        recipe = self.recipe
        if recipe is None:
            made = Echo("", {})
        elif self._engine is None:
            made = echo(recipe)
        else:
            made = echo(recipe, device=self._engine.facts.device, is_long=_is_long(self._engine, recipe))
        with self._lock:
            self._echo = made
            self.files = list(made.files)
            self.code = made.code

    def _hear_fetch(self, content: Content, _: Buffers) -> None:
        name = str(content.get("name"))
        data = self._echo.files.get(name)
        if data is not None:
            self.later(lambda: self.tell("file", {"name": name}, [data]))


def _is_long(engine: Engine, recipe: Recipe) -> bool:
    room = engine.facts.token_limit - 2  # the begin and end marks take two
    return any(len(engine.tokens(text)) > room for text in (recipe.prompt, recipe.negative_prompt))
