"""Sheets and sampling: fixed prompts, one seed a picture."""

import numpy as np
from PIL import Image

from sdlab.train.picture import beside
from sdlab.train.sampling import Sampling, sampled
from sdlab.train.sheet import CAPTION, PROMPTS, drawn, sheet
from sdlab.train.workshop import Workshop


def test_the_third_of_a_batch_equals_the_same_seed_alone(trained: Workshop) -> None:
    member = trained.member()
    third = sampled(member, ["a dog", "a cat", "a fish"], Sampling(3, 4.0, 10))[2]
    alone = sampled(member, ["a fish"], Sampling(3, 4.0, 12))[0]
    difference = np.abs(np.asarray(third, float) - np.asarray(alone, float))
    assert difference.max() <= 2


def test_guidance_of_one_ignores_the_empty_prompt(trained: Workshop) -> None:
    member = trained.member()
    plain, guided = (sampled(member, ["a dog"], Sampling(3, scale, 1))[0] for scale in (1.0, 6.0))
    assert not np.array_equal(np.asarray(plain), np.asarray(guided))


def test_a_sheet_has_a_row_for_every_eight_prompts(trained: Workshop) -> None:
    pictures = [Image.new("RGB", (16, 16), "red")] * 9
    page = sheet(pictures, ["a dog"] * 9)
    assert page.size == (8 * 20, 2 * (16 + CAPTION))
    assert page.getpixel((2, 16 + CAPTION)) == (255, 0, 0)
    assert drawn(trained.member(), ("a dog",), Sampling(1)).size[1] == 128 + CAPTION


def test_pictures_lie_beside_each_other_in_order() -> None:
    page = beside([Image.new("RGB", (4, 4), colour) for colour in ("red", "lime", "blue")], columns=2)
    assert page.getpixel((0, 0)) == (255, 0, 0)
    assert page.getpixel((6, 0)) == (0, 255, 0)
    assert page.getpixel((0, 6)) == (0, 0, 255)


def test_the_sheet_shows_what_the_documentation_promises() -> None:
    assert len(PROMPTS) == 16
    assert "an astronaut riding a horse" in PROMPTS


def test_a_long_caption_is_read_to_its_end_on_a_second_line() -> None:
    words = "an astronaut riding a horse on grass"
    page, cut = (sheet([Image.new("RGB", (128, 128))], [text]) for text in (words, words[:27]))
    assert not np.array_equal(np.asarray(page), np.asarray(cut))
