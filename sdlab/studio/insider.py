"""The studio's methods that look inside the model while it works."""

from collections.abc import Iterator
from contextlib import contextmanager

from sdlab.errors import BadValue
from sdlab.explain.attention import AttentionLog, HeatMap, watch_attention
from sdlab.job import Job
from sdlab.models import Model
from sdlab.recipe import Recipe
from sdlab.run import Run
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
        if not recipe.prompt.strip():
            raise BadValue("prompt", recipe.prompt, "a text that says something", "No word, no map.")
        logs: list[AttentionLog] = []

        @contextmanager
        def watching(model: Model) -> Iterator[None]:
            with watch_attention(model.server(recipe.task).components["unet"]) as log:
                logs.append(log)
                yield

        job = Job([self._stamped(recipe)])
        self._worker.submit(Order(job, around=watching))
        job.wait()
        return logs[0].word_maps(recipe.prompt, self.tokens(recipe.prompt), window=self.facts.token_limit)
