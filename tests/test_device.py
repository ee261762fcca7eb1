"""The choice of device and precision, on a table of described machines."""

import pytest
import torch

from sdlab.device import Gpu, Need, Plan, choose, describe, is_full, smaller, working
from sdlab.errors import BadValue, OutOfMemory
from sdlab.models import load_model

T4 = Gpu(name="Tesla T4", capability=(7, 5), total=15.8, free=15.0)
V100 = Gpu(name="Tesla V100", capability=(7, 0), total=16.0, free=15.0)
L4 = Gpu(name="NVIDIA L4", capability=(8, 9), total=23.0, free=22.0)
A100 = Gpu(name="NVIDIA A100", capability=(8, 0), total=80.0, free=79.0)
H100 = Gpu(name="NVIDIA H100", capability=(9, 0), total=80.0, free=79.0)
SMALL = Gpu(name="GeForce GTX 1650", capability=(7, 5), total=4.0, free=3.8)
BUSY = Gpu(name="Tesla T4", capability=(7, 5), total=15.8, free=4.0)
MAC = Gpu(name="Apple", kind="mps", total=16.0, free=11.0)
SMALL_MAC = Gpu(name="Apple", kind="mps", total=8.0, free=5.0)

TINY = Need(half=0.03)
SD15 = Need(half=2.1)
SDXL = Need(half=7.0, fragile_vae=True)


@pytest.mark.parametrize(
    ("gpu", "need", "device", "dtype", "offload", "upcast"),
    [
        (None, SD15, "cpu", "float32", False, False),
        (T4, TINY, "cuda:0", "float16", False, False),
        (T4, SD15, "cuda:0", "float16", False, False),
        (T4, SDXL, "cuda:0", "float16", False, True),
        (V100, SD15, "cuda:0", "float16", False, False),
        (L4, SDXL, "cuda:0", "bfloat16", False, False),
        (A100, SD15, "cuda:0", "bfloat16", False, False),
        (H100, SDXL, "cuda:0", "bfloat16", False, False),
        (SMALL, SD15, "cuda:0", "float16", True, False),
        (BUSY, SDXL, "cuda:0", "float16", True, True),
        (MAC, TINY, "mps", "float32", False, False),
        (MAC, SD15, "mps", "float16", False, False),
        (MAC, SDXL, "mps", "float16", False, True),
        (SMALL_MAC, SDXL, "cpu", "float32", False, False),
    ],
)
def test_the_plan_for_a_machine(
    gpu: Gpu | None, need: Need, device: str, dtype: str, offload: bool, upcast: bool
) -> None:
    plan = choose((gpu,) if gpu else (), need)
    assert (plan.device, plan.dtype, plan.offload, plan.upcast_vae) == (device, dtype, offload, upcast)


def test_the_reason_is_a_sentence_with_the_numbers_behind_it() -> None:
    plan = choose((BUSY,), SDXL)
    assert plan.reason == (
        "float16 on the graphics processor: Tesla T4 has compute capability 7.5, "
        "which only emulates bfloat16; "
        "4.0 GB are free and the model wants 10.0 GB, so its parts visit it in turn; "
        "its decoder overflows in float16 and runs in float32."
    )


@pytest.mark.parametrize(
    ("gpus", "asked"),
    [
        ((), {}),
        ((T4,), {"device": "cpu"}),
        ((SMALL_MAC,), {}),
        ((T4,), {"device": "cpu", "dtype": "float32"}),
    ],
)
def test_a_model_that_would_fill_the_main_memory_is_refused_before_it_is_read(
    gpus: tuple[Gpu, ...], asked: dict[str, str]
) -> None:
    wide = Need(half=7.0, widened=14.0)
    with pytest.raises(OutOfMemory, match=r"takes 14\.0 GB .* 12\.0 GB are free.*float16"):
        choose(gpus, wide, memory=12.0, **asked)
    assert choose(gpus, wide, memory=14.5, **asked).device == "cpu"
    assert choose(gpus, Need(half=7.0), memory=1.0, **asked).device == "cpu", (
        "mapped files need no free memory"
    )


@pytest.mark.parametrize(("gpus", "asked"), [((T4,), {}), ((MAC,), {}), ((), {"dtype": "float16"})])
def test_main_memory_matters_only_where_16_bits_are_widened(
    gpus: tuple[Gpu, ...], asked: dict[str, str]
) -> None:
    assert choose(gpus, Need(half=7.0, widened=14.0), memory=1.0, **asked).dtype == "float16"


def test_every_reason_ends_as_a_sentence() -> None:
    for gpus in ((), (T4,), (A100,), (MAC,), (SMALL_MAC,)):
        assert choose(gpus, SDXL).reason.endswith(".")


def test_the_freest_of_two_is_taken_and_an_address_picks_the_other() -> None:
    assert choose((BUSY, T4), SD15).device == "cuda:1"
    assert choose((BUSY, T4), SD15, device="cuda:0").device == "cuda:0"


def test_channels_last_on_ampere_and_later_only() -> None:
    assert choose((A100,), SD15).channels_last == ("unet",)
    assert not choose((T4,), SD15).channels_last


def test_a_processors_decoder_has_its_channels_last_and_paints_the_same() -> None:
    plan = choose((), SD15)
    assert plan.channels_last == ("vae",)
    plain, settled = (load_model("tiny", device="cpu").components["vae"] for _ in range(2))
    plain.to(memory_format=torch.contiguous_format)
    assert settled.decoder.layers[0].weight.is_contiguous(memory_format=torch.channels_last)
    latents = torch.randn(1, 4, 16, 16, generator=torch.Generator().manual_seed(1))
    assert torch.allclose(plain.decode(latents).sample, settled.decode(latents).sample, atol=1e-4)


def test_compilation_is_only_ever_asked_for() -> None:
    assert not choose((H100,), SDXL).compiled
    assert choose((H100,), SDXL, compiled=True).compiled


def test_a_wished_precision_wins_and_is_said() -> None:
    plan = choose((A100,), SDXL, dtype="float16")
    assert (plan.dtype, plan.upcast_vae, plan.reason) == (
        "float16",
        True,
        "float16 on cuda:0: you asked for it.",
    )


def test_a_wished_precision_takes_the_room_of_its_own_numbers() -> None:
    half = choose((T4,), SDXL)
    assert not half.offload
    whole = choose((T4,), SDXL, dtype="float32")
    assert whole.offload
    assert whole.reason == (
        "float32 on cuda:0: you asked for it; "
        "15.0 GB are free and the model wants 20.0 GB, so its parts visit it in turn."
    )
    assert not choose((L4,), SDXL, dtype="float32").offload
    assert choose((BUSY,), SDXL, dtype="bfloat16").offload
    assert not choose((SMALL_MAC,), SDXL, dtype="float32", device="cpu").offload


def test_the_processor_can_be_asked_for() -> None:
    plan = choose((A100,), SD15, device="cpu")
    assert plan.device == "cpu"
    assert "you asked for it" in plan.reason


@pytest.mark.parametrize("device", ["cuda:1", "cuda:x", "tpu", "mps"])
def test_a_device_the_machine_lacks_is_refused_with_those_it_has(device: str) -> None:
    with pytest.raises(BadValue, match="one of cpu, cuda:0"):
        choose((T4,), SD15, device=device)


def test_an_unknown_precision_is_refused() -> None:
    with pytest.raises(BadValue, match="float32, float16, bfloat16"):
        choose((T4,), SD15, dtype="int8")


def test_a_full_device_gives_up_room_step_by_step() -> None:
    plan = choose((T4,), SD15)
    second = smaller(plan)
    third = smaller(second)
    assert (second.offload, second.tiles) == (True, False)
    assert (third.offload, third.tiles) == (True, True)
    with pytest.raises(OutOfMemory, match="smaller width and height"):
        smaller(third)


def test_the_processor_can_only_decode_in_tiles() -> None:
    second = smaller(Plan())
    assert (second.offload, second.tiles) == (False, True)
    with pytest.raises(OutOfMemory, match="smaller width and height"):
        smaller(second)


FULL = (
    "MPS backend out of memory (MPS allocated: 8.92 GB, other allocations: 51.25 MB, max allowed: 9.07 GB).",
    "[enforce fail at alloc_cpu.cpp:121] data. DefaultCPUAllocator: not enough memory: you tried to allocate",
    "[enforce fail at alloc_cpu.cpp:121] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to",
)


@pytest.mark.parametrize("error", [MemoryError(), torch.OutOfMemoryError(), *map(RuntimeError, FULL)])
def test_a_full_memory_is_known_on_every_system(error: Exception) -> None:
    assert is_full(error)


@pytest.mark.parametrize("error", [RuntimeError("shapes cannot be multiplied"), OSError(FULL[0])])
def test_another_fault_is_no_full_memory(error: Exception) -> None:
    assert not is_full(error)


def test_what_is_here_is_described_without_failing() -> None:
    assert all(gpu.total > 0 for gpu in describe())


def test_a_picture_takes_twice_the_memory_in_full_precision():
    half, whole = (working(Plan(dtype=dtype)) for dtype in ("bfloat16", "float32"))
    assert whole == 2 * half > 0
