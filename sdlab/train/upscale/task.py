"""Training `tiny-upscale`: first its autoencoder, then the U-Net that draws latents, and the decoder with it.

What the U-Net makes of pure noise in one step is decoded and compared with the picture, so that its errors
weigh as much as they show, and the decoder knows latents that are guessed.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from sdlab.train.autoencoder import picture_loss
from sdlab.train.denoiser import STEPS, Objective, build_scheduler
from sdlab.train.latent import channels_last
from sdlab.train.muon import optimisers
from sdlab.train.picture import as_tensor
from sdlab.train.plan import Pace
from sdlab.train.precision import mixed
from sdlab.train.ring import Ring
from sdlab.train.upscale.network import (
    LATENTS,
    MOST_NOISE,
    Enlarger,
    Halves,
    build_low_res_scheduler,
    decoded,
)
from sdlab.train.upscale.pair import Pair, crops

SIDE: Final = 32
"""Small pixels of a training crop's side: the large crop has 128."""
_OUTER: Final = ("unet.conv_in.weight", "unet.conv_out.weight")


@dataclass(frozen=True)
class Plan(Pace):
    """How a run goes.

    Attributes:
        autoencoder: share of the time that the autoencoder gets.
        noise: strongest noise on the latents while it is trained: the U-Net's will not be exact either.
        settled: share of its run after which the normalisation of latents keeps still.
        at_once: share of crops at the first step, pure noise: what a single step makes is the best guess, and
            is decoded and compared with the picture.
        picture: weight of that comparison.
        pictures: in the ring.
        details: crops a step of the autoencoder.
    """

    autoencoder: float = 0.35
    noise: float = 0.1
    settled: float = 0.4
    at_once: float = 0.25
    picture: float = 4.0
    reuse: int = 96
    pictures: int = 96
    details: int = 8
    batch: int = 16


class DetailTask:
    """The autoencoder's training as the loop wants it.

    Args:
        network: whose autoencoder is trained.
        pairs: where crops come from.
        plan: how the run goes.
        page: draws held pictures above what is left of them.
    """

    name = "upscale-vae"

    def __init__(
        self,
        network: Enlarger,
        pairs: Ring[Pair],
        plan: Plan,
        page: Callable[[Halves], Image.Image],
    ) -> None:
        self.model, self.batch = Halves(network.vae), plan.details
        self.page = partial(page, self.model)
        self.optimisers = optimisers(self.model, plan.muon_lr, plan.adam_lr)
        self._pairs, self._plan, self._dice = pairs, plan, random.Random(0)

    def loss(self, share: float) -> Tensor:
        """The picture loss of the next crops."""
        if share >= self._plan.settled:
            self.model.normal.eval()
        large = _large(crops(self._pairs, self.batch, SIDE, self._dice))
        noise = torch.randn(self.batch, LATENTS, SIDE, SIDE) * torch.rand(self.batch, 1, 1, 1)
        with mixed():
            output = self.model(large, noise * self._plan.noise)
        return picture_loss(output.float(), large)

    def fold(self) -> None:
        """Leave the autoencoder as it is used."""
        self.model.fold()


class UpscaleTask:
    """The training of U-Net and decoder as the loop wants it; the encoder, and so all latents, stay.

    Args:
        network: whose U-Net and decoder are trained.
        pairs: where crops and their latents come from.
        plan: how the run goes.
        page: draws the sheet of fixed cases.
        compiled: compile the U-Net.
    """

    name = "upscale"

    def __init__(
        self,
        network: Enlarger,
        pairs: Ring[Pair],
        plan: Plan,
        page: Callable[[], Image.Image],
        compiled: bool = True,
    ) -> None:
        for part in (network.vae.encoder, network.vae.quant_conv):
            part.requires_grad_(False)
        self.model, self.batch, self.page = network, plan.batch, page
        self.optimisers = optimisers(network, plan.muon_lr, plan.adam_lr, _OUTER)
        self._pairs, self._plan, self._dice = pairs, plan, random.Random(0)
        self._guesses = max(round(plan.at_once * plan.batch), 1)
        self._objective, self._low = Objective(build_scheduler()), build_low_res_scheduler()
        self._forward = torch.compile(network.unet, dynamic=False) if compiled else network.unet

    def loss(self, share: float) -> Tensor:  # noqa: ARG002  the world is the same all the time
        """The loss of the next crops."""
        pieces = crops(self._pairs, self.batch, SIDE, self._dice)
        latents, times = _latents(pieces), self._times()
        noisy, velocity = self._objective.noised(latents, torch.randn_like(latents), times)
        levels = noise_levels(self.batch)
        small = torch.stack([piece.small for piece in pieces])
        small = self._low.add_noise(small, torch.randn_like(small), levels)
        seen = channels_last(torch.cat([noisy, small], dim=1))
        with mixed():
            predicted = self._forward(seen, times, None, class_labels=levels, return_dict=False)[0]
            # at pure noise the velocity is the clean sample with its sign changed
            made = decoded(self.model.vae, -predicted[: self._guesses])
        drawn = self._objective.loss(predicted.float(), velocity, times)
        return drawn + self._plan.picture * picture_loss(made.float(), _large(pieces[: self._guesses]))

    def _times(self) -> Tensor:
        times = self._objective.times(self.batch)
        times[: self._guesses] = STEPS - 1
        return times


def noise_levels(count: int) -> Tensor:
    """Random noise levels [count] of small pictures: half below 44, none above the pipeline's highest."""
    return (MOST_NOISE * torch.rand(count) ** 3).long()


def _large(pieces: list[Pair]) -> Tensor:
    """The large crops, [crop, 3, 128, 128] in -1..1."""
    return as_tensor(np.stack([piece.large for piece in pieces]))


def _latents(pieces: list[Pair]) -> Tensor:
    latents = [piece.latents for piece in pieces if piece.latents is not None]
    assert len(latents) == len(pieces), "this ring was made without an autoencoder"  # noqa: S101
    return torch.stack(latents)
