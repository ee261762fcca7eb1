"""The shipped member that others grow out of: its parts, frozen, and the fingerprints that tie them to it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import torch
from diffusers import AutoencoderTiny, DDIMScheduler
from torch import Tensor
from transformers import CLIPTextModel

from sdlab.models.folder import card_of, read_json
from sdlab.models.quiet import quiet
from sdlab.models.skip_transformer import SkipTransformer2DModel
from sdlab.train.denoiser import Joint
from sdlab.train.export import class_of, digests
from sdlab.train.member import Member
from sdlab.train.text import load_tokenizer
from sdlab.train.workshop import part

_SHARED: Final = ("text_encoder/", "tokenizer/")
"""What a member is worthless without; another decoder may come any day."""


@dataclass(frozen=True)
class Parent:
    """A member in a diffusers folder that others grow out of.

    Attributes:
        folder: where it lies, such as `models/bundled/tiny`.
        member: its parts in float32, frozen.
    """

    folder: Path
    member: Member

    @classmethod
    def load(cls, folder: Path) -> "Parent":
        """The parent in `folder`.

        Raises:
            BadValue: the folder lacks a part.
        """
        with quiet():
            text = part(CLIPTextModel, folder, "text_encoder")
            unet = part(SkipTransformer2DModel, folder, "unet")
            autoencoder = part(AutoencoderTiny, folder, "vae")
            scheduler = DDIMScheduler.from_pretrained(folder / "scheduler")
        joint = Joint(text, unet)
        autoencoder.to(memory_format=torch.channels_last)
        for module in (joint, autoencoder):
            module.requires_grad_(False).eval()
        return cls(folder, Member(autoencoder, joint, load_tokenizer(folder / "tokenizer"), scheduler))

    @property
    def name(self) -> str:
        """Its name, as the catalogue has it."""
        return self.folder.name

    @property
    def guidance(self) -> float:
        """The guidance it is used with."""
        return float(card_of(self.folder)["defaults"]["guidance_scale"])

    @property
    def index(self) -> dict[str, Any]:
        """What its `model_index.json` says."""
        return read_json(self.folder / "model_index.json")

    @cached_property
    def origin(self) -> dict[str, str]:
        """The sha256 of what a member grows out of: text encoder, denoiser and the encoder of pictures."""
        grown_from = {
            "text encoder": self.member.joint.text.state_dict(),
            "denoiser": self.member.joint.unet.state_dict(),
            "encoder": self.member.autoencoder.encoder.state_dict(),
        }
        return {name: _digest(weights.items()) for name, weights in grown_from.items()}

    @property
    def pins(self) -> dict[str, str]:
        """Path → sha256 of its files that a member is used with."""
        return {name: digest for name, digest in digests(self.folder).items() if name.startswith(_SHARED)}


def _digest(weights: Iterable[tuple[str, Tensor]]) -> str:
    total = hashlib.sha256()
    for name, value in sorted(weights, key=lambda pair: pair[0]):
        total.update(name.encode())
        total.update(value.detach().contiguous().numpy().tobytes())
    return total.hexdigest()


def index_of(pipeline: str, own: Mapping[str, object], parent: Parent) -> dict[str, Any]:
    """The `model_index.json` of a member: its own parts, and by the parent's index those it shares.

    Args:
        pipeline: the diffusers class that loads it.
        own: the parts in its folder.
        parent: whom it shares the others with.
    """
    import diffusers

    from sdlab.models.assembly import arguments, options
    from sdlab.models.folder import UNUSED

    names = arguments(getattr(diffusers, pipeline))
    classes = {name: class_of(one) for name, one in own.items()}
    shared = {name: parent.index[name] for name in names if name in parent.index and name not in own}
    absent = {name: [None, None] for name in names if name in UNUSED}
    return {
        "_class_name": pipeline,
        "_diffusers_version": diffusers.__version__,
        **shared,
        **classes,
        **absent,
        **options(names),
    }
