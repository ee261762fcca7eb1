"""A trained member as one value: everything that makes a picture from a prompt."""

from dataclasses import dataclass

from diffusers import AutoencoderTiny, DDIMScheduler
from transformers import CLIPTokenizer

from sdlab.train.denoiser import Joint


@dataclass(frozen=True)
class Member:
    """The parts of `tiny`: autoencoder, text encoder and U-Net together, vocabulary, noise schedule."""

    autoencoder: AutoencoderTiny
    joint: Joint
    tokenizer: CLIPTokenizer
    scheduler: DDIMScheduler
