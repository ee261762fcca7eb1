"""Pictures from networks under training, without a pipeline: guided DDIM steps, one seed a picture."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from diffusers import DDIMScheduler, UNet2DConditionModel
from PIL import Image
from torch import Tensor

from sdlab.explain.pixel import to_pictures
from sdlab.train.member import Member
from sdlab.train.text import tokens


@dataclass(frozen=True)
class Sampling:
    """How pictures are drawn: guided steps, and the first of the seeds."""

    steps: int = 20
    guidance: float = 4.0
    seed: int = 0


def sampled(member: Member, prompts: Sequence[str], how: Sampling) -> list[Image.Image]:
    """One picture a prompt; the n-th from seed `how.seed` + n."""
    return painted(member, member.joint.unet, prompts, how)


@torch.no_grad()
def painted(
    member: Member,
    unet: UNet2DConditionModel,
    prompts: Sequence[str],
    how: Sampling,
    beside: Tensor | None = None,
) -> list[Image.Image]:
    """One picture a prompt by a U-Net that grew out of a member's.

    Args:
        member: whose text encoder, decoder and noise schedule are used.
        unet: what predicts the velocity.
        prompts: one a picture.
        how: steps, guidance and seeds.
        beside: what the U-Net sees besides the noisy latents, [prompt, channel, 16, 16].
    """
    # a scheduler holds the state of its run, so each run has its own
    steps: DDIMScheduler = DDIMScheduler.from_config(member.scheduler.config)
    steps.set_timesteps(how.steps)
    latents, both = noise(len(prompts), how.seed), guiding_states(member, prompts)
    extra = latents[:, :0] if beside is None else beside
    for time in steps.timesteps:
        seen = torch.cat([latents, extra], dim=1)
        velocity = unet(torch.cat([seen, seen]), time, encoder_hidden_states=both).sample
        empty, wanted = velocity.chunk(2)
        latents = steps.step(empty + how.guidance * (wanted - empty), time, latents).prev_sample
    return to_pictures(member.autoencoder.decode(latents).sample)


def noise(count: int, seed: int) -> Tensor:
    """The pure noise that `count` pictures start from, [count, 4, 16, 16]; the n-th from seed + n."""
    generators = [torch.Generator().manual_seed(seed + index) for index in range(count)]
    return torch.cat([torch.randn(1, 4, 16, 16, generator=generator) for generator in generators])


def guiding_states(member: Member, prompts: Sequence[str]) -> Tensor:
    """Hidden states of the empty prompt, once for each prompt, and of the prompts after them."""
    states: Tensor = member.joint.text(input_ids=tokens(member.tokenizer, ["", *prompts])).last_hidden_state
    return torch.cat([states[:1].expand(len(prompts), -1, -1), states[1:]])
