"""Whatever the public methods are given, they answer with pictures or with an error of ours."""

import contextlib
import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from sdlab.errors import BadValue, SdlabError
from sdlab.recipe import Recipe
from sdlab.run import Run

PICTURE = Image.new("RGB", (64, 64), "teal")
QUICK = {"num_inference_steps": 2, "seed": 3}

odd = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**20), 10**20), st.floats(), st.text(max_size=5),
    st.binary(max_size=5), st.lists(st.integers(0, 9), max_size=3), st.just(PICTURE), st.just({}),
    st.just(np.zeros((0, 3))), st.just(10**400),
)  # fmt: skip
settings_of_all = ("seed", "num_inference_steps", "guidance_scale", "scheduler")
sized = (*settings_of_all, "width", "height", "count", "negative_prompt")

# method → what it is given in order, and further names that may be given something odd
METHODS = {
    "text_to_image": (["a cat"], sized),
    "unconditional": ([1], ("seed", "num_inference_steps", "scheduler", "width", "height")),
    "image_to_image": ([PICTURE, "a cat"], (*sized, "strength")),
    "inpaint": (
        [PICTURE, (8, 8, 40, 40), "a cat"], (*sized, "strength", "grow", "feather", "padding"),
    ),
    "outpaint": (
        [PICTURE, "a cat"], (*settings_of_all, "left", "right", "top", "bottom", "overlap", "count"),
    ),
    "upscale": ([PICTURE], (*settings_of_all, "factor", "prompt")),
    "control": ([PICTURE, "a cat"], (*sized, "kind", "weight", "start", "end", "picture", "drawn")),
    "interpolate": (["a cat"], ("to_prompt", "to_seed", "count", "seed")),
    "grid": (["a cat", ("seed", [1, 2])], ("down", "seed")),
    "branch": ([Recipe(prompt="a cat"), 2], ("prompt", "negative_prompt", "guidance_scale")),
    "load_adapter": (["no.safetensors"], ("weight", "name")),
    "tokens": (["a cat"], ()),
    "run": ([Recipe(prompt="a cat")], ()),
    "heat_maps": ([""], ()),
    "glimpse": ([PICTURE, 500], ("prompt", "negative_prompt", "guidance_scale", "seed")),
    "steps_run": ([20, 0.5], ()),
    "noised": ([PICTURE, 0.5, 1], ("num_inference_steps",)),
}  # fmt: skip


@pytest.fixture
def idle(family_studio, monkeypatch):
    """The studio, its worker painting nothing: what is fuzzed is what comes before."""

    def paint(order):
        order.job.begin()
        for recipe in order.job.recipes:
            order.job.deliver(Run(picture=PICTURE, recipe=recipe))
        order.job.end()

    monkeypatch.setattr(family_studio._worker, "submit", paint)
    return family_studio


@pytest.mark.parametrize("method", METHODS)
def test_no_argument_whatever_it_is_breaks_a_method(idle, method):
    usual, names = METHODS[method]

    @settings(max_examples=25)
    @given(st.data())
    def fuzz(data):
        given_in_order = list(usual)
        if data.draw(st.booleans()):
            given_in_order[data.draw(st.integers(0, len(usual) - 1))] = data.draw(odd)
        chosen = data.draw(st.lists(st.sampled_from(names), max_size=2, unique=True)) if names else []
        with contextlib.suppress(SdlabError):
            getattr(idle, method)(*given_in_order, **{name: data.draw(odd) for name in chosen})

    fuzz()


@pytest.mark.parametrize("size", [(1, 1), (1, 200), (200, 1)])
def test_a_picture_of_one_pixel_or_one_line_goes_through_every_task(family_studio, size):
    thin, box = Image.new("RGB", size, "red"), (0, 0, *size)
    assert min(family_studio.image_to_image(thin, "a cat", **QUICK).picture.size) >= 64
    assert family_studio.inpaint(thin, box, "a cat", width=64, height=64, **QUICK).picture.size == size
    wide = family_studio.outpaint(thin, "a cat", right=8, overlap=64, **QUICK).picture
    assert wide.size == (size[0] + 8, size[1])
    assert wide.crop(box).tobytes() == thin.tobytes()
    assert family_studio.upscale(thin, **QUICK).picture.size == (4 * size[0], 4 * size[1])
    assert family_studio.control(thin, "a cat", drawn=True, width=64, height=64, **QUICK).picture.size == (
        64,
        64,
    )


@pytest.mark.parametrize(
    ("method", "given_in_order", "more"),
    [
        ("upscale", [PICTURE, 3], {}),
        ("upscale", [PICTURE], {"prompt": ["a cat", "a dog"]}),
        ("control", [PICTURE, "a cat"], {"start": -0.5}),
        ("control", [PICTURE, "a cat"], {"end": 2}),
        ("control", [PICTURE, "a cat"], {"start": 0.5, "end": 0.5}),
        ("outpaint", [PICTURE, "grass"], {"right": 4090}),
        ("inpaint", [PICTURE, (8, 8, 65, 40), "a cat"], {}),
    ],
)
def test_what_is_refused_comes_with_a_remedy(idle, method, given_in_order, more):
    with pytest.raises(BadValue) as caught:
        getattr(idle, method)(*given_in_order, **more)
    assert caught.value.remedy
    assert str(caught.value).endswith(caught.value.remedy)


def test_a_mask_that_is_white_all_over_repaints_everything(family_studio, scene):
    run = family_studio.inpaint(scene, Image.new("L", scene.size, 255), "a cat", **QUICK)
    assert (np.asarray(run.picture) != np.asarray(scene)).any(axis=2).mean() > 0.5


def test_two_tasks_at_once_give_what_each_gives_alone(family_studio, scene):
    ways = [
        lambda: family_studio.text_to_image("a cat", width=64, height=64, **QUICK),
        lambda: family_studio.image_to_image(scene, "a cat", **QUICK),
    ]
    alone, together = [way().picture.tobytes() for way in ways], {}
    threads = [
        threading.Thread(target=lambda way=way, number=number: together.update({number: way()}))
        for number, way in enumerate(ways)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert [together[number].picture.tobytes() for number in (0, 1)] == alone
