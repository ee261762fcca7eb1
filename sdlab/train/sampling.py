"""Pictures from a joint model under training, without a pipeline: guided DDIM steps, one seed a picture."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from diffusers import DDIMScheduler
from PIL import Image

from sdlab.explain.pixel import to_pictures
from sdlab.train.member import Member
from sdlab.train.text import tokens


@dataclass(frozen=True)
class Sampling:
    """How pictures are drawn: guided steps, and the first of the seeds."""

    steps: int = 20
    guidance: float = 4.0
    seed: int = 0


@torch.no_grad()
def sampled(member: Member, prompts: Sequence[str], how: Sampling) -> list[Image.Image]:
    """One picture a prompt; the n-th from seed `how.seed` + n."""
    # a scheduler holds the state of its run, so each run has its own
    steps: DDIMScheduler = DDIMScheduler.from_config(member.scheduler.config)
    steps.set_timesteps(how.steps)
    generators = [torch.Generator().manual_seed(how.seed + index) for index in range(len(prompts))]
    latents = torch.cat([torch.randn(1, 4, 16, 16, generator=generator) for generator in generators])
    states = member.joint.text(input_ids=tokens(member.tokenizer, ["", *prompts])).last_hidden_state
    both = torch.cat([states[:1].expand(len(prompts), -1, -1), states[1:]])
    for time in steps.timesteps:
        velocity = member.joint.unet(torch.cat([latents, latents]), time, encoder_hidden_states=both).sample
        empty, wanted = velocity.chunk(2)
        latents = steps.step(empty + how.guidance * (wanted - empty), time, latents).prev_sample
    return to_pictures(member.autoencoder.decode(latents).sample)
