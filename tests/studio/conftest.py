"""What the tests of the studio's tasks share: a picture, and a studio whose model has a whole family."""

import shutil
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from standin import save_control, save_sd15, save_upscaler


@pytest.fixture(scope="session")
def scene():
    """A small picture with edges and colours, 64 × 64."""
    picture = Image.new("RGB", (64, 64), "skyblue")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 40, 63, 63), fill="green")
    pen.ellipse((16, 12, 48, 44), fill="red", outline="black")
    return picture


@pytest.fixture(scope="session")
def lonely_studio():
    """The bundled model without its family: by its path a model has no companions."""
    from sdlab.models import place
    from sdlab.studio import load

    with load(Path(place.__file__).with_name("bundled") / "tiny", device="cpu") as studio:
        yield studio


@pytest.fixture(scope="session")
def family(tmp_path_factory):
    """Stand-ins in Stable Diffusion's layout: a model, an upscaler and a ControlNet; and a studio on them."""
    import sdlab

    root = tmp_path_factory.mktemp("family")
    save_sd15(root / "tiny")
    save_upscaler(root / "tiny-upscale")
    save_control(root / "tiny-control")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sdlab.models.place.BUNDLED", root)
        studio = sdlab.load("tiny", device="cpu")
    with studio:
        yield root, studio
    shutil.rmtree(root)


@pytest.fixture
def family_studio(family, monkeypatch):
    """The studio of that family. Companions are found when they are asked for, so the shelf is the test's."""
    root, studio = family
    monkeypatch.setattr("sdlab.models.place.BUNDLED", root)
    return studio


@pytest.fixture(scope="session")
def filler_studio(tmp_path_factory):
    """A studio on a stand-in in the layout of Stable Diffusion's inpainting model."""
    import sdlab

    folder = save_sd15(tmp_path_factory.mktemp("filler"), fills=True)
    with sdlab.load(folder, device="cpu") as studio:
        yield studio
