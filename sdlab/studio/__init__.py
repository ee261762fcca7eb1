"""The studio: a loaded model that turns recipes into runs, one thread, one job at a time.

    import sdlab

    studio = sdlab.load("tiny")
    run = studio.text_to_image("a red apple on a tree", seed=7)

How it is laid out, from the outside in:

- `studio.py`    Studio, the face: what a person calls, made of the parts below;
- `author.py`    the face's methods that make pictures from words; `retoucher.py` that change one,
                 `expander.py` that enlarge it, `draughtsman.py` that follow a drawing, `explorer.py` that
                 make several to compare, `insider.py` that look inside, `dresser.py` what the model wears;
- `session.py`   Session: `submit`, `run`, `arun`, `tokens`, … what the methods need (a sdlab.engine.Engine);
- `worker.py`    the one thread that owns the model: queue, newest wins; `labour.py` one job to its end;
- `task.py`      TASKS, the table from `Recipe.task` to the function that does it;
- `sampling.py`  one call of a diffusers pipeline for a batch of recipes, watched step by step;
- `camera.py`    the frames of a run; `watch.py` what a task says and hears while it works;
- `text.py`      prompts as a model reads them: tokens, weights, more than 77 of them.

To add a task: write `sdlab/studio/<task>.py` with one function

    def make(model: Model, recipes: Sequence[Recipe], watch: Watch) -> list[Run]

that returns one run for each recipe, in their order (`sampling.sample` calls a pipeline; a run's `seconds`
and its recipe's `model…` and `versions` are filled in by the worker; use `recipe.but(note=…)` to say what was
decided), and add its line to TASKS. The recipes of one call differ in `prompt`, `negative_prompt`, `seed` and
`blend` only. Then add the method to the face: check the arguments, build a recipe with `self.recipe(…)` and
return `self.make(recipe, prompts, seed, count)`. A task that calls pipelines several times passes the
same `watch` on: stopping works by itself, because `sampling.sample` leaves with Interrupted, which nobody but
the worker catches.
"""

from sdlab.models.importing import importing

with importing():  # torch
    from sdlab.studio.studio import Studio, load

__all__ = ["Studio", "load"]
