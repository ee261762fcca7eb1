"""The studio's methods that make a picture larger: painted on at its sides, or enlarged."""

from typing import Literal, overload

from sdlab.errors import BadValue
from sdlab.picture import Source, open_picture
from sdlab.recipe import Margin, Plate, Start
from sdlab.run import Run
from sdlab.studio.frontier import Frontier
from sdlab.studio.session import Session
from sdlab.studio.upscale import check_enlargeable


class Expander(Session):
    """Larger pictures out of a picture."""

    @overload
    def outpaint(
        self, picture: Source, prompt: str = "", *, left: int = 0, right: int = 0, top: int = 0,
        bottom: int = 0, overlap: int | None = None, negative_prompt: str = "", seed: int | None = None,
        num_inference_steps: int | None = None, guidance_scale: float | None = None,
        scheduler: str | None = None, count: Literal[1] = 1,
    ) -> Run: ...  # fmt: skip
    @overload
    def outpaint(
        self, picture: Source, prompt: str | list[str] = "", *, left: int = 0, right: int = 0, top: int = 0,
        bottom: int = 0, overlap: int | None = None, negative_prompt: str = "", seed: int | None = None,
        num_inference_steps: int | None = None, guidance_scale: float | None = None,
        scheduler: str | None = None, count: int = 1,
    ) -> Run | list[Run]: ...  # fmt: skip
    def outpaint(
        self,
        picture: Source,
        prompt: str | list[str] = "",
        *,
        left: int = 0,
        right: int = 0,
        top: int = 0,
        bottom: int = 0,
        overlap: int | None = None,
        negative_prompt: str = "",
        seed: int | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        scheduler: str | None = None,
        count: int = 1,
    ) -> Run | list[Run]:
        """The picture painted on beyond its sides, itself unchanged to the last level.

        Args:
            picture: a path, PNG or JPEG bytes, a PIL picture or an array, of any size.
            prompt: what to show round it; a list makes a picture for each.
            left: pixels to add on the left, like right, top and bottom; the sides need not be multiples of 8.
            right: on the right.
            top: above.
            bottom: below.
            overlap: pixels of what is there that each pass sees; half the model's native size if left out.
            negative_prompt: as in `text_to_image`, like all that follows.
            seed: which picture of the many.
            num_inference_steps: how many steps a pass.
            guidance_scale: how strongly to follow the prompt.
            scheduler: the solver by short name.
            count: pictures a prompt.

        Returns:
            A Run, whose recipe's note tells the passes; a list of them for a list of prompts or a count
            above 1.

        Raises:
            BadValue: no side to add to, a result beyond 4096 pixels, or a value out of range.
            DamagedFile: the picture cannot be read.
        """
        inner, facts = open_picture(picture), self.facts
        shared = min(facts.width, facts.height) // 2 if overlap is None else overlap
        margin = Margin(left=left, right=right, top=top, bottom=bottom, overlap=shared)
        Frontier.of(inner.size, margin, (facts.width, facts.height))
        recipe = self.recipe(
            "outpaint",
            {"start": Start(picture=Plate.of(inner), strength=1.0), "margin": margin},
            negative_prompt=negative_prompt,
            num_inference_steps=num_inference_steps,
            guidance_scale=guidance_scale,
            scheduler=scheduler,
        )
        return self.make(recipe, prompt, seed, count)

    def upscale(
        self,
        picture: Source,
        factor: int = 4,
        *,
        prompt: str = "",
        negative_prompt: str = "",
        seed: int | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        scheduler: str | None = None,
    ) -> Run:
        """The picture with `factor` times as many pixels on each side, its detail invented by the model.

        `sdlab.picture.enlarge` does the same without a model, for comparison.

        Args:
            picture: as in `outpaint`, of at most 1024 × 1024 pixels.
            factor: 4, or 2 (made at 4 and halved).
            prompt: what it shows; may be left out.
            negative_prompt: as in `text_to_image`, like all that follows.
            seed: which detail of the many.
            num_inference_steps: how many steps a tile.
            guidance_scale: how strongly to follow the prompt.
            scheduler: the solver by short name.

        Raises:
            NotOffered: the model has no upscaler.
            BadValue: a picture too large, another factor, or several prompts.
            DamagedFile: the picture cannot be read.
        """
        small = open_picture(picture)
        check_enlargeable(small.size)
        if not isinstance(prompt, str):
            raise BadValue("prompt", prompt, "one text", "Upscale once for each.")
        recipe = self.recipe(
            "upscale",
            {"start": Start(picture=Plate.of(small), strength=1.0), "factor": factor},
            negative_prompt=negative_prompt,
            num_inference_steps=num_inference_steps,
            guidance_scale=guidance_scale,
            scheduler=scheduler,
        )
        return self.run(self.spread(recipe, prompt, seed, 1)[0])
