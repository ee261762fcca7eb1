"""A trained member as one value: everything that makes a picture from a prompt."""

from collections.abc import Sequence
from dataclasses import dataclass

from diffusers import AutoencoderTiny, DDIMScheduler
from torch import Tensor
from transformers import CLIPTokenizer

from sdlab.train.denoiser import Joint
from sdlab.train.text import tokens


@dataclass(frozen=True)
class Member:
    """The parts of `tiny`: autoencoder, text encoder and denoiser together, vocabulary, noise schedule."""

    autoencoder: AutoencoderTiny
    joint: Joint
    tokenizer: CLIPTokenizer
    scheduler: DDIMScheduler

    def states(self, captions: Sequence[str]) -> Tensor:
        """The text encoder's hidden states [caption, token, channel], padded as the pipelines pad."""
        found: Tensor = self.joint.text(input_ids=tokens(self.tokenizer, list(captions))).last_hidden_state
        return found
