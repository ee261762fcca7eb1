"""A device that runs full gets smaller plans, one after the other, and the picture says so."""

from dataclasses import replace

from sdlab.models import Model
from sdlab.recipe import Recipe
from sdlab.studio import Studio, task


def test_the_plan_says_where_the_model_runs_and_why(studio: Studio) -> None:
    assert studio.plan.device == studio.facts.device
    assert studio.plan.reason.endswith(".")


def test_a_full_device_paints_on_with_a_smaller_plan_and_notes_it(studio: Studio, monkeypatch) -> None:
    real, tried = task.TASKS["text_to_image"], []

    def full_once(model, recipes, watch):
        tried.append(model.plan.tiles)
        if len(tried) == 1:
            raise MemoryError
        return real(model, recipes, watch)

    def shrink(model: Model) -> None:
        before.append(model.plan)
        model.plan = replace(model.plan, tiles=True, reason="now in tiles.")

    before = []
    monkeypatch.setattr(Model, "shrink", shrink)
    monkeypatch.setitem(task.TASKS, "text_to_image", full_once)
    asked = Recipe(prompt="a cat", num_inference_steps=1, width=64, height=64)
    try:
        run = studio.run(asked)
    finally:
        studio._worker.ask(lambda model: setattr(model, "plan", before[0]))
    assert tried == [False, True]
    assert run.recipe.note == "now in tiles."
