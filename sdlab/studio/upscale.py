"""A picture made larger by a model that invents the detail, tile by tile."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import torch
from PIL import Image

from sdlab.errors import BadValue
from sdlab.mask import Box
from sdlab.models import Model
from sdlab.picture import open_picture
from sdlab.recipe import Recipe
from sdlab.run import Run
from sdlab.studio.image_to_image import start_of
from sdlab.studio.sampling import looks, sample
from sdlab.studio.watch import Watch

if TYPE_CHECKING:
    from diffusers import DiffusionPipeline

    from sdlab.film import Frame

FACTOR = 4  # what the models enlarge by
MAX_PIXELS = 1024 * 1024
_NOISE_LEVEL = (
    20  # diffusers' own default: how much of the small picture's finest detail is not to be trusted
)


def make(model: Model, recipes: Sequence[Recipe], watch: Watch) -> list[Run]:
    """The start picture of each recipe, its sides times the recipe's factor.

    Every tile starts from its part of one noise that spans the picture, so that tiles agree where they
    overlap, and is faded into its neighbours there. Only one tile is in the model's memory at a time.
    """
    server = model.server("upscale")
    pipeline = server.pipeline("upscale")
    side = tile_side(pipeline)
    tiled = sum(len(list(_boxes(recipe, side))) for recipe in recipes)
    watch.expect(tiled * looks(server, recipes[0]))
    return [_enlarged(server, pipeline, recipe, watch, side) for recipe in recipes]


def tile_side(pipeline: "DiffusionPipeline") -> int:
    """The side of a tile in pixels of the small picture: the latents' own in training, 128 at most."""
    size = pipeline.unet.config.sample_size
    return min(int(size if isinstance(size, int) else min(size)), 128)


def check_enlargeable(size: tuple[int, int]) -> None:
    """Pass the size of a picture of at most 1024 × 1024 pixels."""
    if size[0] * size[1] > MAX_PIXELS:
        allowed = "a picture of at most 1024 × 1024 pixels"
        raise BadValue("picture", f"{size[0]} × {size[1]} pixels", allowed, "Crop it, or make it smaller.")


def tiles(size: tuple[int, int], side: int) -> Iterator[Box]:
    """Boxes of side × side that cover a picture of `size`, neighbours sharing at least a quarter of it."""
    for top in _starts(size[1], side):
        for left in _starts(size[0], side):
            yield left, top, left + side, top + side


def _starts(length: int, side: int) -> list[int]:
    """Starts of equal tiles over a length, evenly spread; one alone where it covers all."""
    if length <= side:
        return [0]
    count = -(-(length - side) // (side * 3 // 4)) + 1
    return [round(start) for start in np.linspace(0, length - side, count)]


def _boxes(recipe: Recipe, side: int) -> Iterator[Box]:
    return tiles(start_of(recipe).picture.picture.size, side)


def _enlarged(model: Model, pipeline: "DiffusionPipeline", recipe: Recipe, watch: Watch, side: int) -> Run:
    picture = open_picture(start_of(recipe).picture.picture)
    check_enlargeable(picture.size)
    padded = pad(picture, side)
    noise = _noise(pipeline, recipe, padded.size)
    large = Image.new("RGB", (padded.width * FACTOR, padded.height * FACTOR))
    film: list[Frame] = []
    boxes = list(tiles(padded.size, side))
    for left, top, right, bottom in boxes:
        latents = noise[:, :, top:bottom, left:right]
        inputs = {
            "image": [padded.crop((left, top, right, bottom))],
            "latents": latents,
            "noise_level": _NOISE_LEVEL,
        }
        run = sample(model, pipeline, [recipe], watch, inputs)[0]
        corner = (left * FACTOR, top * FACTOR)
        large.paste(run.picture, corner, fading(corner, run.picture.size))
        film.extend(run.film if not film else run.film[-1:])  # all of all would outgrow the picture
    large = large.crop((0, 0, picture.width * FACTOR, picture.height * FACTOR))
    factor = recipe.factor or FACTOR
    if factor != FACTOR:
        large = large.resize((picture.width * factor, picture.height * factor), Image.Resampling.LANCZOS)
    note = f"{len(boxes)} tile{'s' if len(boxes) > 1 else ''} of {side} × {side} pixels"
    if recipe.adapters:
        note += "; without its adapters, which do not fit the upscaler"
    return Run(picture=large, recipe=recipe.but(note=note), film=tuple(film))


def pad(picture: Image.Image, side: int) -> Image.Image:
    """The picture with its last row and column repeated until a tile fits."""
    right, bottom = max(side - picture.width, 0), max(side - picture.height, 0)
    if not (right or bottom):
        return picture
    rows = np.pad(np.asarray(picture), ((0, bottom), (0, right), (0, 0)), mode="edge")
    return Image.fromarray(rows)


def _noise(pipeline: "DiffusionPipeline", recipe: Recipe, size: tuple[int, int]) -> torch.Tensor:
    channels = pipeline.vae.config.latent_channels
    generator = torch.Generator("cpu").manual_seed(recipe.seed)
    noise = torch.randn(1, channels, size[1], size[0], generator=generator)
    return noise.to(pipeline.unet.device, pipeline.unet.dtype)


def fading(corner: tuple[int, int], size: tuple[int, int]) -> Image.Image:
    """How much of a tile to lay over what is there: all, fading in from the sides where a neighbour lies."""
    band = min(size) // 4
    ramps = [
        np.ones(length) if start == 0 else np.minimum((np.arange(length) + 1) / (band + 1), 1)
        for start, length in zip(corner, size, strict=True)
    ]
    share = np.outer(ramps[1], ramps[0])
    return Image.fromarray((share * 255).round().astype(np.uint8))
