"""Fixed holes to look at: a dog that becomes a cat, a widened side, something taken away."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

import numpy as np
import torch
from PIL import Image
from scipy.ndimage import distance_transform_edt

from sdlab.mask import cell_mask
from sdlab.models.skip_transformer import SkipTransformer2DModel
from sdlab.picture import heal
from sdlab.train.inpaint.beyond import window
from sdlab.train.inpaint.hole import Hole, Mask, as_picture
from sdlab.train.inpaint.stock import beside, encoded
from sdlab.train.member import Member
from sdlab.train.sampling import Sampling, painted
from sdlab.train.sheet import sheet
from sdlab.train.world.compose import Composer
from sdlab.train.world.record import Record, Subject
from sdlab.train.world.scene import SIDE

Side = Literal["left", "right"]


@dataclass(frozen=True)
class Case:
    """A picture with a hole, and the words for what is to be painted there.

    Attributes:
        prompt: the words.
        picture: 128 × 128 RGB.
        hole: where, in whole cells as sdlab hands them to the pipeline.
    """

    prompt: str
    picture: Image.Image
    hole: Hole

    @property
    def mask(self) -> Image.Image:
        """The hole as a picture, 255 inside."""
        return as_picture(self.hole.mask)

    @property
    def shown(self) -> Image.Image:
        """The picture with its hole in grey."""
        return Image.composite(Image.new("RGB", self.picture.size, (128, 128, 128)), self.picture, self.mask)


@dataclass(frozen=True)
class _Plan:
    prompt: str
    record: Record
    side: Side | None = None
    """Where to paint on beyond the edge; where there is none, the first thing and what is around it."""


_thing = partial(Record, "noto")
_PLANS: Final = (
    _Plan("a cat", _thing((Subject("dog"),), None, "grass", "day", None, 3)),
    _Plan("a cat", _thing((Subject("dog"),), seed=4)),
    _Plan("a lemon", _thing((Subject("apple"),), background="blue", seed=5)),
    _Plan("a snowman in the snow", _thing((Subject("astronaut"),), None, "snow", "night", None, 6)),
    _Plan("", _thing((Subject("car"),), None, "street", "day", None, 7)),
    _Plan("a robot", _thing((Subject("dog"), Subject("cat")), "next to", background="white", seed=8)),
    _Plan("on grass at sunset", _thing((Subject("tree"),), None, "grass", "sunset", None, 9), "right"),
    _Plan("a house on grass", _thing((Subject("house"),), None, "grass", "day", None, 10), "left"),
)


def cases(composer: Composer) -> list[Case]:
    """The fixed cases."""
    return [_case(composer, plan) for plan in _PLANS]


def around(composer: Composer, record: Record, prompt: str, margin: int = 8) -> Case:
    """A record's picture with its first thing, and `margin` pixels around it, to be painted anew."""
    canvas = composer.composed(record)
    grown = distance_transform_edt(~canvas.shape(record.subjects[0])) <= margin
    return Case(prompt, canvas.picture, _in_cells(grown, record))


def beyond(composer: Composer, record: Record, prompt: str, side: Side) -> Case:
    """The first pass of outpainting a record's picture: a window that ends half of its side past the edge."""
    way = (1, 0) if side == "right" else (-1, 0)
    return Case(prompt, *window(composer, record, way, SIDE // 2, SIDE // 2, record))


def _case(composer: Composer, plan: _Plan) -> Case:
    if plan.side is None:
        return around(composer, plan.record, plan.prompt)
    return beyond(composer, plan.record, plan.prompt, plan.side)


def _in_cells(mask: Mask, record: Record) -> Hole:
    return Hole(np.asarray(cell_mask(as_picture(mask))) > 0, record)


@torch.no_grad()
def filled(
    parent: Member, unet: SkipTransformer2DModel, asked: Sequence[Case], how: Sampling
) -> list[Image.Image]:
    """Each case's picture with its hole painted and all else as it was; the n-th from seed `how.seed` + n."""
    pieces = encoded([case.picture for case in asked], [case.hole for case in asked], parent.autoencoder)
    pictures = painted(parent, unet, [case.prompt for case in asked], how, beside(pieces))
    return [pasted(picture, case) for picture, case in zip(pictures, asked, strict=True)]


def pasted(painting: Image.Image, case: Case) -> Image.Image:
    """What was painted, inside the hole of the case's picture, its rim healed."""
    return Image.composite(heal(painting, case.picture, case.mask), case.picture, case.mask)


def page(parent: Member, unet: SkipTransformer2DModel, composer: Composer, how: Sampling) -> Image.Image:
    """The fixed cases: a row of pictures with holes, and below them what two seeds made of them."""
    asked = cases(composer)
    rows = [filled(parent, unet, asked, Sampling(how.steps, how.guidance, seed)) for seed in (0, 100)]
    shown = [*(case.picture for case in asked), *(case.shown for case in asked), *rows[0], *rows[1]]
    return sheet(shown, [case.prompt or "(empty)" for case in asked] * 4, columns=len(asked))
