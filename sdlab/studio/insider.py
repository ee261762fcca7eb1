"""The studio's methods that look inside the model while it works."""

from collections.abc import Iterator
from contextlib import contextmanager

from sdlab.errors import BadValue
from sdlab.explain.attention import AttentionLog, HeatMap, watch_attention
from sdlab.job import Job
from sdlab.models import Model
from sdlab.picture import Source, fit, open_picture
from sdlab.recipe import Recipe
from sdlab.recipe.check import check_kind
from sdlab.run import Run
from sdlab.studio.glimpse import Glimpse, look
from sdlab.studio.session import Session
from sdlab.studio.worker import Order


class Insider(Session):
    """What happens inside a run."""

    def heat_maps(self, run: Run | Recipe) -> list[HeatMap]:
        """Where in the picture each word of the prompt had its say, one map for each word that is read.

        The run is made once more, watched; its attention is averaged over layers, heads and steps.

        Raises:
            BadValue: a run without a prompt or without a step.
        """
        recipe = run.recipe if isinstance(run, Run) else run
        check_kind("run", recipe, Recipe, "a run or a recipe")
        if not recipe.prompt.strip():
            raise BadValue("prompt", recipe.prompt, "a text that says something", "No word, no map.")
        logs: list[AttentionLog] = []

        @contextmanager
        def watching(model: Model) -> Iterator[None]:
            model.use_adapters(recipe.adapters)  # which model serves depends on them
            with watch_attention(model.server(recipe.task).components["unet"]) as log:
                logs.append(log)
                yield

        job = Job([self._stamped(recipe)])
        self._worker.submit(Order(job, around=watching))
        if not job.wait()[0].film:
            allowed = f"high enough for one of {recipe.num_inference_steps} steps to run"
            raise BadValue("strength", recipe.start and recipe.start.strength, allowed, "No step, no map.")
        return logs[0].word_maps(recipe.prompt, self.tokens(recipe.prompt), window=self.facts.token_limit)

    def glimpse(
        self,
        picture: Source,
        timestep: int,
        prompt: str = "",
        *,
        negative_prompt: str = "",
        guidance_scale: float | None = None,
        seed: int = 0,
    ) -> Glimpse:
        """The picture noised to any timestep, and what the model believes lies beneath, in one call of it.

        It waits for the job under way to end. The model wears the studio's adapters.

        Args:
            picture: as in `image_to_image`, fitted to a size the model paints.
            timestep: 0 (nearly clean) to 999 (noise).
            prompt: what the model is told it shows.
            negative_prompt: what guidance leads away from.
            guidance_scale: how strongly to follow the prompt; the model's default if left out.
            seed: which noise.

        Raises:
            BadValue: a value out of range, or pure noise shown to a model that predicts noise.
            NotOffered: an adapter that was made for another model.
            DamagedFile: the picture cannot be read.
        """
        fitted = fit(open_picture(picture), native=self.facts.native)
        recipe = self.recipe(
            "unconditional",
            prompt=prompt,
            negative_prompt=negative_prompt,
            guidance_scale=guidance_scale,
            width=fitted.width,
            height=fitted.height,
        ).but(seed=seed)
        return self._worker.ask(lambda model: look(model, fitted, timestep, recipe), between_jobs=True)
