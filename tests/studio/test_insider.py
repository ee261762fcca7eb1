import threading

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from sdlab.errors import BadValue

SMALL = {"num_inference_steps": 2, "width": 64, "height": 64, "seed": 3}


def test_every_word_has_a_map_and_the_run_is_the_same(studio):
    run = studio.text_to_image("a red apple", **SMALL)
    maps = studio.heat_maps(run)
    assert [heat.word for heat in maps] == ["a", "red", "apple"]
    assert all(heat.share.shape == maps[0].share.shape and heat.share.min() >= 0 for heat in maps)
    assert sum(heat.share for heat in maps).max() <= 1
    again = studio.run(run.recipe)
    assert np.array_equal(np.asarray(again.picture), np.asarray(run.picture))


def test_weighted_words_keep_their_places(studio):
    recipe = studio.text_to_image("a (red:1.4) apple", **SMALL).recipe
    plain = studio.heat_maps(recipe.but(prompt="a red apple"))
    weighted = studio.heat_maps(recipe)
    assert [(heat.word, heat.start) for heat in weighted][-1] == ("apple", 12)
    assert {heat.word for heat in plain} <= {heat.word for heat in weighted}


def test_no_word_no_map(studio):
    with pytest.raises(BadValue, match="No word"):
        studio.heat_maps(studio.unconditional(**SMALL))


def test_no_step_no_map(studio, scene):
    still = studio.image_to_image(scene, "a cat", strength=0.1, **SMALL)
    with pytest.raises(BadValue, match=r"strength must be high enough .* of 2 steps .* No step"):
        studio.heat_maps(still)


def test_a_recipe_that_fails_leaves_the_studio_usable(studio):
    recipe = studio.text_to_image("a cat", **SMALL).recipe
    with pytest.raises(BadValue):
        studio.heat_maps(recipe.but(prompt="(a cat:3)"))
    assert studio.heat_maps(recipe)


def test_the_model_is_watched_that_serves_with_the_runs_adapters(studio, scene, tmp_path):
    first = studio._worker.ask(lambda model: model.components["unet"].trunk.conv_in.weight)
    down, up = torch.ones(2, *first.shape[1:]), torch.full((len(first), 2, 1, 1), 1e-4)
    path = tmp_path / "tiny_only.safetensors"
    save_file({"unet.trunk.conv_in.lora_A.weight": down, "unet.trunk.conv_in.lora_B.weight": up}, path)
    recipe = studio.inpaint(scene, (16, 16, 48, 48), "a red apple", **SMALL).recipe
    adapted = recipe.but(adapters=(studio.load_adapter(path),))
    for each in (adapted, recipe):  # with it the model itself fills the hole, without it its companion
        assert [heat.word for heat in studio.heat_maps(each)] == ["a", "red", "apple"]


def test_a_glimpse_asked_for_meanwhile_does_not_show_in_the_maps(studio, scene, monkeypatch):
    recipe = studio.text_to_image("a red apple", **SMALL).recipe
    alone = [heat.share for heat in studio.heat_maps(recipe)]
    submit, looks = studio._worker.submit, []
    asker = threading.Thread(target=lambda: looks.append(studio.glimpse(scene, 500, "a cat")), daemon=True)

    def ask(news):
        if news.progress.step == 1 and not asker.ident:
            asker.start()
            while not studio._worker._long:
                asker.join(0.001)  # until it lies before the worker, which is waiting for us

    def submit_heard(order):
        order.job.listen(ask)
        submit(order)

    monkeypatch.setattr(studio._worker, "submit", submit_heard)
    maps = [heat.share for heat in studio.heat_maps(recipe)]
    asker.join(120)
    assert all(np.array_equal(one, other) for one, other in zip(maps, alone, strict=True))
    assert looks
