"""Models in the layouts of the real ones, by name over a hub, driven through every task the studio has."""

from dataclasses import replace
from pathlib import Path

import pytest
from loopback import COMMIT, Hub
from PIL import Image, ImageDraw

import sdlab
from sdlab.models.catalogue import entries, find
from sdlab.run import Run
from sdlab.studio import Studio

LAYOUTS = {
    "sd15": "sd15", "sd-turbo": "turbo", "lcm": "lcm", "sdxl": "sdxl", "sdxl-turbo": "sdxl",
    "x4-upscaler": "upscaler", "controlnet-scribble": "control", "controlnet-canny": "control",
}  # fmt: skip
STEPS = 2


@pytest.fixture
def full_hub(hub: Hub, layouts: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> Hub:
    """A hub with a stand-in for every name, each as small as its weights."""
    small = {name: replace(entry, side=128) for name, entry in entries().items()}
    monkeypatch.setattr("sdlab.models.catalogue._entries", small)
    for name, layout in LAYOUTS.items():
        source = find(name).sources[0]
        hub.folders[source.hub], hub.commits[source.hub] = layouts[layout], source.revision or COMMIT
    return hub


def scene() -> Image.Image:
    picture = Image.new("RGB", (64, 64), "skyblue")
    ImageDraw.Draw(picture).ellipse((16, 16, 48, 48), fill="orange")
    return picture


def tried(studio: Studio) -> dict[str, Run]:
    """One run for each task the studio offers, small and short."""
    picture, small = scene(), {"num_inference_steps": STEPS, "seed": 1}
    mask = Image.new("L", (64, 64))
    mask.paste(255, (16, 16, 48, 48))
    ways = {
        "text_to_image": lambda: studio.text_to_image("a cat", width=64, height=64, **small),
        "unconditional": lambda: studio.unconditional(width=64, height=64, **small),
        "image_to_image": lambda: studio.image_to_image(picture, "a cat", strength=0.6, **small),
        "inpaint": lambda: studio.inpaint(picture, mask, "a cat", **small),
        "outpaint": lambda: studio.outpaint(picture, right=32, prompt="a cat", **small),
        "upscale": lambda: studio.upscale(picture.resize((16, 16)), **small),
        "control": lambda: studio.control(picture, "a cat", kind="scribble", **small),
    }
    return {task: ways[task]() for task in studio.facts.tasks}


@pytest.mark.parametrize("name", ["sd15", "sd-turbo", "lcm", "sdxl"])
def test_every_task_a_model_offers_gives_a_picture(full_hub: Hub, name: str) -> None:
    with sdlab.load(name, device="cpu") as studio:
        runs = tried(studio)
    assert {"text_to_image", "image_to_image", "inpaint", "outpaint", "upscale"} <= set(runs)
    assert ("control" in runs) == (name in ("sd15", "lcm"))
    assert runs["outpaint"].picture.size[0] == 96
    assert runs["upscale"].picture.size == (64, 64)
    for run in runs.values():
        assert run.recipe.model == name
        assert any(low < high for low, high in run.picture.getextrema())


def test_few_step_models_begin_with_their_own_settings(full_hub: Hub) -> None:
    with sdlab.load("sdxl-turbo", device="cpu") as studio:
        recipe = studio.text_to_image("a cat", width=64, height=64).recipe
    assert (recipe.num_inference_steps, recipe.guidance_scale, recipe.scheduler) == (2, 0.0, "euler_a")


def test_the_upscaler_loads_alone(full_hub: Hub) -> None:
    with sdlab.load("x4-upscaler", device="cpu") as studio:
        assert list(tried(studio)) == ["upscale"]
