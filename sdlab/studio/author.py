"""The studio's methods that make pictures from words."""

from typing import Literal, overload

from sdlab.run import Run
from sdlab.studio.session import Session


class Author(Session):
    """Pictures from words, or from none at all."""

    @overload
    def text_to_image(
        self, prompt: str, *, negative_prompt: str = "", seed: int | None = None,
        num_inference_steps: int | None = None, guidance_scale: float | None = None,
        scheduler: str | None = None, width: int | None = None, height: int | None = None,
        count: Literal[1] = 1,
    ) -> Run: ...  # fmt: skip
    @overload
    def text_to_image(
        self, prompt: list[str], *, negative_prompt: str = "", seed: int | None = None,
        num_inference_steps: int | None = None, guidance_scale: float | None = None,
        scheduler: str | None = None, width: int | None = None, height: int | None = None,
        count: int = 1,
    ) -> list[Run]: ...  # fmt: skip
    @overload
    def text_to_image(
        self, prompt: str | list[str], *, negative_prompt: str = "", seed: int | None = None,
        num_inference_steps: int | None = None, guidance_scale: float | None = None,
        scheduler: str | None = None, width: int | None = None, height: int | None = None,
        count: int = 1,
    ) -> Run | list[Run]: ...  # fmt: skip
    def text_to_image(
        self,
        prompt: str | list[str],
        *,
        negative_prompt: str = "",
        seed: int | None = None,
        num_inference_steps: int | None = None,
        guidance_scale: float | None = None,
        scheduler: str | None = None,
        width: int | None = None,
        height: int | None = None,
        count: int = 1,
    ) -> Run | list[Run]:
        """A picture of what the prompt says. What is left out is the model's own default.

        Args:
            prompt: what to show; a list makes a picture for each. `(word:1.3)` weighs a word.
            negative_prompt: what to keep away from; needs a guidance_scale above 1.
            seed: which picture of the many; a random one if left out, found in `run.recipe.seed`.
            num_inference_steps: how many steps from noise to picture, 1 to 1000.
            guidance_scale: how strongly to follow the prompt, 0 to 50; 1 or less turns guidance off.
            scheduler: the solver by short name, such as "ddim"; `studio.facts.schedulers` lists them.
            width: in pixels, a multiple of 8.
            height: in pixels, a multiple of 8.
            count: pictures a prompt, with the seeds seed, seed + 1, …

        Returns:
            A Run; a list of them for a list of prompts or a count above 1.

        Raises:
            BadValue: an empty prompt, or a value out of range.
            UnknownName: no such scheduler.
        """
        recipe = self.recipe(
            "text_to_image",
            negative_prompt=negative_prompt,
            num_inference_steps=num_inference_steps,
            guidance_scale=guidance_scale,
            scheduler=scheduler,
            width=width,
            height=height,
        )
        return self.make(recipe, prompt, seed, count)

    def unconditional(
        self,
        count: int = 1,
        *,
        seed: int | None = None,
        num_inference_steps: int | None = None,
        scheduler: str | None = None,
        width: int | None = None,
        height: int | None = None,
    ) -> Run | list[Run]:
        """Pictures of whatever the model likes, without a prompt and without guidance; arguments as above.

        Returns:
            A Run; a list of them for a count above 1.
        """
        recipe = self.recipe(
            "unconditional",
            num_inference_steps=num_inference_steps,
            guidance_scale=1.0,
            scheduler=scheduler,
            width=width,
            height=height,
        )
        return self.make(recipe, "", seed, count)
