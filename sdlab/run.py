"""A finished picture with everything that made it."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from PIL import Image

from sdlab.film import Frame
from sdlab.picture import shown_size
from sdlab.provenance import encode_png, save_png
from sdlab.recipe import Recipe


@dataclass(frozen=True, eq=False)
class Run:
    """A finished picture, the recipe that gives it again, what it cost and what it looked like on the way.

    `film` has a frame for every step that ran; `condition` is the drawing a controlled run followed.
    """

    picture: Image.Image
    recipe: Recipe
    film: tuple[Frame, ...] = field(default=(), repr=False)
    condition: Image.Image | None = field(default=None, repr=False)

    @property
    def seconds(self) -> float:
        """The wall time of this picture; a batch's time is shared equally."""
        return self.recipe.seconds

    @cached_property
    def png(self) -> bytes:
        """The picture as PNG bytes with its provenance inside (see sdlab.provenance)."""
        return encode_png(self.picture, self.recipe)

    def save(self, path: str | Path) -> Path:
        """Write the PNG, recipe inside, and return its path. Nothing half-written is ever left.

        Raises:
            NotSaved: no space, no permission or no such folder; an older file at that path survives.
        """
        return save_png(path, self.png)

    def _repr_mimebundle_(
        self,
        include: object = None,  # noqa: ARG002 - IPython passes both
        exclude: object = None,  # noqa: ARG002
    ) -> tuple[dict[str, object], dict[str, object]]:
        """What a notebook shows: our own PNG bytes (PIL's would drop the provenance) and a line of text."""
        return {"image/png": self.png, "text/plain": self.caption}, {"image/png": self.looks}

    @property
    def looks(self) -> dict[str, object]:
        """What a notebook is told of the PNG: `width` and `height` in CSS pixels, and `alt`, the prompt."""
        width, height = shown_size(*self.picture.size)
        return {"width": width, "height": height, "alt": self.recipe.prompt or "no prompt"}

    @property
    def caption(self) -> str:
        """One line that says what this is: the prompt and the settings that matter."""
        recipe = self.recipe
        words = f'"{recipe.prompt}"' if recipe.prompt else "no prompt"
        size = f"{self.picture.width} × {self.picture.height}"
        return (
            f"{words}, seed {recipe.seed}, {recipe.num_inference_steps} steps, "
            f"guidance {recipe.guidance_scale:g}, {recipe.scheduler}, {size}, {recipe.model}"
        )
