"""The film of a batch: one frame a step for each picture, taken where the scheduler does its work."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from sdlab.explain.noise import predict_clean, unit_sample
from sdlab.film import Developer, Frame, Latents
from sdlab.models.scheduler import scheduling
from sdlab.studio.watch import Watch

if TYPE_CHECKING:
    from diffusers import DiffusionPipeline

_LEAST = 2.0**-24  # diffusers' own stand-in for an alpha_bar of 0


class Camera:
    """Stands beside a pipeline's scheduler: after each step it films each picture and tells the watch.

    The scheduler is observed, not the pipeline's callback: not every pipeline of diffusers has one, and none
    hands it the model's output, which the predicted clean picture is computed from.

    Args:
        pipeline: with the job's own scheduler in place.
        scheduler: that scheduler's short name.
        developer: how the frames are looked at.
        watch: hears of every step, and leaves with Interrupted when the pictures are not wanted any more.
    """

    def __init__(
        self, pipeline: "DiffusionPipeline", scheduler: str, developer: Developer, watch: Watch
    ) -> None:
        self._pipeline, self._scheduler = pipeline, pipeline.scheduler
        self._keeps_variance = scheduling(scheduler).keeps_variance
        self._levels = self._scheduler.alphas_cumprod.double().cpu().numpy()
        self._developer, self._watch = developer, watch
        self._frames: list[list[Frame]] = []
        self._scheduler.step = self._observed(self._scheduler.step)

    @property
    def films(self) -> list[tuple[Frame, ...]]:
        """The frames so far, one tuple for each picture of the batch."""
        return [tuple(frames) for frames in zip(*self._frames, strict=True)]

    def leave(self) -> None:
        """Film no more: the scheduler, which stays with its pipeline, is to hold neither frames nor watch."""
        del self._scheduler.step  # what hid the scheduler's own

    def _observed(self, step: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(step)  # pipelines look at its signature
        def observed(
            model_output: torch.Tensor, timestep: object, sample: torch.Tensor, *rest: object, **named: object
        ) -> object:
            if not self._frames:
                self._watch.begin(self._steps)
            result = step(model_output, timestep, sample, *rest, **named)
            clean = self._clean(model_output, float(timestep), sample)  # type: ignore[arg-type]
            self._expose(round(float(timestep)), result[0], clean)  # type: ignore[arg-type]
            return result

        return observed

    @property
    def _steps(self) -> int:
        return int(getattr(self._pipeline, "num_timesteps", len(self._scheduler.timesteps)))

    def _expose(self, timestep: int, after: torch.Tensor, clean: torch.Tensor) -> None:
        noisy = after if self._keeps_variance else unit_sample(after, self._sigma())
        number, steps = len(self._frames) + 1, self._steps
        shot = [
            Frame(number, steps, timestep, one_noisy, one_clean, self._developer)
            for one_noisy, one_clean in zip(_half(noisy), _half(clean), strict=True)
        ]
        self._frames.append(shot)
        self._watch.advance(number, shot[0])

    def _clean(self, output: torch.Tensor, timestep: float, sample: torch.Tensor) -> torch.Tensor:
        level = float(np.interp(timestep, np.arange(len(self._levels)), self._levels))
        kind = self._scheduler.config.prediction_type
        if kind == "epsilon" or not self._keeps_variance:
            level = max(level, _LEAST)
        if not self._keeps_variance:
            sample = sample * level**0.5
        return predict_clean(sample, output, level, kind)

    def _sigma(self) -> float:
        sigmas = self._scheduler.sigmas
        return float(sigmas[min(self._scheduler.step_index, len(sigmas) - 1)])


def _half(latents: torch.Tensor) -> Latents:
    half: Latents = latents.detach().to("cpu", torch.float16).numpy()
    return half
