"""The path a run took through latent space, read off its film."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from sdlab.errors import BadValue
from sdlab.film import Frame


@dataclass(frozen=True, eq=False)
class Trajectory:
    """A run's path, one point for each step it made.

    Args:
        timesteps: the noise level each step began at, [step].
        noisy: the latents after each step, [step, channel, row, column], float32.
        clean: the clean latents predicted in each step, same shape.
    """

    timesteps: NDArray[np.int64]
    noisy: NDArray[np.float32]
    clean: NDArray[np.float32]

    @classmethod
    def of(cls, film: Sequence[Frame]) -> Self:
        """The trajectory of a run's film.

        Raises:
            BadValue: a film without frames (a run that did no step).
        """
        if not film:
            raise BadValue("film", (), "at least one frame", "A run of strength 0 makes no step.")
        return cls(
            np.array([frame.timestep for frame in film]),
            np.stack([frame.noisy for frame in film]).astype(np.float32),
            np.stack([frame.clean for frame in film]).astype(np.float32),
        )

    @property
    def revision(self) -> NDArray[np.float32]:
        """How much each step changed the predicted picture, root mean square, [step - 1]."""
        change = np.diff(self.clean, axis=0)
        return np.asarray(np.sqrt((change**2).mean(axis=(1, 2, 3))))

    @property
    def distance_left(self) -> NDArray[np.float32]:
        """How far each step's predicted picture is from the last one, root mean square, [step]."""
        return np.asarray(np.sqrt(((self.clean - self.clean[-1]) ** 2).mean(axis=(1, 2, 3))))

    def flattened(self, *others: "Trajectory") -> list[NDArray[np.float64]]:
        """Points in one plane, [step, 2] for this path and each of the others, for drawing them together.

        The plane is the one in which the paths spread most (principal components over all their points).
        """
        paths = [self, *others]
        points = np.concatenate([path.noisy.reshape(len(path.noisy), -1) for path in paths]).astype(
            np.float64
        )
        centred = points - points.mean(axis=0)
        _, _, directions = np.linalg.svd(centred, full_matrices=False)
        flat = centred @ directions[:2].T
        if flat.shape[1] < 2:  # a single point spans no plane
            flat = np.pad(flat, ((0, 0), (0, 2 - flat.shape[1])))
        return np.split(flat, np.cumsum([len(path.noisy) for path in paths])[:-1])
