"""What controls ask of a studio besides pictures."""

import numpy as np
import pytest
from PIL import Image

import sdlab.widgets
from sdlab.engine import Engine

PICTURE = Image.linear_gradient("L").convert("RGB")


def test_a_studio_is_an_engine(studio):
    asked = [name for name in vars(Engine) if not name.startswith("_")]
    assert set(asked) == {"facts", "submit", "tokens", "steps_run", "noised"}
    assert all(hasattr(studio, name) for name in asked)


@pytest.mark.parametrize(
    ("steps", "strength", "run"), [(20, 1.0, 20), (20, 0.6, 12), (20, 0.0, 0), (7, 0.5, 3)]
)
def test_the_steps_of_a_strength_are_diffusers_own(studio, steps, strength, run):
    assert studio.steps_run(steps, strength) == run


def test_noise_grows_with_strength(studio):
    pictures, times = zip(
        *(studio.noised(PICTURE, strength, seed=1) for strength in (0, 0.3, 0.9)), strict=True
    )
    assert times[0] == 0 < times[1] < times[2] < 1000
    assert len({picture.size for picture in pictures}) == 1
    gaps = [
        np.abs(np.asarray(pictures[0], float) - np.asarray(picture, float)).mean() for picture in pictures
    ]
    assert gaps[0] == 0 < gaps[1]


@pytest.mark.parametrize("size", [(256, 256), (160, 96), (97, 203), (300, 60)])
def test_what_is_noised_is_what_a_run_would_start_from(studio, size):
    picture = Image.effect_noise((16, 16), 90).convert("RGB").resize(size)
    start = studio.image_to_image(picture, "", strength=0).picture
    assert studio.noised(picture, 0, seed=1)[0].tobytes() == start.tobytes()
    assert studio.noised(picture, 0.5, seed=1)[0].size == start.size


def test_the_noise_is_the_seeds(studio):
    one, again, other = (studio.noised(PICTURE, 0.7, seed)[0].tobytes() for seed in (1, 1, 2))
    assert one == again != other


def test_the_panel_is_asked_for_at_the_widgets_door(studio, monkeypatch):
    asked = []
    monkeypatch.setattr(
        sdlab.widgets,
        "panel",
        lambda *given, **how: asked.append((given, how)) or "a panel",
        raising=False,
    )
    assert studio.panel("inpaint", PICTURE, live=True) == "a panel"
    assert asked == [((studio, "inpaint", PICTURE), {"live": True})]


def test_a_studio_says_what_it_is(studio):
    assert repr(studio).startswith('<Studio "tiny" on cpu, 128 × 128: text_to_image')
