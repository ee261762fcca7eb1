"""What a run looked like on its way: one frame a step, kept as small latents and developed when looked at."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Latents = NDArray[np.float16]
Look = Literal["noisy", "clean"]


@dataclass(frozen=True, eq=False)
class Developer:
    """A linear map from latents to colours: cheap enough to look at every step.

    `matrix` is [latent channel, 3] and `bias` [3], to RGB in [0, 1]; `enlarge` is pixels per latent.
    """

    matrix: NDArray[np.float32]
    bias: NDArray[np.float32]
    enlarge: int = 8

    def develop(self, latents: Latents) -> Image.Image:
        """The picture of latents [channel, row, column], enlarged smoothly to the size the model paints."""
        colours = np.einsum("cyx,cr->yxr", latents.astype(np.float32), self.matrix) + self.bias
        small = Image.fromarray((colours.clip(0, 1) * 255).round().astype(np.uint8), "RGB")
        size = (small.width * self.enlarge, small.height * self.enlarge)
        return small.resize(size, Image.Resampling.BICUBIC)


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
