"""The consistency function: from any point of a trajectory straight to its end, as `LCMScheduler` reads it.

Luo et al. 2023, Latent Consistency Models (arXiv:2310.04378), here for a denoiser that predicts velocities
and a schedule whose last step is pure noise.
"""

import torch
from diffusers import DDIMScheduler, LCMScheduler
from torch import Tensor


class Consistency:
    """Noise levels of a schedule, and what follows from a velocity at each of them.

    Args:
        scheduler: the parent's, whose noise levels are kept.
    """

    def __init__(self, scheduler: DDIMScheduler) -> None:
        self._lcm = lcm_scheduler(scheduler)
        self._signal = scheduler.alphas_cumprod.sqrt()
        self._noise = (1.0 - scheduler.alphas_cumprod).sqrt()

    def clean(self, noisy: Tensor, velocity: Tensor, times: Tensor) -> Tensor:
        """The end of the trajectory, [batch, 4, row, column], that a velocity at times [batch] stands for.

        It is c_skip * noisy + c_out * prediction, as `LCMScheduler.step` computes it.
        """
        skip, out = self._scalings(times)
        return skip * noisy + out * self.predicted(noisy, velocity, times)

    def velocity(self, noisy: Tensor, clean: Tensor, times: Tensor) -> Tensor:
        """The velocity that stands for a clean end: the inverse of `clean`."""
        skip, out = self._scalings(times)
        signal, part = self._parts(times)
        return (signal * noisy - (clean - skip * noisy) / out) / part

    def predicted(self, noisy: Tensor, velocity: Tensor, times: Tensor) -> Tensor:
        """The clean latents that a velocity predicts."""
        signal, part = self._parts(times)
        return signal * noisy - part * velocity

    def renoised(self, clean: Tensor, noise: Tensor, times: Tensor) -> Tensor:
        """Clean latents with noise as strong as at times [batch]."""
        signal, part = self._parts(times)
        return signal * clean + part * noise

    def advanced(self, noisy: Tensor, velocity: Tensor, times: Tensor, after: Tensor) -> Tensor:
        """One deterministic DDIM step from times [batch] to the less noisy `after` [batch]."""
        signal, part = self._parts(times)
        return self.renoised(self.predicted(noisy, velocity, times), signal * velocity + part * noisy, after)

    def schedule(self, steps: int) -> list[int]:
        """The times that `LCMScheduler` visits in that many steps, the noisiest first."""
        self._lcm.set_timesteps(steps)
        return [int(time) for time in self._lcm.timesteps]

    def _parts(self, times: Tensor) -> tuple[Tensor, Tensor]:
        return self._signal[times][:, None, None, None], self._noise[times][:, None, None, None]

    def _scalings(self, times: Tensor) -> tuple[Tensor, Tensor]:
        skip, out = self._lcm.get_scalings_for_boundary_condition_discrete(times[:, None, None, None])
        return skip, out


def lcm_scheduler(scheduler: DDIMScheduler) -> LCMScheduler:
    """A fresh `LCMScheduler` with the noise levels of another scheduler."""
    fresh: LCMScheduler = LCMScheduler.from_config(scheduler.config)
    return fresh


def pseudo_huber(error: Tensor, width: float = 0.03) -> Tensor:
    """The mean of a loss that is square below `width` and linear above it: outliers do not blur the rest."""
    return torch.mean((error.square() + width**2).sqrt() - width)
