"""The folder a family is made in, and what its commands share: drawings, trained parts, runs."""

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers import AutoencoderTiny
from numpy.typing import NDArray
from transformers import CLIPTextModel, CLIPTokenizer

from sdlab.errors import BadValue
from sdlab.models.skip_transformer import SkipTransformer2DModel
from sdlab.train import autoencoder, checkpoint, denoiser, text
from sdlab.train.autoencoder import AutoencoderTask
from sdlab.train.cost import spent
from sdlab.train.denoiser import Joint
from sdlab.train.denoising import DenoiserTask, Plan
from sdlab.train.diet import Diet
from sdlab.train.ema import Average
from sdlab.train.latent import drawn_lot
from sdlab.train.loop import Run
from sdlab.train.member import Member
from sdlab.train.progress import Budget
from sdlab.train.ring import Ring
from sdlab.train.world.caption import some_captions
from sdlab.train.world.compose import Composer
from sdlab.train.world.icon import LARGE, Art, load_art
from sdlab.train.world.sampler import Sampler
from sdlab.train.world.split import load_split


@dataclass(frozen=True)
class Sizes:
    """How large the parts are and how many pictures the stocks hold; the tests shrink them.

    Attributes:
        vae: shape of the autoencoder.
        unet: shape of the denoiser and its text encoder.
        stock: pictures the autoencoder's crops come from.
        held: pictures it is measured on.
        captions: what the vocabulary is learned from.
        ring: encoded pictures the denoiser draws from.
    """

    vae: autoencoder.Shape = field(default_factory=autoencoder.Shape)
    unet: denoiser.Shape = field(default_factory=denoiser.Shape)
    stock: int = 8000
    held: int = 256
    captions: int = 30_000
    ring: int = 4096


@dataclass
class Workshop:
    """A folder with drawings, checkpoints and trained parts.

    Attributes:
        folder: where everything lies; nothing in it belongs into the repository.
        say: where progress lines go.
        sizes: how large the parts are and how many pictures the stocks hold.
    """

    folder: Path
    say: Callable[[str], None]
    sizes: Sizes = field(default_factory=Sizes)

    @cached_property
    def art(self) -> Art:
        """The drawings, fetched on first use."""
        return load_art(self.folder / "icons")

    @cached_property
    def composer(self) -> Composer:
        """Draws records."""
        return Composer(self.art)

    @cached_property
    def large_composer(self) -> Composer:
        """Draws records four times as large; its drawings are rendered on first use, in some minutes."""
        return Composer(load_art(self.folder / "icons", LARGE), scale=4)

    def sampler(self, seed: int) -> Sampler:
        """Draws records that are not held out."""
        return Sampler(self.art, load_split(), seed)

    def pictures(self, seed: int, count: int) -> NDArray[np.uint8]:
        """Pictures [count, row, column, RGB] of anything."""
        sampler = self.sampler(seed)
        return np.stack([np.asarray(self.composer.picture(sampler.anything())) for _ in range(count)])

    def train_autoencoder(
        self, budget: Budget, warm_start: Path | None = None, decoder_only: bool = False
    ) -> None:
        """Train the autoencoder, or go on, and leave it in `vae` with latents of about unit variance.

        With `decoder_only` the encoder stays as it is, in `warm_start` or here, and so do all latents.
        """
        held = self.pictures(2, self.sizes.held)
        stock = self.pictures(1, self.sizes.stock)
        torch.manual_seed(0)
        made = autoencoder.build(self.sizes.vae)
        if warm_start is not None or decoder_only:
            made.load_state_dict(part(AutoencoderTiny, warm_start or self.folder, "vae").state_dict())
        name = "decoder" if decoder_only else "vae"
        task = AutoencoderTask(stock, held, self.say, made, name, decoder_only=decoder_only)
        before = spent(warm_start, task.name)
        Run(task, self.folder, budget, self.say, Average(task.model), before=before).go()
        task.fold()
        made.save_pretrained(self.folder / "vae")

    @cached_property
    def autoencoder(self) -> AutoencoderTiny:
        """The trained autoencoder, frozen."""
        trained: AutoencoderTiny = part(AutoencoderTiny, self.folder, "vae")
        return trained.requires_grad_(False).eval()

    @cached_property
    def tokenizer(self) -> CLIPTokenizer:
        """The vocabulary, learned on first use."""
        folder = self.folder / "tokenizer"
        if (folder / "tokenizer_config.json").exists():
            return text.load_tokenizer(folder)
        return text.learn_vocabulary(some_captions(self.sampler(3), self.sizes.captions), folder)

    def train_denoiser(
        self, budget: Budget, plan: Plan, warm_start: Path | None = None, compiled: bool = True
    ) -> None:
        """Train text encoder and denoiser, or go on where the checkpoint is."""
        torch.manual_seed(budget.samples)
        if warm_start is not None:
            self._adopt(warm_start)
        joint = Joint.fresh(self.tokenizer, self.sizes.unet)
        if warm_start is not None:
            joint.text.load_state_dict(part(CLIPTextModel, warm_start, "text_encoder").state_dict())
            joint.unet.load_state_dict(part(SkipTransformer2DModel, warm_start, "unet").state_dict())
        member = Member(self.autoencoder, joint, self.tokenizer, denoiser.build_scheduler())
        diet = Diet(self.sampler(4), plan.simple, plan.empty)
        dice = random.Random(budget.samples)
        make = partial(drawn_lot, self.composer, self.autoencoder, diet.record, dice)
        task = DenoiserTask(member, Ring(make, self.sizes.ring, plan.reuse), diet, plan, compiled)
        Run(task, self.folder, budget, self.say, Average(joint), before=spent(warm_start, task.name)).go()

    def member(self) -> Member:
        """The parts as they are now: the averaged weights of the denoiser's checkpoint."""
        joint = Joint.fresh(self.tokenizer, self.sizes.unet)
        saved = checkpoint.load(self.folder / f"{DenoiserTask.name}.pt")
        if saved is None:
            raise BadValue(
                "folder", str(self.folder), "one with a denoiser's checkpoint", 'Run "denoiser" first.'
            )
        joint.load_state_dict({**saved["model"], **saved["average"]})
        return Member(self.autoencoder, joint.eval(), self.tokenizer, denoiser.build_scheduler())

    def _adopt(self, folder: Path) -> None:
        """Take vocabulary and autoencoder from a shipped member, unless this folder has its own."""
        for part in ("tokenizer", "vae"):
            if not (self.folder / part).exists():
                shutil.copytree(folder / part, self.folder / part)


def part(kind: type[Any], folder: Path, name: str) -> Any:  # noqa: ANN401
    """A part of a diffusers folder, in float32.

    Raises:
        BadValue: the folder lacks it.
    """
    if not (folder / name).is_dir():
        raise BadValue("folder", str(folder), f'one with a trained "{name}"', "Train that part first.")
    return kind.from_pretrained(folder / name, torch_dtype=torch.float32)
