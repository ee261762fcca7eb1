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
def family_studio(tmp_path_factory):
    """A studio on stand-ins in Stable Diffusion's layout: a model, a filler, an upscaler and a ControlNet."""
    import sdlab

    root = tmp_path_factory.mktemp("family")
    save_sd15(root / "tiny")
    save_upscaler(root / "tiny-upscale")
    save_control(root / "tiny-control")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sdlab.models.place.BUNDLED", root)
        with sdlab.load("tiny", device="cpu") as studio:
            yield studio
    shutil.rmtree(root)


@pytest.fixture(scope="session")
def filler_studio(tmp_path_factory):
    """A studio on a stand-in in the layout of Stable Diffusion's inpainting model."""
    import sdlab

    folder = save_sd15(tmp_path_factory.mktemp("filler"), fills=True)
    with sdlab.load(folder, device="cpu") as studio:
        yield studio
