"""Pictures from networks under training, without a pipeline: guided DDIM steps, one seed a picture."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from diffusers import DDIMScheduler
from PIL import Image
from torch import Tensor

from sdlab.explain.pixel import to_pictures, to_tensor
from sdlab.models.skip_transformer import SkipTransformer2DModel
from sdlab.train.member import Member


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
    unet: SkipTransformer2DModel,
    prompts: Sequence[str],
    how: Sampling,
    beside: Tensor | None = None,
) -> list[Image.Image]:
    """One picture a prompt by a denoiser that grew out of a member's.

    Args:
        member: whose text encoder, decoder and noise schedule are used.
        unet: what predicts the velocity.
        prompts: one a picture.
        how: steps, guidance and seeds.
        beside: what the denoiser sees besides the noisy latents, [prompt, channel, 16, 16].
    """
    steps = _schedule(member, how)
    latents, both = noise(len(prompts), how.seed), guiding_states(member, prompts)
    extra = latents[:, :0] if beside is None else beside
    for time in steps.timesteps:
        seen = torch.cat([latents, extra], dim=1)
        velocity = _guided(unet, seen, time, both, how.guidance)
        latents = steps.step(velocity, time, latents).prev_sample
    return to_pictures(member.autoencoder.decode(latents).sample)


@torch.no_grad()
def reworked(
    member: Member, pictures: Sequence[Image.Image], prompts: Sequence[str], strength: float, how: Sampling
) -> list[Image.Image]:
    """Each picture of 128 × 128 drawn anew from its noised latents, as image to image pipelines do.

    Args:
        member: what draws.
        pictures: what to start from, one a prompt.
        prompts: what the pictures are to become.
        strength: share of the steps that are run, 0..1, rounded down; without a step nothing changes.
        how: steps, guidance and seeds.
    """
    steps, both = _schedule(member, how), guiding_states(member, prompts)
    times = steps.timesteps[how.steps - int(how.steps * strength) :]
    clean = member.autoencoder.encode(to_tensor(list(pictures))).latents
    latents = steps.add_noise(clean, noise(len(prompts), how.seed), times[:1]) if len(times) else clean
    for time in times:
        velocity = _guided(member.joint.unet, latents, time, both, how.guidance)
        latents = steps.step(velocity, time, latents).prev_sample
    return to_pictures(member.autoencoder.decode(latents).sample)


def _guided(
    unet: SkipTransformer2DModel, seen: Tensor, time: Tensor, both: Tensor, guidance: float
) -> Tensor:
    """The velocity under guidance; `both` holds the empty prompt's states, then the prompts'."""
    empty, wanted = unet(torch.cat([seen, seen]), time, encoder_hidden_states=both).sample.chunk(2)
    velocity: Tensor = empty + guidance * (wanted - empty)
    return velocity


def _schedule(member: Member, how: Sampling) -> DDIMScheduler:
    """A scheduler of this run's own: it holds the state of a run."""
    steps: DDIMScheduler = DDIMScheduler.from_config(member.scheduler.config)
    steps.set_timesteps(how.steps)
    return steps


def noise(count: int, seed: int) -> Tensor:
    """The pure noise that `count` pictures start from, [count, 4, 16, 16]; the n-th from seed + n."""
    generators = [torch.Generator().manual_seed(seed + index) for index in range(count)]
    return torch.cat([torch.randn(1, 4, 16, 16, generator=generator) for generator in generators])


def guiding_states(member: Member, prompts: Sequence[str]) -> Tensor:
    """Hidden states of the empty prompt, once for each prompt, and of the prompts after them."""
    states = member.states(["", *prompts])
    return torch.cat([states[:1].expand(len(prompts), -1, -1), states[1:]])
