"""A frame is kept as latents and developed when somebody looks."""

import numpy as np

from sdlab.film import Developer, Frame

GREY = Developer(matrix=np.zeros((4, 3), np.float32), bias=np.full(3, 0.5, np.float32))
RED = Developer(
    matrix=np.array([[1, 0, 0]] + [[0, 0, 0]] * 3, np.float32), bias=np.zeros(3, np.float32), enlarge=4
)


def latents(value):
    return np.full((4, 2, 3), value, np.float16)


def test_a_developed_frame_has_the_size_the_model_paints():
    assert GREY.develop(latents(0)).size == (24, 16)
    assert RED.develop(latents(0)).size == (12, 8)


def test_the_map_is_linear_and_clipped():
    assert GREY.develop(latents(9)).getpixel((5, 5)) == (128, 128, 128)
    assert RED.develop(latents(0.2)).getpixel((5, 5)) == (51, 0, 0)
    assert RED.develop(latents(7)).getpixel((5, 5)) == (255, 0, 0)


def test_a_frame_shows_both_looks():
    frame = Frame(1, 2, 999, noisy=latents(1), clean=latents(0), developer=RED)
    assert frame.picture("noisy").getpixel((0, 0)) == (255, 0, 0)
    assert frame.picture("clean").getpixel((0, 0)) == (0, 0, 0)
