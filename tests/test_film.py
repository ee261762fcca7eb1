"""A frame is kept as latents and developed when somebody looks."""

import numpy as np

from sdlab.film import Developer, Frame

GREY = Developer.linear(matrix=np.zeros((4, 3), np.float32), bias=np.full(3, 0.5, np.float32))
RED = Developer.linear(
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


def test_a_kernel_makes_finer_pixels_than_latents():
    kernel = np.zeros((2, 1, 1, 2, 2, 3), np.float32)
    kernel[0, 0, 0, 0, 1] = 1  # the upper right quarter of a latent is white, the rest black
    picture = np.asarray(Developer(kernel, enlarge=2).develop(np.ones((1, 1, 2), np.float16)))
    assert picture[..., 0].tolist() == [[0, 255, 0, 255], [0, 0, 0, 0]]


def test_a_kernel_sees_neighbours_and_the_rim():
    kernel = np.zeros((2, 3, 3, 1, 1, 3), np.float32)
    kernel[0, 1, 0] = 1  # the latent on the left
    kernel[1, 1, 2] = 0.2  # something on the right
    picture = np.asarray(Developer(kernel, enlarge=1).develop(np.array([[[0.4, 0.6, 0.8]]], np.float16)))
    assert picture[0, :, 0].tolist() == [51, 153, 153]


def test_a_matrix_is_a_kernel_of_one_latent():
    rng = np.random.default_rng(0)
    seen = rng.random((4, 3, 5), np.float32).astype(np.float16)
    matrix, bias = rng.random((4, 3), np.float32) / 8, rng.random(3, np.float32) / 8
    wanted = np.einsum("cyx,cr->yxr", seen.astype(np.float32), matrix) + bias
    found = np.asarray(Developer.linear(matrix, bias, enlarge=1).develop(seen)) / 255
    assert np.allclose(found, wanted, atol=0.5 / 255 + 1e-6)
