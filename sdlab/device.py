"""On what a model runs and in which numbers: a pure choice on a described machine, with its reason.

`describe` asks torch what is here; `choose` decides and imports nothing heavy, so that a table of described
machines can test it.
"""

import math
from dataclasses import dataclass, replace
from typing import Literal

from sdlab.errors import BadValue, OutOfMemory

Kind = Literal["cpu", "cuda", "mps"]
Precision = Literal["float32", "float16", "bfloat16"]
PRECISIONS: tuple[Precision, ...] = ("float32", "float16", "bfloat16")

HEADROOM = 3.0  # GB: what one run of activations takes beside the weights: a million pixels in 16 bits
AMPERE = (8, 0)  # the first compute capability with bfloat16 in hardware

# what torch says in a plain RuntimeError: of main memory on Linux, on Windows; of Apple's graphics processor
_FULL = ("can't allocate memory", "not enough memory", "MPS backend out of memory")


@dataclass(frozen=True, kw_only=True)
class Gpu:
    """A graphics processor: `capability` is CUDA's (major, minor); memory in GB."""

    name: str
    kind: Kind = "cuda"
    capability: tuple[int, int] = (0, 0)
    total: float = 0.0
    free: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Need:
    """What a model asks of a machine.

    `half` is the memory of all its weights in 16 bits, in GB; `fragile_vae` says that its decoder
    overflows in float16, as Stable Diffusion XL's own does. `widened` is the main memory, in GB, that its
    16-bit files take when read into float32; files in float32 are mapped and need none that is free.
    """

    half: float
    fragile_vae: bool = False
    widened: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Where and how a model runs; `reason` says why, for a person.

    `offload` keeps the parts in main memory and brings each to the device for its turn. `upcast_vae`
    decodes in float32; `tiles` decodes large pictures in tiles; `channels_last` names the parts whose numbers
    lie in that order, which is faster there.
    """

    device: str = "cpu"
    dtype: Precision = "float32"
    reason: str = ""
    offload: bool = False
    upcast_vae: bool = False
    tiles: bool = False
    channels_last: tuple[str, ...] = ()
    compiled: bool = False


def choose(
    gpus: tuple[Gpu, ...],
    need: Need,
    *,
    device: str | None = None,
    dtype: str | None = None,
    compiled: bool = False,
    memory: float = math.inf,
) -> Plan:
    """The plan for a model on a machine with these graphics processors and `memory` GB of free main memory.

    `device` ("cpu", "cuda", "cuda:1", "mps") and `dtype` overrule the choice; `compiled` asks for regional
    compilation, which pays on Ampere and later only and is refused nowhere.

    Raises:
        BadValue: a device this machine lacks or an unknown dtype.
        OutOfMemory: reading the model for the processor would fill the main memory, which ends the kernel.
    """
    if dtype is not None and dtype not in PRECISIONS:
        raise BadValue("dtype", dtype, f"one of {', '.join(PRECISIONS)}", "Leave it out to let sdlab choose.")
    gpu = _picked(gpus, device)
    if gpu is None:
        plan = _cpu(_cpu_reason(gpus, device))
    elif gpu.kind == "mps":
        plan = _mps(gpu, need)
    else:
        plan = _cuda(gpu, need, index=[g for g in gpus if g.kind == "cuda"].index(gpu))
    if dtype is not None and dtype != plan.dtype:
        plan = _forced(plan, dtype, need, gpu)
    if (plan.device, plan.dtype) == ("cpu", "float32") and need.widened > memory:
        raise OutOfMemory(
            f"in float32 the model takes {need.widened:.1f} GB of main memory, and {memory:.1f} GB are free. "
            'Ask for dtype="float16" (half of it, slower on a processor), load a smaller model, '
            "or use a machine with a graphics processor."
        )
    return replace(plan, compiled=compiled)


def smaller(plan: Plan) -> Plan:
    """The next smaller plan after the device ran out of memory: offload first, then tiles.

    Raises:
        OutOfMemory: there is nothing left to give up.
    """
    if is_smallest(plan):
        raise OutOfMemory(
            "the device is full although its parts are offloaded and pictures decoded in tiles. "
            "Choose a smaller width and height, a smaller count, or a smaller model."
        )
    if not plan.offload and plan.device != "cpu":
        words = "the device ran full, so each part now visits it only for its turn: slower, and it fits."
        return replace(plan, offload=True, reason=words)
    words = "the device ran full again, so pictures are now decoded in tiles."
    return replace(plan, tiles=True, reason=words)


def is_smallest(plan: Plan) -> bool:
    """Whether there is nothing left to give up."""
    return plan.tiles and (plan.offload or plan.device == "cpu")


def is_full(error: BaseException) -> bool:
    """Whether an error says that the device, or the machine's own memory, has no room left."""
    import torch

    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    return isinstance(error, RuntimeError) and any(words in str(error) for words in _FULL)


def describe() -> tuple[Gpu, ...]:
    """The graphics processors of this machine, by asking torch; empty on a machine with none."""
    import torch

    found = []
    for index in range(torch.cuda.device_count()):
        free, total = torch.cuda.mem_get_info(index)
        name, capability = torch.cuda.get_device_name(index), torch.cuda.get_device_capability(index)
        found.append(Gpu(name=name, capability=capability, total=total / 1e9, free=free / 1e9))
    if torch.backends.mps.is_available():
        most = torch.mps.recommended_max_memory() / 1e9
        found.append(
            Gpu(name="Apple", kind="mps", total=most, free=most - torch.mps.current_allocated_memory() / 1e9)
        )
    return tuple(found)


def working(plan: Plan) -> float:
    """About how many GB each million pixels takes beside the weights."""
    return HEADROOM * (2 if plan.dtype == "float32" else 1)


def _picked(gpus: tuple[Gpu, ...], device: str | None) -> Gpu | None:
    if device is None:
        return max(gpus, key=lambda gpu: gpu.free, default=None)
    if device == "cpu":
        return None
    kind, _, index = device.partition(":")
    same = [gpu for gpu in gpus if gpu.kind == kind]
    here = ["cpu", *(_address(gpus, gpu) for gpu in gpus)]
    if not (index or "0").isdigit() or int(index or 0) >= len(same):
        raise BadValue("device", device, f"one of {', '.join(here)}", "Leave it out to let sdlab choose.")
    return same[int(index or 0)]


def _address(gpus: tuple[Gpu, ...], gpu: Gpu) -> str:
    return "mps" if gpu.kind == "mps" else f"cuda:{[g for g in gpus if g.kind == 'cuda'].index(gpu)}"


def _cpu_reason(gpus: tuple[Gpu, ...], device: str | None) -> str:
    why = (
        "you asked for it"
        if device == "cpu" and gpus
        else "this machine has no graphics processor torch can use"
    )
    return f"the processor, in float32, because {why}; 16-bit numbers are slower there."


def _cpu(reason: str) -> Plan:
    # tiny's decoder took 30 ms a picture instead of 38 to 52 on two cores, its U-Net the same either way
    return Plan(reason=reason, channels_last=("vae",))


def _cuda(gpu: Gpu, need: Need, index: int) -> Plan:
    modern = gpu.capability >= AMPERE
    dtype: Precision = "bfloat16" if modern else "float16"
    version = ".".join(map(str, gpu.capability))
    why = (
        f"{gpu.name} has compute capability {version}, which {'has' if modern else 'only emulates'} bfloat16"
    )
    crowd = _crowd(gpu, need, dtype)
    why += crowd
    upcast = need.fragile_vae and dtype == "float16"
    if upcast:
        why += "; its decoder overflows in float16 and runs in float32"
    return Plan(
        device=f"cuda:{index}", dtype=dtype, reason=f"{dtype} on the graphics processor: {why}.",
        offload=bool(crowd), upcast_vae=upcast, channels_last=("unet",) if modern else (),
    )  # fmt: skip


def _mps(gpu: Gpu, need: Need) -> Plan:
    if gpu.free < need.half + HEADROOM:
        why = f"{gpu.free:.1f} GB are free and the model wants {need.half + HEADROOM:.1f} GB"
        return _cpu(f"the processor, in float32, because {why} on Apple's graphics processor.")
    roomy = gpu.free >= 2 * need.half + HEADROOM
    dtype: Precision = "float32" if roomy and need.half < 1 else "float16"
    upcast = need.fragile_vae and dtype == "float16"
    why = "the model is small enough for full precision" if dtype == "float32" else "it halves the memory"
    return Plan(
        device="mps", dtype=dtype, reason=f"{dtype} on Apple's graphics processor: {why}.", upcast_vae=upcast
    )


def _forced(plan: Plan, dtype: str, need: Need, gpu: Gpu | None) -> Plan:
    precision = next(p for p in PRECISIONS if p == dtype)
    crowd = _crowd(gpu, need, precision) if gpu is not None and gpu.kind == "cuda" else ""
    return replace(
        plan, dtype=precision, upcast_vae=need.fragile_vae and precision == "float16", offload=bool(crowd),
        reason=f"{precision} on {plan.device}: you asked for it{crowd}.",
    )  # fmt: skip


def _crowd(gpu: Gpu, need: Need, dtype: Precision) -> str:
    """Why the parts are to visit the device in turn, as the tail of a reason; empty where there is room."""
    wanted = (need.half + HEADROOM) * (2 if dtype == "float32" else 1)
    if gpu.free >= wanted:
        return ""
    return f"; {gpu.free:.1f} GB are free and the model wants {wanted:.1f} GB, so its parts visit it in turn"
