"""Drawn pictures above their nearest training pictures."""

import numpy as np
import torch
from PIL import Image

from sdlab.train.score.likeness import trained_on
from sdlab.train.score.neighbour import FILE, Neighbour, chosen, page, save
from sdlab.train.sheet import CAPTION
from sdlab.train.workshop import Workshop
from sdlab.train.world.split import load_split


def noisy(seed: int) -> Image.Image:
    return Image.fromarray(np.random.default_rng(seed).integers(0, 255, (16, 16, 3), np.uint8)).resize(
        (128, 128)
    )


def test_the_most_alike_come_first_and_others_by_lot_whatever_they_are() -> None:
    alike = torch.rand(100, generator=torch.Generator().manual_seed(0))
    shown = chosen(alike)
    assert len(shown) == len(set(shown)) == 16
    assert alike[shown[:8]].tolist() == alike.sort(descending=True).values[:8].tolist()
    assert shown[8:] == chosen(alike)[8:]
    assert max(alike[shown[8:]]) < min(alike[shown[:8]])
    assert len(chosen(alike[:5])) == 4


def test_each_drawn_picture_stands_above_its_own_neighbour() -> None:
    colours = ["red", "lime", "blue", "white"]
    pairs = [
        Neighbour(Image.new("RGB", (16, 16), colour), "a dog", Image.new("RGB", (16, 16), colour), 0.5)
        for colour in colours
    ]
    made, high = page(pairs), 16 + CAPTION
    assert made.size == (2 * 20, 4 * high)
    for index, pair in enumerate(pairs):
        left, top = index % 2 * 20 + 8, index // 2 * 2 * high + 8
        for row in (top, top + high):
            assert made.getpixel((left, row)) == pair.drawn.getpixel((0, 0))


def test_a_whole_sheet_is_small_enough_to_ship(tmp_path) -> None:
    save([Neighbour(noisy(2 * seed), "a dog", noisy(2 * seed + 1), 0.9) for seed in range(16)], tmp_path)
    assert (tmp_path / FILE).stat().st_size < 150_000


def test_training_pictures_hold_nothing_that_is_held_out(workshop: Workshop) -> None:
    records, split = trained_on(workshop, 100), load_split()
    assert len(records) == 100
    assert not any(split.holds(record) for record in records)
    assert all(record.ground is None and record.relation is None for record in records[:50])
    assert any(record.ground for record in records[50:])
