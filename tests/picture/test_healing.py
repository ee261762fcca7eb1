"""Healing: a colour shift goes away at the rim, and nothing else changes."""

import numpy as np
import pytest
from PIL import Image

from sdlab.picture import heal


def test_healing_takes_a_colour_shift_away_at_the_rim_and_none_far_inside():
    original = Image.new("RGB", (128, 64), (100, 120, 140))
    painted = Image.new("RGB", (128, 64), (110, 120, 130))
    mask = Image.new("L", (128, 64), 0)
    mask.paste(255, (32, 0, 128, 64))
    healed = np.asarray(heal(painted, original, mask))
    assert healed[32, 33].tolist() == pytest.approx([100, 120, 140], abs=2)
    assert healed[32, 127].tolist() == pytest.approx([110, 120, 130], abs=1)


def test_healing_leaves_a_picture_without_rim_alone():
    painted = Image.effect_noise((32, 32), 50).convert("RGB")
    everywhere = Image.new("L", (32, 32), 255)
    assert heal(painted, Image.new("RGB", (32, 32)), everywhere).tobytes() == painted.tobytes()
