"""Prompts as the model reads them."""

import pytest
import torch

from sdlab.studio.text import embed

LONG = "a cat and a dog, " * 20


@pytest.fixture
def pipeline(studio):
    return studio._worker.ask(lambda model: model.pipeline("text_to_image"))


def test_tokens_are_found_at_their_places(studio):
    prompt = "a (red:1.2) apple"
    tokens = studio.tokens(prompt)
    assert "".join(token.text for token in tokens) == "aredapple"
    assert all(prompt[token.start : token.end] == token.text for token in tokens)
    assert all(token.is_read for token in tokens)


def test_escaped_brackets_are_tokens_and_others_none(studio):
    prompt = r"a ((red)) \(apple\) [tree]"
    tokens = studio.tokens(prompt)
    assert "".join(token.text for token in tokens) == "ared(apple)tree"
    assert [prompt[token.start : token.end] for token in tokens][:2] == ["a", "red"]


def test_a_plain_text_is_embedded_as_diffusers_does(studio, pipeline):
    ours, theirs = studio._worker.ask(
        lambda model: (
            embed(pipeline, "a red apple")[0],
            pipeline.encode_prompt("a red apple", "cpu", 1, False)[0],
        )
    )
    assert torch.allclose(ours, theirs, atol=1e-5)


def test_weight_one_changes_nothing_and_others_do(studio, pipeline):
    texts = ("a red apple", "a (red:1) apple", "a (red:1.5) apple", "a (red:0) apple", "")
    plain, one, more, none, empty = studio._worker.ask(
        lambda model: [embed(pipeline, text)[0][0] for text in texts]
    )
    assert torch.allclose(plain, one, atol=1e-5)
    assert torch.allclose(more[2] - empty[2], 1.5 * (plain[2] - empty[2]), atol=1e-4)
    assert torch.allclose(none[2], empty[2], atol=1e-5)
    assert torch.allclose(more[:2], plain[:2], atol=1e-5)


def test_a_weighted_word_changes_the_picture(studio):
    one, other = (
        studio.text_to_image(f"a ({'red'}:{weight}) apple", seed=1, num_inference_steps=2).picture.tobytes()
        for weight in (1, 2)
    )
    assert one != other


def test_a_long_prompt_is_read_to_its_end(studio, pipeline):
    assert len(studio.tokens(LONG)) > 77
    one, other = (
        studio.text_to_image(LONG + last, seed=1, num_inference_steps=2).picture.tobytes()
        for last in ("a red apple", "a blue house")
    )
    assert one != other
    assert studio._worker.ask(lambda model: embed(pipeline, LONG, 2)[0].shape[1]) == 2 * 77


def test_long_and_short_prompts_go_in_one_batch(studio):
    runs = studio.text_to_image([LONG, "a cat"], seed=1, num_inference_steps=1)
    assert [run.recipe.prompt for run in runs] == [LONG, "a cat"]


def test_a_long_negative_prompt_is_read_too(studio):
    run = studio.text_to_image("a cat", negative_prompt=LONG, seed=1, num_inference_steps=1)
    assert run.recipe.negative_prompt == LONG
