"""Training the autoencoder: 128 × 128 pictures to 16 × 16 × 4 latents of unit variance, and back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from diffusers import AutoencoderTiny
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor, nn
from torch.nn import functional

from sdlab.explain.pixel import to_pictures
from sdlab.train.muon import optimisers
from sdlab.train.picture import as_tensor, beside
from sdlab.train.precision import mixed

CROP: Final = 64
_NOISE: Final = 0.05
"""Strongest noise on the unit-variance latents in training: the denoiser's will not be exact either."""
_CANDIDATES: Final = 3
"""Places a crop is chosen from by how busy it is; every third crop is taken from anywhere."""
_SQUARED: Final = 4.0
"""Weight of the mean squared error beside the picture loss: it sees the large errors at edges most."""


@dataclass(frozen=True)
class Shape:
    """How large an autoencoder is: channels everywhere, residual blocks on each level of both halves."""

    channels: int = 48
    encoder: tuple[int, ...] = (0, 2, 4, 6)
    decoder: tuple[int, ...] = (6, 6, 2, 1)


def build(shape: Shape) -> AutoencoderTiny:
    """An autoencoder with random weights, 8 pixels a latent, 4 latent channels."""
    levels = len(shape.encoder)
    return AutoencoderTiny(
        encoder_block_out_channels=(shape.channels,) * levels,
        decoder_block_out_channels=(shape.channels,) * levels,
        num_encoder_blocks=shape.encoder,
        num_decoder_blocks=shape.decoder,
        latent_channels=4,
    )


class Pair(nn.Module):
    """Encoder, normalisation and decoder, as they are trained.

    The normalisation between them gives every latent channel mean 0 and variance 1, so the decoder never sees
    anything else; `fold` moves it into the encoder's last convolution.
    """

    def __init__(self, autoencoder: AutoencoderTiny) -> None:
        super().__init__()
        self.encoder = autoencoder.encoder
        self.decoder = autoencoder.decoder
        self.normal = nn.BatchNorm2d(4, affine=False, momentum=0.02)

    def forward(self, pictures: Tensor, noise: Tensor) -> Tensor:
        """Pictures [batch, 3, row, column] in -1..1 through noisy latents and back."""
        returned: Tensor = self.decoder(self.normal(self.encoder(pictures)) + noise)
        return returned


class AutoencoderTask:
    """The autoencoder's training as the loop wants it.

    Args:
        pictures: [count, row, column, RGB], 0..255, to take crops from.
        held: pictures of the same kind for measuring, never trained on.
        say: where the measurement goes.
        autoencoder: what is trained.
        name: of the checkpoint.
        batch: crops a step.
        settled: share of the run after which the normalisation keeps still.
        decoder_only: keep the encoder as it is, so that latents stay valid.
    """

    def __init__(
        self,
        pictures: NDArray[np.uint8],
        held: NDArray[np.uint8],
        say: Callable[[str], None],
        autoencoder: AutoencoderTiny,
        name: str = "vae",
        batch: int = 16,
        settled: float = 0.4,
        decoder_only: bool = False,
    ) -> None:
        self.name, self.batch = name, batch
        self.model = Pair(autoencoder)
        self.model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.model.encoder.requires_grad_(not decoder_only)
        self.optimisers = optimisers(self.model, muon_lr=2e-3, adam_lr=1e-3)
        self._pictures, self._held, self._say = pictures, held, say
        self._dice = np.random.default_rng(0)
        self._decoder_only, self._settled = decoder_only, 0.0 if decoder_only else settled

    def loss(self, share: float) -> Tensor:
        """The picture loss of the next batch of crops.

        In the last part of the run the normalisation keeps still: with each batch's own statistics the
        decoder cannot know a colour exactly, and large plain areas show it.
        """
        if share >= self._settled:
            self.model.normal.eval()
        crops = self._crops()
        noise = torch.randn(self.batch, 4, CROP // 8, CROP // 8) * torch.rand(self.batch, 1, 1, 1) * _NOISE
        with mixed():
            output = self.model(crops, noise)
        output = output.float()
        return picture_loss(output, crops) + _SQUARED * functional.mse_loss(output, crops)

    def fold(self) -> None:
        """Leave the autoencoder as it is used; an encoder that was kept stays the same to the bit."""
        if not self._decoder_only:
            fold(self.model)

    @torch.no_grad()
    def page(self) -> Image.Image:
        """A sheet of held-out pictures above what is left of them; says the PSNR."""
        originals = as_tensor(self._held[:64])
        returned = torch.cat([self.model(part, torch.zeros(())) for part in torch.split(originals, 16)])
        self._say(f"{self.name}: {psnr(returned, originals):.2f} dB on held-out pictures")
        return beside([*to_pictures(originals[:12]), *to_pictures(returned[:12])], columns=12)

    def _crops(self) -> Tensor:
        """A batch of random crops [batch, 3, CROP, CROP] in -1..1, half of them mirrored."""
        crops = np.empty((self.batch, CROP, CROP, 3), np.uint8)
        for index in range(self.batch):
            crop = max((self._crop() for _ in range(_CANDIDATES if index % 3 else 1)), key=_busyness)
            crops[index] = crop[:, ::-1] if self._dice.random() < 0.5 else crop
        return as_tensor(crops)

    def _crop(self) -> NDArray[np.uint8]:
        """A part of any picture."""
        row, column = self._dice.integers(0, self._pictures.shape[1] - CROP + 1, 2)
        picture = self._pictures[self._dice.integers(len(self._pictures))]
        crop: NDArray[np.uint8] = picture[row : row + CROP, column : column + CROP]
        return crop


def _busyness(crop: NDArray[np.uint8]) -> int:
    """How much green differs from pixel to pixel."""
    return int(np.abs(np.diff(crop[::2, :, 1].astype(np.int16), axis=1)).sum())


def picture_loss(output: Tensor, target: Tensor) -> Tensor:
    """What is minimised: L1 + half the L1 of differences to the next pixel + L1 of 4 × 4 means."""
    error = output - target
    across = (error[..., :, 1:] - error[..., :, :-1]).abs().mean()
    down = (error[..., 1:, :] - error[..., :-1, :]).abs().mean()
    return error.abs().mean() + 0.5 * (across + down) + functional.avg_pool2d(error, 4).abs().mean()


@torch.no_grad()
def fold(pair: Pair) -> None:
    """Move the normalisation into the encoder's last convolution.

    Afterwards every latent channel has mean 0 and variance 1, as far as crops and whole pictures agree.
    Measuring on whole pictures instead costs a decibel: the decoder takes the small shift for a colour.
    """
    mean, variance = pair.normal.get_buffer("running_mean"), pair.normal.get_buffer("running_var")
    deviation = (variance + pair.normal.eps).sqrt()
    last = pair.encoder.layers[-1]
    last.weight.div_(deviation[:, None, None, None])
    last.bias.sub_(mean).div_(deviation)
    pair.normal.reset_running_stats()


def psnr(output: Tensor, target: Tensor) -> float:
    """Peak signal to noise ratio in dB of pictures in -1..1, over all pixels together."""
    error = functional.mse_loss(output.clamp(-1, 1), target)
    return float(10.0 * torch.log10(4.0 / error))
