"""Where in the picture each word lands: cross-attention maps, watched while a denoiser works.

In every cross-attention layer each place of the picture asks which of the prompt's tokens to listen to; the
answer is a share for each token. Averaged over layers, heads and steps it shows where a word had its say
(Tang et al. 2022, arXiv 2210.04885).
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from sdlab.engine import Token
from sdlab.errors import BadValue

Map = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class HeatMap:
    """Where one word of a prompt had its say.

    Args:
        word: as it stands in the prompt.
        start: its first character's place in the prompt.
        share: [row, column] on the latent grid, 0 to 1, the part of all attention that went to the word.
    """

    word: str
    start: int
    share: Map

    @property
    def relative(self) -> Map:
        """The map stretched so that its least place is 0 and its greatest 1; all 0 where it is flat."""
        least, most = self.share.min(), self.share.max()
        return (self.share - least) / (most - least) if most > least else np.zeros_like(self.share)

    def over(self, picture: Image.Image, colour: tuple[int, int, int] = (255, 64, 0)) -> Image.Image:
        """The picture, greyed, with the map laid over it in a colour; the picture's size."""
        level = Image.fromarray((self.relative * 255).round().astype(np.uint8))
        veil = level.resize(picture.size, Image.Resampling.BICUBIC).point(lambda value: int(value * 0.8))
        ground = picture.convert("L").convert("RGB")
        return Image.composite(Image.new("RGB", picture.size, colour), ground, veil)


class AttentionLog:
    """The sums of attention a denoiser paid to each token while it was watched (see `watch_attention`)."""

    def __init__(self) -> None:
        self._sums: dict[tuple[int, int], torch.Tensor] = {}
        self._counts: dict[tuple[int, int], int] = {}

    def add(self, share: torch.Tensor, grid: tuple[int, int]) -> None:
        """Note one layer's answer: [batch, head, place, token] over a grid (rows, columns) of places."""
        mean = share.detach().float().mean(dim=1).cpu()
        held = self._sums.get(grid)
        self._sums[grid] = mean if held is None else held + mean
        self._counts[grid] = self._counts.get(grid, 0) + 1

    def token_maps(self, index: int = -1, size: tuple[int, int] | None = None) -> Map:
        """The mean share of each token, [token, row, column], on the finest grid watched or on `size`.

        Args:
            index: which of the batch; with guidance the second half of it answers the prompt.
            size: the grid wanted, (rows, columns).

        Raises:
            BadValue: nothing was watched.
        """
        if not self._sums:
            raise BadValue("log", "empty", "filled by a denoiser at work", "Run it inside watch_attention.")
        size = size or max(self._sums)
        total = sum(self._counts.values())
        maps = [_on_grid(held[index], grid, size) for grid, held in self._sums.items()]
        summed: Map = torch.stack(maps).sum(dim=0).div(total).numpy()
        return summed

    def word_maps(
        self, prompt: str, tokens: Sequence[Token], index: int = -1, window: int = 77
    ) -> list[HeatMap]:
        """One map for each word of the prompt that the model reads, in the prompt's order.

        A word of several tokens gets the mean of theirs. `tokens` are the studio's for that prompt, `window`
        the model's limit: each window of the encoded text begins and ends with a mark of its own.
        """
        maps, room = self.token_maps(index), window - 2
        found = []
        for start, end in _words(prompt):
            numbers = [n for n, token in enumerate(tokens) if token.is_read and _meets(token, start, end)]
            places = [n // room * window + n % room + 1 for n in numbers]
            places = [place for place in places if place < len(maps)]
            if places:
                found.append(HeatMap(prompt[start:end], start, maps[places].mean(axis=0)))
        return found


@contextmanager
def watch_attention(unet: torch.nn.Module) -> Iterator[AttentionLog]:
    """A log that fills while `unet` works inside the block; afterwards it is as it was.

    The layers compute the same answer in the plain way instead of the fused one: outputs agree to rounding.
    """
    log, grid = AttentionLog(), _Grid()
    layers = [layer for name, layer in unet.named_modules() if name.endswith("attn2")]
    before = [layer.processor for layer in layers]
    handle = unet.register_forward_pre_hook(grid.note, with_kwargs=True)
    try:
        for layer in layers:
            layer.set_processor(_Watcher(log, grid))
        with torch.compiler.set_stance("force_eager"):  # or compiled blocks would be compiled once more
            yield log
    finally:
        handle.remove()
        for layer, processor in zip(layers, before, strict=True):
            layer.set_processor(processor)


class _Grid:
    """The shape of the latents under way, from which a layer's own grid follows."""

    def __init__(self) -> None:
        self.rows, self.columns = 1, 1

    def note(self, _: torch.nn.Module, args: tuple[Any, ...], named: dict[str, Any]) -> None:
        sample = args[0] if args else named["sample"]
        self.rows, self.columns = sample.shape[-2:]

    def of(self, places: int) -> tuple[int, int]:
        """The (rows, columns) of a layer with that many places: the latents' halved until it fits."""
        rows, columns = self.rows, self.columns
        while rows * columns > places:
            rows, columns = -(-rows // 2), -(-columns // 2)
        return rows, columns


class _Watcher:
    """A diffusers attention processor that computes the shares openly and notes them."""

    def __init__(self, log: AttentionLog, grid: _Grid) -> None:
        self._log, self._grid = log, grid

    def __call__(
        self,
        attn: Any,  # noqa: ANN401 - diffusers' Attention
        hidden_states: torch.Tensor,
        encoder_hidden_states: torch.Tensor | None = None,
        attention_mask: torch.Tensor | None = None,
    ) -> torch.Tensor:
        text = hidden_states if encoder_hidden_states is None else encoder_hidden_states
        query, key, value = (
            each.unflatten(-1, (attn.heads, -1)).transpose(1, 2)
            for each in (attn.to_q(hidden_states), attn.to_k(text), attn.to_v(text))
        )
        scores = query @ key.transpose(-1, -2) * attn.scale
        if attention_mask is not None:
            scores = scores + attn.prepare_attention_mask(attention_mask, key.shape[2], len(key), out_dim=4)
        share = scores.softmax(dim=-1)
        self._log.add(share, self._grid.of(hidden_states.shape[1]))
        answer = (share @ value).transpose(1, 2).flatten(2).to(query.dtype)
        out = attn.to_out[1](attn.to_out[0](answer))
        return out / attn.rescale_output_factor  # type: ignore[no-any-return]


def _on_grid(places: torch.Tensor, grid: tuple[int, int], size: tuple[int, int]) -> torch.Tensor:
    """Shares [place, token] as [token, row, column] on another grid."""
    maps = places.T.reshape(1, -1, *grid)
    return torch.nn.functional.interpolate(maps, size, mode="bilinear", align_corners=False)[0]


def _words(prompt: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"[^\W_]+(?:['\u2019-][^\W_]+)*", prompt)]


def _meets(token: Token, start: int, end: int) -> bool:
    return token.start < end and token.end > start
