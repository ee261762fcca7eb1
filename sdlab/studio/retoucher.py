"""The studio's methods that change a picture: all of it, or inside a mask."""

from typing import Literal, overload

from sdlab.mask import Box, open_mask
from sdlab.picture import Source, fit, fitted_size, open_picture
from sdlab.recipe import Hole, Plate, Start
from sdlab.run import Run
from sdlab.studio.session import Session


class Retoucher(Session):
    """Pictures out of a picture."""

    @overload
    def image_to_image(
        self, picture: Source, prompt: str, *, strength: float = 0.6, negative_prompt: str = "",
        seed: int | None = None, num_inference_steps: int | None = None, guidance_scale: float | None = None,
        scheduler: str | None = None, width: int | None = None, height: int | None = None,
        count: Literal[1] = 1,
    ) -> Run: ...  # fmt: skip
    @overload
    def image_to_image(
        self, picture: Source, prompt: str | list[str], *, strength: float = 0.6, negative_prompt: str = "",
        seed: int | None = None, num_inference_steps: int | None = None, guidance_scale: float | None = None,
        scheduler: str | None = None, width: int | None = None, height: int | None = None, count: int = 1,
    ) -> Run | list[Run]: ...  # fmt: skip
    def image_to_image(
        self,
        picture: Source,
        prompt: str | list[str],
        *,
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
        """The picture taken back to noise part of the way and painted again under the prompt.

        Args:
            picture: a path, PNG or JPEG bytes, a PIL picture or an array; fitted to a size the model paints
                (see sdlab.picture.fitting), or to width and height.
            prompt: what to show; a list makes a picture for each.
            strength: 0 gives the picture back, 1 forgets it; `run.recipe.note` says how many steps that is.
            negative_prompt: as in `text_to_image`, like all that follows.
            seed: which picture of the many.
            num_inference_steps: the steps of the whole way; strength is the share of them that runs.
            guidance_scale: how strongly to follow the prompt.
            scheduler: the solver by short name.
            width: in pixels, a multiple of 8.
            height: in pixels, a multiple of 8.
            count: pictures a prompt.

        Returns:
            A Run; a list of them for a list of prompts or a count above 1.

        Raises:
            BadValue: a value out of range, or a picture too large.
            DamagedFile: the picture cannot be read.
        """
        fitted = fit(open_picture(picture), width, height, native=self.facts.native)
        recipe = self.recipe(
            "image_to_image",
            {"start": Start(picture=Plate.of(fitted), strength=strength)},
            negative_prompt=negative_prompt,
            num_inference_steps=num_inference_steps,
            guidance_scale=guidance_scale,
            scheduler=scheduler,
            width=fitted.width,
            height=fitted.height,
        )
        return self.make(recipe, prompt, seed, count)

    @overload
    def inpaint(
        self, picture: Source, mask: Source | Box, prompt: str, *, strength: float = 1.0, grow: int = 0,
        feather: int = 0, padding: int | None = None, negative_prompt: str = "", seed: int | None = None,
        num_inference_steps: int | None = None, guidance_scale: float | None = None,
        scheduler: str | None = None, width: int | None = None, height: int | None = None,
        count: Literal[1] = 1,
    ) -> Run: ...  # fmt: skip
    @overload
    def inpaint(
        self, picture: Source, mask: Source | Box, prompt: str | list[str], *, strength: float = 1.0,
        grow: int = 0, feather: int = 0, padding: int | None = None, negative_prompt: str = "",
        seed: int | None = None, num_inference_steps: int | None = None, guidance_scale: float | None = None,
        scheduler: str | None = None, width: int | None = None, height: int | None = None, count: int = 1,
    ) -> Run | list[Run]: ...  # fmt: skip
    def inpaint(
        self,
        picture: Source,
        mask: Source | Box,
        prompt: str | list[str],
        *,
        strength: float = 1.0,
        grow: int = 0,
        feather: int = 0,
        padding: int | None = None,
        negative_prompt: str = "",
        seed: int | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        scheduler: str | None = None,
        width: int | None = None,
        height: int | None = None,
        count: int = 1,
    ) -> Run | list[Run]:
        """The picture, at its own size, painted anew where the mask is 255; elsewhere no level changes.

        Args:
            picture: as in `image_to_image`, of any size.
            mask: where it may change: a picture, array or PNG of the picture's size, or a box (left, top,
                right, bottom).
            prompt: what to show there.
            strength: below 1 what is there shines through.
            grow: pixels by which the mask is made wider; below 0 smaller.
            feather: pixels over which the change fades in, inwards from the rim.
            padding: work on the masked area alone, with so many pixels round it, at full resolution.
            negative_prompt: as in `text_to_image`, like all that follows.
            seed: which picture of the many.
            num_inference_steps: how many steps.
            guidance_scale: how strongly to follow the prompt.
            scheduler: the solver by short name.
            width: what the picture, or the area with padding, is scaled to for the model.
            height: likewise.
            count: pictures a prompt.

        Returns:
            A Run, whose recipe's note says whether an inpainting model or latent blending did it; a list of
            them for a list of prompts or a count above 1.

        Raises:
            BadValue: an empty mask or one of another size, or a value out of range.
            DamagedFile: the picture or mask cannot be read.
        """
        whole = open_picture(picture)
        where = open_mask(mask, whole.size)
        across, down = fitted_size(whole.size, self.facts.native) if padding is None else (None, None)
        hole = Hole(mask=Plate.of(where), grow=grow, feather=feather, padding=padding)
        recipe = self.recipe(
            "inpaint",
            {"start": Start(picture=Plate.of(whole), strength=strength), "hole": hole},
            negative_prompt=negative_prompt,
            num_inference_steps=num_inference_steps,
            guidance_scale=guidance_scale,
            scheduler=scheduler,
            width=across if width is None else width,
            height=down if height is None else height,
        )
        return self.make(recipe, prompt, seed, count)
