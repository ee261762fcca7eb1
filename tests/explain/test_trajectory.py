import numpy as np
import pytest

from sdlab.errors import BadValue
from sdlab.explain.trajectory import Trajectory
from sdlab.film import Developer, Frame

DEVELOPER = Developer.linear(np.zeros((4, 3), np.float32), np.zeros(3, np.float32))


def film(points):
    """A film whose latents go through the given values."""
    return [
        Frame(
            step, len(points), 900 - step, np.full((4, 2, 2), point), np.full((4, 2, 2), 2 * point), DEVELOPER
        )
        for step, point in enumerate(np.asarray(points, np.float16), 1)
    ]


def test_a_film_becomes_arrays_in_the_order_of_its_steps():
    path = Trajectory.of(film([3, 1, 0]))
    assert path.timesteps.tolist() == [899, 898, 897]
    assert path.noisy.shape == path.clean.shape == (3, 4, 2, 2)
    assert path.noisy.dtype == np.float32
    assert path.noisy[:, 0, 0, 0].tolist() == [3, 1, 0]


def test_revision_and_distance_are_root_mean_squares():
    path = Trajectory.of(film([3, 1, 0]))
    assert path.revision.tolist() == [4, 2]
    assert path.distance_left.tolist() == [6, 2, 0]


def test_paths_are_laid_flat_with_their_distances_kept():
    one, other = Trajectory.of(film([3, 1, 0])), Trajectory.of(film([-3, 1]))
    flat = one.flattened(other)
    assert [points.shape for points in flat] == [(3, 2), (2, 2)]
    assert np.linalg.norm(flat[0][0] - flat[1][0]) == pytest.approx(6 * 16**0.5)
    assert np.allclose(flat[0][1], flat[1][1])


def test_one_point_spans_a_plane_all_the_same():
    assert Trajectory.of(film([1])).flattened()[0].shape == (1, 2)


def test_a_film_without_frames_has_no_path():
    with pytest.raises(BadValue, match="at least one frame"):
        Trajectory.of(())
