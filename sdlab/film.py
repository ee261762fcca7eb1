"""What a run looked like on its way: one frame a step, kept as small latents and developed when looked at."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray
from PIL import Image

Latents = NDArray[np.float16]
Look = Literal["noisy", "clean"]


@dataclass(frozen=True, eq=False)
class Developer:
    """A convolution from latents to colours: cheap enough to look at every step.

    `kernel` is [latent channel + 1, side, side, fine, fine, 3], to RGB in [0, 1]: `side`, an odd number, is
    how many latents it looks at, `fine` how many pixels it makes of one, both in rows and in columns. Its
    last channel weighs a one that stands beside every latent, so that colours at the rim may have a bias of
    their own. `enlarge` is pixels per latent in the end.
    """

    kernel: NDArray[np.float32]
    enlarge: int = 8

    @classmethod
    def linear(cls, matrix: ArrayLike, bias: ArrayLike, enlarge: int = 8) -> "Developer":
        """The one that gives each latent the colour latent @ `matrix` [latent channel, 3] + `bias` [3]."""
        rows = np.vstack([np.asarray(matrix, np.float32), np.asarray(bias, np.float32)])
        return cls(rows.reshape(-1, 1, 1, 1, 1, 3), enlarge)

    def develop(self, latents: Latents) -> Image.Image:
        """The picture of latents [channel, row, column], enlarged smoothly to the size the model paints."""
        seen = patches(latents.astype(np.float32), self.kernel.shape[1])
        colours = np.tensordot(seen, self.kernel, 3).swapaxes(1, 2)
        rows, fine, columns, _, _ = colours.shape
        levels = (colours.clip(0, 1) * 255).round().astype(np.uint8)
        small = Image.fromarray(levels.reshape(rows * fine, columns * fine, 3), "RGB")
        size = (columns * self.enlarge, rows * self.enlarge)
        return small.resize(size, Image.Resampling.BICUBIC)


def patches(latents: NDArray[np.float32], side: int) -> NDArray[np.float32]:
    """What a kernel looks at for each latent: [row, column, channel + 1, side, side].

    The last channel is one everywhere; beyond the rim all channels are zero.
    """
    marked = np.concatenate([latents, np.ones_like(latents[:1])])
    reach = side // 2
    padded = np.pad(marked, ((0, 0), (reach, reach), (reach, reach)))
    return np.moveaxis(sliding_window_view(padded, (side, side), axis=(1, 2)), 0, 2)


@dataclass(frozen=True, eq=False)
class Frame:
    """One step of a run.

    Args:
        step: 1 for the first step that ran.
        steps: how many steps run in all.
        timestep: the noise level it began at, 999 (pure noise) to 0.
        noisy: the latents after the step, [channel, row, column].
        clean: the clean latents the model predicted in it, same shape.
        developer: how to look at them.
    """

    step: int
    steps: int
    timestep: int
    noisy: Latents
    clean: Latents
    developer: Developer

    @cached_property
    def noisy_picture(self) -> Image.Image:
        """What the latents look like after the step."""
        return self.developer.develop(self.noisy)

    @cached_property
    def clean_picture(self) -> Image.Image:
        """What the model thought the picture would be, at this step."""
        return self.developer.develop(self.clean)

    def picture(self, look: Look) -> Image.Image:
        """The frame's picture: "noisy" or "clean"."""
        return self.noisy_picture if look == "noisy" else self.clean_picture
