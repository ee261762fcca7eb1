"""One job, from its first picture to its end: batches, stopping, failures, and a full device."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import torch

from sdlab.device import is_full
from sdlab.errors import OutOfMemory
from sdlab.job import Job
from sdlab.models import Model
from sdlab.recipe import Recipe
from sdlab.run import Run
from sdlab.studio.task import TASKS, batches, comfortable
from sdlab.studio.watch import Interrupted, Watch


def perform(model: Model, job: Job, batch: int | None, breathe: Callable[[], None]) -> None:
    """Do a job to its end: afterwards it is done, cancelled or failed, and the model is usable again.

    Args:
        model: does the work.
        job: what is wanted.
        batch: pictures side by side; None for as many as the device makes with ease.
        breathe: called between steps.
    """
    if not job.begin():
        return
    try:
        size = batch or comfortable(job.recipes[0], model.plan.device)
        for recipes in batches(job.recipes, size):
            if not job.goes_on:
                break
            _deliver(model, job, recipes, breathe)
        job.end()
    except Exception as error:  # noqa: BLE001 - whatever went wrong is the job's to tell
        job.fail(error)


def _deliver(model: Model, job: Job, recipes: Sequence[Recipe], breathe: Callable[[], None]) -> None:
    began = time.perf_counter()
    watch = Watch(job, len(job.runs) + 1, breathe)
    try:
        runs = _within_memory(model, recipes, watch)
    except Interrupted:
        job.drop()
        return
    seconds = (time.perf_counter() - began) / len(runs)
    for run in runs:
        job.deliver(replace(run, recipe=run.recipe.but(seconds=seconds)))


def _within_memory(model: Model, recipes: Sequence[Recipe], watch: Watch) -> list[Run]:
    """The runs, in halves where the device cannot hold all at once, then by smaller plans."""
    try:
        model.use_adapters(recipes[0].adapters)
        return TASKS[recipes[0].task](model, recipes, watch)
    except (MemoryError, RuntimeError) as error:
        if not is_full(error):
            raise
        if len(recipes) == 1:
            _shrink(model, recipes[0], error)
    _make_room()
    if len(recipes) == 1:
        runs = _within_memory(model, recipes, watch)
        return [replace(run, recipe=_noted(run.recipe, model.plan.reason)) for run in runs]
    half = len(recipes) // 2
    return _within_memory(model, recipes[:half], watch) + _within_memory(model, recipes[half:], watch)


def _shrink(model: Model, recipe: Recipe, error: BaseException) -> None:
    """Put the model on its next smaller plan; without one the recipe is too large for the device."""
    try:
        model.shrink()
    except OutOfMemory:
        raise OutOfMemory(_words(recipe, model.plan.device)) from error


def _noted(recipe: Recipe, words: str) -> Recipe:
    return recipe.but(note="; ".join(filter(None, (recipe.note.removesuffix(words).rstrip("; "), words))))


def _make_room() -> None:
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def _words(recipe: Recipe, device: str) -> str:
    if recipe.task in ("outpaint", "upscale"):  # in passes or tiles of the model's own size
        elsewhere = "" if device == "cpu" else ', or load the model with device="cpu"'
        return (
            f"{device} has no room to {recipe.task} a picture of any size with this model. "
            f"Close what else is using its memory{elsewhere}."
        )
    smaller = f"width={max(recipe.width // 16 * 8, 64)}, height={max(recipe.height // 16 * 8, 64)}"
    return f"{device} has no room for {recipe.width} × {recipe.height} pixels with this model. Try {smaller}."
