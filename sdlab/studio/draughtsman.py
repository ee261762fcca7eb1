"""The studio's method that follows a drawing."""

from typing import Literal, overload

from sdlab.explain.condition import condition_of
from sdlab.picture import Source, fit, open_picture
from sdlab.recipe import Control, ControlKind, Plate, Start
from sdlab.run import Run
from sdlab.studio.session import Session


class Draughtsman(Session):
    """Pictures that follow a drawing."""

    @overload
    def control(
        self, condition: Source, prompt: str, *, kind: ControlKind = "scribble", weight: float = 1.0,
        start: float = 0.0, end: float = 1.0, drawn: bool | None = None, picture: Source | None = None,
        strength: float = 0.6, negative_prompt: str = "", seed: int | None = None,
        num_inference_steps: int | None = None, guidance_scale: float | None = None,
        scheduler: str | None = None, width: int | None = None, height: int | None = None,
        count: Literal[1] = 1,
    ) -> Run: ...  # fmt: skip
    @overload
    def control(
        self, condition: Source, prompt: str | list[str], *, kind: ControlKind = "scribble",
        weight: float = 1.0, start: float = 0.0, end: float = 1.0, drawn: bool | None = None,
        picture: Source | None = None, strength: float = 0.6, negative_prompt: str = "",
        seed: int | None = None, num_inference_steps: int | None = None, guidance_scale: float | None = None,
        scheduler: str | None = None, width: int | None = None, height: int | None = None, count: int = 1,
    ) -> Run | list[Run]: ...  # fmt: skip
    def control(
        self,
        condition: Source,
        prompt: str | list[str],
        *,
        kind: ControlKind = "scribble",
        weight: float = 1.0,
        start: float = 0.0,
        end: float = 1.0,
        drawn: bool | None = None,
        picture: Source | None = None,
        strength: float = 0.6,
        negative_prompt: str = "",
        seed: int | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        scheduler: str | None = None,
        width: int | None = None,
        height: int | None = None,
        count: int = 1,
    ) -> Run | list[Run]:
        """A picture of what the prompt says that follows a drawing.

        Args:
            condition: the drawing, or a picture to make it from; `run.condition` shows what was followed.
            prompt: what to show; a list makes a picture for each.
            kind: "scribble", "canny", "lineart", "openpose", "depth" or "tile", as the model offers.
            weight: 0 ignores the drawing, 1 follows it, up to 2.
            start: the share of the steps after which it is followed, 0 to 1.
            end: the share of the steps until which it is followed.
            drawn: whether `condition` is a drawing already; judged by its look if left out.
            picture: a picture to start from as well, as in `image_to_image`.
            strength: how far to stray from it.
            negative_prompt: as in `text_to_image`, like all that follows.
            seed: which picture of the many.
            num_inference_steps: how many steps.
            guidance_scale: how strongly to follow the prompt.
            scheduler: the solver by short name.
            width: in pixels, a multiple of 8; the picture's or else the drawing's own shape if left out.
            height: likewise.
            count: pictures a prompt.

        Returns:
            A Run; a list of them for a list of prompts or a count above 1.

        Raises:
            NotOffered: the model follows no drawings of that kind, or sdlab cannot make one from a picture.
            BadValue: a value out of range.
            DamagedFile: the drawing or picture cannot be read.
        """
        native = self.facts.native
        first = None if picture is None else fit(open_picture(picture), width, height, native=native)
        size = (width, height) if first is None else first.size
        drawing = condition_of(open_picture(condition, "condition"), kind, drawn=drawn)
        fitted = fit(drawing, *size, native=native)
        recipe = self.recipe(
            "control",
            {
                "control": Control(
                    condition=Plate.of(fitted), kind=kind, weight=weight, start=start, end=end
                ),
                "start": None if first is None else Start(picture=Plate.of(first), strength=strength),
            },
            negative_prompt=negative_prompt,
            num_inference_steps=num_inference_steps,
            guidance_scale=guidance_scale,
            scheduler=scheduler,
            width=fitted.width,
            height=fitted.height,
        )
        return self.make(recipe, prompt, seed, count)
