"""The one equation of diffusion, forwards and solved for each of its terms.

    noisy = sqrt(alpha_bar) * clean + sqrt(1 - alpha_bar) * noise    (Ho et al. 2020, arXiv 2006.11239, eq. 4)

`alpha_bar` is the share of the clean picture's variance that is left: 1 is clean, 0 is pure noise. It may be
a number or a tensor of one value a picture. Everything works on pixels and latents alike,
[batch, channel, row, column].
"""

from typing import Literal, get_args

import torch

from sdlab.errors import BadValue, UnknownName

PredictionType = Literal["epsilon", "v_prediction", "sample"]
AlphaBar = float | torch.Tensor


def add_noise(clean: torch.Tensor, noise: torch.Tensor, alpha_bar: AlphaBar) -> torch.Tensor:
    """The clean tensor noised to `alpha_bar`; shape of `clean`."""
    signal, blur = _factors(alpha_bar, clean)
    return signal * clean + blur * noise


def velocity(clean: torch.Tensor, noise: torch.Tensor, alpha_bar: AlphaBar) -> torch.Tensor:
    """What a v-predicting model is trained to say (Salimans & Ho 2022, arXiv 2202.00512, appendix D)."""
    signal, blur = _factors(alpha_bar, clean)
    return signal * noise - blur * clean


def predict_clean(
    sample: torch.Tensor, model_output: torch.Tensor, alpha_bar: AlphaBar, prediction_type: str
) -> torch.Tensor:
    """The clean tensor that a model's output implies, unclipped; shape of `sample`.

    Args:
        sample: the noisy tensor the model saw, in the form of the equation above (see `unit_sample`).
        model_output: its answer, after guidance.
        alpha_bar: in [0, 1]; above 0 for "epsilon", which says nothing about a picture under pure noise.
        prediction_type: "epsilon", "v_prediction" or "sample", as in the scheduler's config.

    Raises:
        BadValue: alpha_bar out of range.
        UnknownName: another prediction type.
    """
    signal, blur = _factors(alpha_bar, sample)
    if prediction_type == "epsilon":
        _refuse_pure_noise(alpha_bar)
        return (sample - blur * model_output) / signal
    if prediction_type == "v_prediction":
        return signal * sample - blur * model_output
    if prediction_type == "sample":
        return model_output
    raise UnknownName("prediction type", prediction_type, get_args(PredictionType))


def predict_noise(sample: torch.Tensor, clean: torch.Tensor, alpha_bar: AlphaBar) -> torch.Tensor:
    """The noise in `sample` if `clean` lies beneath it; alpha_bar below 1.

    Raises:
        BadValue: alpha_bar out of range, or 1 (then there is no noise to find).
    """
    signal, blur = _factors(alpha_bar, sample)
    if bool((blur == 0).any()):
        raise BadValue("alpha_bar", 1.0, "below 1", "A clean picture has no noise in it.")
    return (sample - signal * clean) / blur


def alpha_bar_of(sigma: AlphaBar) -> torch.Tensor:
    """The alpha_bar of sigma, the ratio of noise to signal (Karras et al. 2022, arXiv 2206.00364)."""
    return 1 / (1 + torch.as_tensor(sigma) ** 2)


def unit_sample(sample: torch.Tensor, sigma: AlphaBar) -> torch.Tensor:
    """A sample kept as clean + sigma * noise (Euler, Heun, LMS…) in the form of the equation above."""
    return sample * alpha_bar_of(sigma).to(sample.device, sample.dtype).sqrt()


def _factors(alpha_bar: AlphaBar, like: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    share = torch.as_tensor(alpha_bar, dtype=torch.float64)
    if not bool(((share >= 0) & (share <= 1)).all()):
        raise BadValue("alpha_bar", alpha_bar, "from 0 (pure noise) to 1 (clean)")
    if share.ndim:
        share = share.reshape(-1, *[1] * (like.ndim - 1))
    return share.sqrt().to(like.device, like.dtype), (1 - share).sqrt().to(like.device, like.dtype)


def _refuse_pure_noise(alpha_bar: AlphaBar) -> None:
    if bool((torch.as_tensor(alpha_bar) == 0).any()):
        raise BadValue(
            "alpha_bar", 0.0, "above 0 for a model that predicts noise", "Use a v-predicting model there."
        )
