"""How well pictures are enlarged: nearness to the truth and to its edges, beside plain resampling."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import torch
from PIL import Image
from torch import Tensor

from sdlab.explain.metric import edge_f1, psnr, ssim
from sdlab.explain.pixel import to_pictures, to_tensor
from sdlab.picture import enlarge
from sdlab.train.score.evaluate import Effort
from sdlab.train.score.interval import share
from sdlab.train.score.question import unseen
from sdlab.train.upscale.network import FACTOR, Enlarger, decoded, encoded
from sdlab.train.upscale.sheet import enlarged
from sdlab.train.workshop import Workshop
from sdlab.train.world.split import load_split

OWN: Final = "tiny-upscale"
CEILING: Final = "returned"
"""Two of the ways: the network's, and its autoencoder's alone."""
_MEASURES: Final[dict[str, Callable[[Image.Image, Image.Image], float]]] = {
    "psnr": psnr,
    "ssim": ssim,
    "edge_f1": edge_f1,
}
_AT_MOST: Final = 60.0
"""dB that a picture without any error counts as."""
_TRIED: Final = (1, 2, 4, 8)
_TRIED_ON: Final = 12
"""Numbers of steps that are compared, and on how many pictures."""


def scores(workshop: Workshop, network: Enlarger, steps: int, effort: Effort) -> dict[str, Any]:
    """Means with 95 % intervals of each measure: the network's, bicubic's, Lanczos's, and the gains.

    The ceiling is what the network's own autoencoder gives back of the truth; bicubic is the floor.
    """
    truths = held(workshop, effort.count)
    smalls = [
        truth.resize((truth.width // FACTOR, truth.height // FACTOR), Image.Resampling.BICUBIC)
        for truth in truths
    ]
    seeds = [1000 * (seed + 1) for seed in range(effort.seeds)]
    made = {
        OWN: [_enlarged(network, smalls, steps, seed) for seed in seeds],
        "bicubic": [[enlarge(small, FACTOR, "bicubic") for small in smalls]],
        "lanczos": [[enlarge(small, FACTOR, "lanczos") for small in smalls]],
        CEILING: [[returned(network, truth) for truth in truths]],
    }
    return {
        **compared(made, truths),
        "by_steps": by_steps(network, smalls[:_TRIED_ON], truths[:_TRIED_ON]),
        "effort": {"pictures": len(truths), "seeds": effort.seeds, "steps": steps},
    }


def by_steps(
    network: Enlarger, smalls: Sequence[Image.Image], truths: Sequence[Image.Image]
) -> dict[str, dict[str, Any]]:
    """Nearness and edges for several numbers of steps: what the default is chosen by."""
    found = {}
    for steps in _TRIED:
        made = [_enlarged(network, smalls, steps, 0)]
        found[str(steps)] = {
            name: share(_values(_MEASURES[name], made, truths)).as_dict() for name in ("psnr", "edge_f1")
        }
    return found


@torch.no_grad()
def returned(network: Enlarger, picture: Image.Image) -> Image.Image:
    """A large picture through the network's autoencoder and back: nothing that it draws can be nearer."""
    return to_pictures(decoded(network.vae, encoded(network.vae, to_tensor([picture]))))[0]


def held(workshop: Workshop, count: int) -> list[Image.Image]:
    """Large pictures of drawings and compositions that training never saw."""
    asked = unseen(workshop.art, load_split(), count)
    return [workshop.large_composer.picture(question.record) for question in asked]


def compared(
    made: Mapping[str, Sequence[Sequence[Image.Image]]], truths: Sequence[Image.Image]
) -> dict[str, Any]:
    """Each measure of each way, and by how much the network's is better than bicubic and than Lanczos.

    Args:
        made: way → enlarged pictures, a row a seed.
        truths: what they should be.
    """
    found: dict[str, Any] = {}
    for name, measure in _MEASURES.items():
        values = {way: _values(measure, rows, truths) for way, rows in made.items()}
        means = {way: share(value).as_dict() for way, value in values.items()}
        extremes = {"ceiling": means.pop(CEILING)["value"], "floor": means["bicubic"]["value"]}
        gains = {way: values[OWN] - values[way] for way in ("bicubic", "lanczos")}
        found[name] = {
            **means,
            OWN: means[OWN] | extremes,
            **{f"over {way}": share(gain).as_dict() for way, gain in gains.items()},
        }
    return found


def _enlarged(network: Enlarger, smalls: Sequence[Image.Image], steps: int, seed: int) -> list[Image.Image]:
    """One at a time: they are large."""
    return [enlarged(network, [small], steps, seed + index)[0] for index, small in enumerate(smalls)]


def _values(
    measure: Callable[[Image.Image, Image.Image], float],
    rows: Sequence[Sequence[Image.Image]],
    truths: Sequence[Image.Image],
) -> Tensor:
    """The measure of each picture, [seed, picture]."""
    return torch.tensor(
        [
            [min(measure(picture, truth), _AT_MOST) for picture, truth in zip(row, truths, strict=True)]
            for row in rows
        ]
    )
