"""Every exercise three ways: untouched is "not yet", the common slip is named, the right answer passes."""

from math import sqrt

import numpy as np
import pytest
from PIL import Image

import sdlab
from sdlab.recipe import Hole, Margin, Plate, Recipe, Start
from sdlab.run import Run

RNG = np.random.default_rng(0)
DAY = Image.fromarray(RNG.integers(0, 256, (128, 128, 3), np.uint8))
BOX = Image.new("L", (128, 128))
BOX.paste(255, (32, 32, 96, 96))


@pytest.fixture(autouse=True)
def _no_progress(monkeypatch):
    monkeypatch.setenv("SDLAB_PROGRESS", "")


def run(picture=DAY, **change) -> Run:
    return Run(picture, Recipe(**({"prompt": "a cat"} | change)))


def sweep(scales, seeds, **change):
    return [[run(guidance_scale=g, seed=s, **change) for s in seeds] for g in scales]


def noticed(levels: float, **change) -> Run:
    shifted = Image.fromarray(np.clip(np.asarray(DAY, float) + levels, 0, 255).astype(np.uint8))
    return run(shifted, **change)


def night(strength, prompt="a house at night") -> Run:
    return run(task="image_to_image", prompt=prompt, start=Start(picture=Plate.of(DAY), strength=strength))


def filled(paint_box=(40, 40, 90, 90), mask=BOX, prompt="a cat") -> Run:
    after = DAY.copy()
    after.paste("red", paint_box)
    whole = Start(picture=Plate.of(DAY), strength=1.0)
    return run(after, task="inpaint", prompt=prompt, start=whole, hole=Hole(mask=Plate.of(mask)))


def widened(width=192, keep=True) -> Run:
    wide = Image.new("RGB", (width, 128))
    wide.paste(DAY if keep else "red", (0, 0, 128, 128))
    margin = Margin(right=width - 128)
    return run(wide, task="outpaint", start=Start(picture=Plate.of(DAY), strength=1.0), margin=margin)


CLASSMATE = {
    "prompt": "a house in the snow at sunset",
    "seed": 2026,
    "num_inference_steps": 16,
    "guidance_scale": 6.0,
}
SLIPS = [
    ("01.1", "A", "drawn from the seed"),
    ("01.1", "C", "noise would have to be the same"),
    ("01.1", "D", "one letter"),
    ("01.2", "classmate.png", "Give the run"),
    ("01.2", run(**CLASSMATE | {"seed": 1}), "another seed is another noise"),
    ("01.2", run(**CLASSMATE | {"prompt": "a dog"}), "prompt differ"),
    ("01.3", run(), "a list of runs"),
    ("01.3", [run(seed=1), run(seed=2)], "you have 2"),
    ("01.3", [run(seed=1), run(seed=2, prompt="a dog"), run(seed=3)], "prompt changed too"),
    ("02.1", lambda c, n, a: a * c + (1 - a) * n, "square roots are missing"),
    ("02.1", lambda c, n, a: sqrt(1 - a) * c + sqrt(a) * n, "changed places"),
    ("02.1", lambda c, n, a: None, "gives nothing back"),
    ("02.1", lambda c, n: c, "TypeError"),
    ("02.1", lambda c, n, a: c, "it should give"),
    ("02.1", 3, "function itself"),
    ("02.2", lambda x, n, a: x - sqrt(1 - a) * n, "too faint"),
    ("02.2", lambda x, n, a: (x - sqrt(1 - a) * n) / a, "not by ᾱ"),
    ("02.2", lambda x, n, a: (x - n) / sqrt(a), "as strongly as it was added"),
    ("02.3", "A", "does not yet"),
    ("02.3", "C", "average"),
    ("05.1", lambda u, c, g: c + g * (c - u), "scale 1 already exaggerates"),
    ("05.1", lambda u, c, g: u + g * c, "difference of the two"),
    ("05.1", lambda u, c, g: u + g * (u - c), "wrong way"),
    ("05.2", "A", "erased afterwards"),
    ("05.2", "C", "no sign"),
    ("05.3", run(), "list of runs"),
    ("05.3", sweep([1, 5], [1, 2, 3]), "at least three scales"),
    ("05.3", sweep([1, 5, 9], [1, 2]), "an accident"),
    ("05.3", sweep([1, 5, 9], [1, 2, 3]) + sweep([1], [1], prompt="a dog"), "prompt changed"),
    ("05.3", [run(guidance_scale=g, seed=g) for g in (1, 2, 3)], "not every scale"),
    ("06.1", lambda side: side // 8 * 8, "rounds down"),
    ("06.1", lambda side: -(-side // 8) * 8, "rounds up"),
    ("06.1", lambda side: round(side / 8), "multiply by 8"),
    ("06.2", "A", "new noise at every step"),
    ("06.2", "C", "run it twice"),
    ("06.3", [run()], "two runs"),
    ("06.3", [run(num_inference_steps=8), run(num_inference_steps=20)], "50 steps"),
    ("06.3", [run(num_inference_steps=8, seed=4), run(num_inference_steps=50)], "seed changed"),
    ("06.3", [run(num_inference_steps=30, scheduler="heun"), run(num_inference_steps=50)], "60 times"),
    ("06.3", [noticed(40, num_inference_steps=8), run(num_inference_steps=50)], "another picture"),
    ("08.1", lambda steps, s: int(steps * (1 - s)), "not the share that is skipped"),
    ("08.1", lambda steps, s: round(steps * s), "round down"),
    ("08.1", lambda steps, s: steps * s, "whole number"),
    ("08.2", "A", "other end"),
    ("08.2", "C", "never asked"),
    ("08.3", run(prompt="a house at night"), "words alone"),
    ("08.3", night(0.5, "a house"), "must say"),
    ("08.3", night(0.1), "no time to turn dark"),
    ("08.3", night(0.95), "old layout is gone"),
    ("09.1", lambda k, p, m: m * k + (1 - m) * p, "wrong way round"),
    ("09.1", lambda k, p, m: k + m * p, "adds the two"),
    ("09.1", lambda k, p, m: m * p, "is missing"),
    ("09.2", run(), "inpaint gave you"),
    ("09.2", filled(prompt="a dog"), "ask for a cat"),
    ("09.2", filled(mask=Image.new("L", (128, 128), 255)), "100%"),
    ("09.2", filled((0, 0, 50, 50)), "outside the mask changed"),
    ("09.2", filled((0, 0, 0, 0)), "nothing inside"),
    ("09.3", run(), "outpaint gave you"),
    ("09.3", widened(160), "one and a half times"),
    ("09.3", widened(keep=False), "was changed"),
]
RIGHT = {
    "01.1": " b ",
    "01.2": run(**CLASSMATE),
    "01.3": [run(seed=1), run(seed=2), run(seed=3)],
    "02.1": lambda c, n, a: sqrt(a) * c + sqrt(1 - a) * n,
    "02.2": lambda x, n, a: (x - sqrt(1 - a) * n) / sqrt(a),
    "02.3": "B",
    "05.1": lambda u, c, g: u + g * (c - u),
    "05.2": "B",
    "05.3": sweep([1, 5, 9], [1, 2, 3]),
    "06.1": lambda side: round(side / 8 + 1e-9) * 8,
    "06.2": "B",
    "06.3": [noticed(2, num_inference_steps=8, scheduler="dpmpp_2m"), run(num_inference_steps=50)],
    "08.1": lambda steps, s: int(steps * s),
    "08.2": "B",
    "08.3": night(0.55),
    "09.1": lambda k, p, m: m * p + (1 - m) * k,
    "09.2": filled(),
    "09.3": widened(),
}


@pytest.mark.parametrize("name", RIGHT)
def test_untouched_is_not_yet(name):
    for nothing in (None, ...):
        verdict = sdlab.check(name, nothing)
        assert not verdict
        assert "not yet" in verdict.words


@pytest.mark.parametrize(("name", "answer", "hint"), SLIPS, ids=[f"{name}-{hint}" for name, _, hint in SLIPS])
def test_a_common_slip_is_named(name, answer, hint):
    verdict = sdlab.check(name, answer)
    assert not verdict
    assert hint in verdict.words


@pytest.mark.parametrize("name", RIGHT)
def test_the_right_answer_passes(name):
    verdict = sdlab.check(name, RIGHT[name])
    assert verdict, verdict.words
    assert verdict.words.startswith("right.")


@pytest.mark.parametrize("name", RIGHT)
@pytest.mark.parametrize(
    "nonsense", ["", 0, [], {}, object(), lambda *_: None, [[]], [None], np.zeros(3)], ids=repr
)
def test_nonsense_gets_a_hint_and_never_raises(name, nonsense):
    assert not sdlab.check(name, nonsense)
