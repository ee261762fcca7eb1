"""A world of plain shapes under the real names, so that no test needs the network or the real drawings."""

import colorsys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from sdlab.train import autoencoder, denoiser
from sdlab.train.workshop import Sizes, Workshop
from sdlab.train.world.compose import Composer
from sdlab.train.world.concept import STYLES, all_concepts
from sdlab.train.world.icon import Art
from sdlab.train.world.sampler import Sampler
from sdlab.train.world.split import load_split

SMALL = Sizes(
    vae=autoencoder.Shape(channels=8, encoder=(0, 1, 1, 1), decoder=(1, 1, 1, 0)),
    unet=denoiser.Shape(width=32, layers=2, heads=2, text_width=48, text_layers=1),
    stock=32,
    held=16,
    captions=3000,
    ring=64,
)


def shape(index: int, style: int) -> np.ndarray:
    picture = Image.new("RGBA", (40, 30 + index % 10))
    pen = ImageDraw.Draw(picture)
    fill = tuple(round(part * 255) for part in colorsys.hsv_to_rgb(index * 0.07 % 1, 0.9, 0.8))
    box = (0, 0, picture.width - 1, picture.height - 1)
    (pen.ellipse, pen.rectangle)[style % 2](box, fill=fill, outline="black", width=1 + style // 2)
    return np.asarray(picture)


@pytest.fixture(scope="session")
def art() -> Art:
    return Art(
        {
            (concept.name, style): shape(index, number)
            for index, concept in enumerate(all_concepts())
            for number, style in enumerate(STYLES)
        }
    )


@pytest.fixture(scope="session")
def composer(art: Art) -> Composer:
    return Composer(art)


@pytest.fixture
def sampler(art: Art) -> Sampler:
    return Sampler(art, load_split(), 7)


@pytest.fixture(scope="session")
def lines() -> list[str]:
    return []


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory, art: Art, lines: list[str]) -> Workshop:
    made = Workshop(tmp_path_factory.mktemp("train"), lines.append, SMALL)
    made.art, made.large_composer = art, Composer(art, scale=4)
    return made


@pytest.fixture(scope="session")
def trained(workshop: Workshop) -> Workshop:
    """A workshop in which every stage ran for a few steps."""
    from sdlab.train.denoising import Plan
    from sdlab.train.progress import Budget

    workshop.train_autoencoder(Budget(5, 64))
    workshop.train_denoiser(Budget(5, 32), Plan(batch=8), compiled=False)
    return workshop


@pytest.fixture(scope="session")
def shelf(trained: Workshop, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The trained member, exported."""
    from sdlab.train.card import shipped

    folder = tmp_path_factory.mktemp("bundled") / "tiny"
    shipped(trained, folder, ("a dog", "a cat"))
    return folder
