"""How well pictures are enlarged: nearness to the truth and to its edges, beside plain resampling."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import torch
from PIL import Image

from sdlab.explain.metric import edge_f1, psnr, ssim
from sdlab.picture import enlarge
from sdlab.train.score.measure import share
from sdlab.train.score.question import unseen
from sdlab.train.upscale.network import FACTOR, Enlarger
from sdlab.train.upscale.sheet import enlarged
from sdlab.train.workshop import Workshop
from sdlab.train.world.split import load_split

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


def scores(workshop: Workshop, network: Enlarger, steps: int, count: int) -> dict[str, Any]:
    """Means with 95 % intervals of each measure: the network's, bicubic's, Lanczos's, and the gains."""
    truths = held(workshop, count)
    smalls = [
        truth.resize((truth.width // FACTOR, truth.height // FACTOR), Image.Resampling.BICUBIC)
        for truth in truths
    ]
    made = {
        "tiny-upscale": [enlarged(network, [small], steps, seed)[0] for seed, small in enumerate(smalls)],
        "bicubic": [enlarge(small, FACTOR, "bicubic") for small in smalls],
        "lanczos": [enlarge(small, FACTOR, "lanczos") for small in smalls],
    }
    return {
        **compared(made, truths),
        "by_steps": by_steps(network, smalls[:_TRIED_ON], truths[:_TRIED_ON]),
        "effort": {"pictures": len(truths), "steps": steps},
    }


def by_steps(
    network: Enlarger, smalls: Sequence[Image.Image], truths: Sequence[Image.Image]
) -> dict[str, dict[str, Any]]:
    """Nearness and edges for several numbers of steps: what the default is chosen by."""
    found = {}
    for steps in _TRIED:
        made = [enlarged(network, [small], steps, seed)[0] for seed, small in enumerate(smalls)]
        found[str(steps)] = {
            name: share(_values(_MEASURES[name], made, truths)).as_dict() for name in ("psnr", "edge_f1")
        }
    return found


def held(workshop: Workshop, count: int) -> list[Image.Image]:
    """Large pictures of drawings and compositions that training never saw."""
    asked = unseen(workshop.art, load_split(), count)
    return [workshop.large_composer.picture(question.record) for question in asked]


def compared(made: Mapping[str, Sequence[Image.Image]], truths: Sequence[Image.Image]) -> dict[str, Any]:
    """Each measure of each way, and by how much the first way is better than bicubic and than Lanczos."""
    found: dict[str, Any] = {}
    for name, measure in _MEASURES.items():
        values = {way: _values(measure, pictures, truths) for way, pictures in made.items()}
        own = next(iter(values.values()))
        found[name] = {way: share(value).as_dict() for way, value in values.items()}
        found[name] |= {f"over {way}": share(own - values[way]).as_dict() for way in ("bicubic", "lanczos")}
    return found


def _values(
    measure: Callable[[Image.Image, Image.Image], float],
    pictures: Sequence[Image.Image],
    truths: Sequence[Image.Image],
) -> torch.Tensor:
    return torch.tensor(
        [min(measure(picture, truth), _AT_MOST) for picture, truth in zip(pictures, truths, strict=True)]
    )
