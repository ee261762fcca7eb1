"""How much noise there is at each of a model's timesteps, computed from its scheduler's config alone.

All curves are float64 arrays over the training timesteps, from 0 (nearly clean) to 999 (noise).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sdlab.errors import BadValue, UnknownName

Curve = NDArray[np.float64]
_SHAPES = ("linear", "scaled_linear", "squaredcos_cap_v2")
_SPACINGS = ("leading", "linspace", "trailing")


@dataclass(frozen=True, eq=False)
class Schedule:
    """The noise a model was trained on.

    `alpha_bar` is the share of the clean picture's variance left at each timestep, from almost 1 down to 0 or
    a little above; everything else follows from it.
    """

    alpha_bar: Curve

    @property
    def signal(self) -> Curve:
        """What the clean picture is multiplied by."""
        return np.sqrt(self.alpha_bar)

    @property
    def blur(self) -> Curve:
        """What the unit noise is multiplied by."""
        return np.sqrt(1 - self.alpha_bar)

    @property
    def snr(self) -> Curve:
        """Signal to noise, as a ratio of variances; 0 where nothing of the picture is left."""
        return self.alpha_bar / (1 - self.alpha_bar)

    @property
    def sigma(self) -> Curve:
        """Noise over signal, a ratio of deviations, as Euler-like schedulers count; infinite at snr 0."""
        with np.errstate(divide="ignore"):
            return 1 / np.sqrt(self.snr)


def schedule_of(config: Mapping[str, Any]) -> Schedule:
    """The schedule of a diffusers scheduler config.

    Reads `num_train_timesteps`, `beta_schedule`, `beta_start`, `beta_end`, `trained_betas` and
    `rescale_betas_zero_snr`, with diffusers' defaults for what is missing.

    Raises:
        UnknownName: a beta schedule none of Stable Diffusion's models use.
    """
    beta = _betas(config)
    if config.get("rescale_betas_zero_snr"):
        beta = _without_terminal_signal(beta)
    return Schedule(np.cumprod(1 - beta, dtype=np.float64))


def timesteps(config: Mapping[str, Any], num_inference_steps: int) -> NDArray[np.int64]:
    """The timesteps visited in that many steps, from noise to picture, by the config's `timestep_spacing`.

    Of first-order schedulers; those of second order (Heun, KDPM2) visit points between as well.

    Raises:
        BadValue: fewer than 1 step or more than the model has timesteps.
        UnknownName: another spacing than leading, linspace and trailing.
    """
    total = int(config.get("num_train_timesteps", 1000))
    if not 1 <= num_inference_steps <= total:
        raise BadValue("num_inference_steps", num_inference_steps, f"from 1 to {total}")
    steps: NDArray[Any]
    spacing = str(config.get("timestep_spacing", "leading"))
    if spacing == "linspace":
        steps = np.linspace(0, total - 1, num_inference_steps).round()[::-1]
    elif spacing == "leading":
        steps = (np.arange(num_inference_steps) * (total // num_inference_steps))[::-1]
        steps = steps + int(config.get("steps_offset", 0))
    elif spacing == "trailing":
        steps = np.round(np.arange(total, 0, -total / num_inference_steps)) - 1
    else:
        raise UnknownName("timestep spacing", spacing, _SPACINGS)
    return steps.astype(np.int64)


def _betas(config: Mapping[str, Any]) -> Curve:
    given = config.get("trained_betas")
    if given is not None:
        return np.asarray(given, dtype=np.float64)
    total = int(config.get("num_train_timesteps", 1000))
    start, end = float(config.get("beta_start", 0.0001)), float(config.get("beta_end", 0.02))
    shape = str(config.get("beta_schedule", "linear"))
    if shape == "linear":
        return np.linspace(start, end, total)
    if shape == "scaled_linear":
        return np.linspace(math.sqrt(start), math.sqrt(end), total) ** 2
    if shape == "squaredcos_cap_v2":
        return _cosine(total)
    raise UnknownName("beta schedule", shape, _SHAPES)


def _cosine(total: int) -> Curve:
    """Nichol & Dhariwal 2021, arXiv 2102.09672, eq. 17, capped at 0.999."""
    shares = np.cos((np.arange(total + 1) / total + 0.008) / 1.008 * math.pi / 2) ** 2
    return np.asarray((1 - shares[1:] / shares[:-1]).clip(max=0.999))


def _without_terminal_signal(beta: Curve) -> Curve:
    """Betas that leave no signal at the last timestep: Lin et al. 2024, arXiv 2305.08891, algorithm 1."""
    signal = np.sqrt(np.cumprod(1 - beta))
    first, last = signal[0], signal[-1]
    alpha_bar = ((signal - last) * first / (first - last)) ** 2
    alpha = np.concatenate([alpha_bar[:1], alpha_bar[1:] / alpha_bar[:-1]])
    return np.asarray(1 - alpha)
