"""Prompts as a model reads them: tokens, weighted words and texts longer than one window.

sdlab.recipe.emphasis says how a weight is written. A prompt longer than the encoder's window is read in
several windows, whose embeddings are laid end to end: a U-Net's cross-attention takes any number of them, so
every token is read.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import torch

from sdlab.engine import Token
from sdlab.recipe import Recipe
from sdlab.recipe.emphasis import is_plain, spans

if TYPE_CHECKING:
    from diffusers import DiffusionPipeline
    from transformers import CLIPTextModel, CLIPTokenizer


def read(tokenizer: "CLIPTokenizer", prompt: str) -> list[Token]:
    """The prompt's tokens with their places in it; begin and end marks are left out."""
    tokens = []
    for span in spans(prompt):
        coded = tokenizer(span.text, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
        for start, end in coded.offset_mapping:
            first, last = span.places[start], span.places[end - 1]
            tokens.append(Token(text=span.text[start:end], start=first, end=last + 1, is_read=True))
    return tokens


def prompt_inputs(pipeline: "DiffusionPipeline", recipes: Sequence[Recipe]) -> dict[str, Any]:
    """The pipeline's arguments that carry the prompts.

    Plain short prompts go as text, so that a picture is the one plain diffusers code makes. Where one is
    weighted or long, all go as embeddings.
    """
    wanted = [recipe.prompt for recipe in recipes]
    unwanted = [recipe.negative_prompt for recipe in recipes]
    guided = recipes[0].guidance_scale > 1
    texts = wanted + unwanted if guided else wanted
    if _most_windows(pipeline, recipes) == 1 and all(is_plain(text) for text in texts):
        return {"prompt": wanted} | ({"negative_prompt": unwanted} if guided else {})
    return prompt_embeds(pipeline, recipes)


def prompt_embeds(
    pipeline: "DiffusionPipeline", recipes: Sequence[Recipe], others: Sequence[Recipe] = ()
) -> dict[str, torch.Tensor]:
    """The recipes' prompts as embeddings, by the pipeline's argument names.

    All are as long as the longest of these and the `others` needs, so that they can be mixed or exchanged.
    """
    windows = _most_windows(pipeline, [*recipes, *others])
    inputs = _embedded(pipeline, [recipe.prompt for recipe in recipes], windows, "")
    if recipes[0].guidance_scale <= 1:
        return inputs
    return inputs | _embedded(pipeline, [recipe.negative_prompt for recipe in recipes], windows, "negative_")


def _most_windows(pipeline: "DiffusionPipeline", recipes: Sequence[Recipe]) -> int:
    texts = [recipe.prompt for recipe in recipes]
    texts += [recipe.negative_prompt for recipe in recipes if recipe.guidance_scale > 1]
    return max(_windows(*_readers(pipeline)[0], text) for text in texts)


def _embedded(
    pipeline: "DiffusionPipeline", texts: list[str], windows: int, prefix: str
) -> dict[str, torch.Tensor]:
    several = [embed(pipeline, text, windows) for text in texts]
    inputs = {f"{prefix}prompt_embeds": torch.cat([hidden for hidden, _ in several])}
    pooled = [pool for _, pool in several if pool is not None]
    return inputs | ({f"{prefix}pooled_prompt_embeds": torch.cat(pooled)} if pooled else {})


def embed(
    pipeline: "DiffusionPipeline", text: str, windows: int = 1
) -> tuple[torch.Tensor, torch.Tensor | None]:
    """The text as the denoiser gets it: [1, windows * 77, width], and SDXL's pooled [1, width] or None.

    A weight moves a token's embedding along the line from the empty prompt's embedding through its own.
    """
    hidden, pooled = [], None
    readers = _readers(pipeline)
    for tokenizer, encoder in readers:
        room = _room(tokenizer, encoder)
        ids, weights = _coded(tokenizer, text, windows, room)
        states, pooled = _states(encoder, ids, deep=len(readers) > 1)
        if bool((weights != 1).any()):
            empty, _ = _states(encoder, _coded(tokenizer, "", windows, room)[0], deep=len(readers) > 1)
            share = weights.to(states.device, states.dtype)[..., None]
            states = empty + share * (states - empty)
        hidden.append(states.reshape(1, -1, states.shape[-1]))
    return torch.cat(hidden, dim=-1), pooled[:1] if pooled is not None else None


def _states(
    encoder: "CLIPTextModel", ids: torch.Tensor, *, deep: bool
) -> tuple[torch.Tensor, torch.Tensor | None]:
    # Stable Diffusion reads the last layer; SDXL the last but one of both encoders, and what the second pools
    with torch.no_grad():
        result = encoder(ids.to(encoder.device), output_hidden_states=deep)
    return (result.hidden_states[-2], result[0]) if deep else (result[0], None)


def _coded(
    tokenizer: "CLIPTokenizer", text: str, windows: int, room: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Token numbers and weights, both [windows, room + 2]; each window has its own begin and end mark."""
    pairs = [
        (number, span.weight)
        for span in spans(text)
        for number in tokenizer(span.text, add_special_tokens=False, verbose=False).input_ids
    ]
    ids, weights = [], []
    for window in range(windows):
        part = pairs[window * room : (window + 1) * room]
        rest = room - len(part)
        ids.append([tokenizer.bos_token_id, *(n for n, _ in part), tokenizer.eos_token_id])
        ids[-1] += [tokenizer.pad_token_id] * rest
        weights.append([1.0, *(weight for _, weight in part), *[1.0] * (rest + 1)])
    return torch.tensor(ids), torch.tensor(weights)


def _windows(tokenizer: "CLIPTokenizer", encoder: "CLIPTextModel", text: str) -> int:
    count = sum(
        len(tokenizer(span.text, add_special_tokens=False, verbose=False).input_ids) for span in spans(text)
    )
    return max(-(-count // _room(tokenizer, encoder)), 1)


def _room(tokenizer: "CLIPTokenizer", encoder: "CLIPTextModel") -> int:
    """Tokens in a window beside its two marks; a tokenizer may know no limit where its encoder has one."""
    return min(int(tokenizer.model_max_length), int(encoder.config.max_position_embeddings)) - 2


def _readers(pipeline: "DiffusionPipeline") -> list[tuple[Any, Any]]:
    """The pipeline's tokenizers, each with its encoder: one pair, or SDXL's two."""
    pairs = [
        (getattr(pipeline, f"tokenizer{end}", None), getattr(pipeline, f"text_encoder{end}", None))
        for end in ("", "_2")
    ]
    return [pair for pair in pairs if pair[0] is not None]
