"""Healing: a colour shift goes away at the rim, and nothing else changes."""

import numpy as np
import pytest
from PIL import Image

from sdlab.picture import heal
from sdlab.picture.healing import REACH


def test_healing_takes_a_colour_shift_away_at_the_rim_and_none_far_inside():
    original = Image.new("RGB", (128, 64), (100, 120, 140))
    painted = Image.new("RGB", (128, 64), (110, 120, 130))
    mask = Image.new("L", (128, 64), 0)
    mask.paste(255, (32, 0, 128, 64))
    healed = np.asarray(heal(painted, original, mask))
    assert healed[32, 33].tolist() == pytest.approx([100, 120, 140], abs=2)
    assert healed[32, 127].tolist() == pytest.approx([110, 120, 130], abs=1)


def test_healing_draws_no_edge_of_its_own_inside_the_hole():
    original = Image.new("RGB", (128, 128), (100, 120, 140))
    painted = Image.new("RGB", (128, 128), (200, 120, 40))
    mask = Image.new("L", (128, 128), 0)
    mask.paste(255, (24, 24, 104, 104))
    healed = np.asarray(heal(painted, original, mask)).astype(int)
    inside = healed[25:103, 25:103]
    steps = max(np.abs(np.diff(inside, axis=axis)).max() for axis in (0, 1))
    assert (
        steps <= 13
    )  # 100 levels over some 15 pixels, along a cosine; an edge would be a step of 20 and more
    reach = 24 + round(REACH)
    assert (healed[reach : 128 - reach, reach : 128 - reach] == (200, 120, 40)).all()


def test_healing_leaves_a_picture_without_rim_alone():
    painted = Image.effect_noise((32, 32), 50).convert("RGB")
    everywhere = Image.new("L", (32, 32), 255)
    assert heal(painted, Image.new("RGB", (32, 32)), everywhere).tobytes() == painted.tobytes()
