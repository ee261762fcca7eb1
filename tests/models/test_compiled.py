"""A compiled model does what an uncompiled one does, however much its work varies."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from torch._dynamo.utils import counters

import sdlab

SMALL = {"num_inference_steps": 2, "width": 64, "height": 64, "seed": 3}
QUERY = "unet.down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q"


@pytest.fixture(autouse=True)
def quick_compiler(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Torch's compiler without its last stage, which takes a minute: what is traced runs as it is."""

    def compile_briefly(module: torch.nn.Module, **how: bool) -> None:
        module._compiled_call_impl = torch.compile(module._call_impl, backend="eager", **how)

    monkeypatch.setattr(torch.nn.Module, "compile", compile_briefly)
    torch.compiler.reset()
    counters.clear()
    yield
    torch.compiler.reset()


@pytest.mark.parametrize("layout", ["tiny", "sd15", "sdxl"])
def test_it_paints_the_same(layouts: dict[str, Path], layout: str) -> None:
    pictures = []
    for compiled in (False, True):
        with sdlab.load(layouts.get(layout, layout), device="cpu", compiled=compiled) as studio:
            pictures.append(np.asarray(studio.text_to_image("a red cat", **SMALL).picture, dtype=int))
    assert abs(pictures[1] - pictures[0]).max() <= 1
    assert counters["stats"]["unique_graphs"] > 0, "nothing was compiled"


def test_it_goes_on_when_the_work_varies_more_than_torch_compiles_for(
    layouts: dict[str, Path], tmp_path: Path
) -> None:
    path = tmp_path / "mascot.safetensors"
    save_file(
        {f"{QUERY}.lora_A.weight": torch.ones(2, 32), f"{QUERY}.lora_B.weight": torch.ones(32, 2)}, path
    )
    with sdlab.load(layouts["sd15"], device="cpu", compiled=True) as studio:
        # torch keeps its settings for each thread
        studio._worker.ask(lambda _: setattr(torch._dynamo.config, "recompile_limit", 2))
        run = studio.text_to_image("a red cat", **SMALL)
        studio.adapters = [studio.load_adapter(path)]
        worn = studio.text_to_image("a red cat", **SMALL)
        studio.adapters = ()
        sizes = {side: studio.text_to_image("a cat", **SMALL | {"width": side}) for side in (64, 72, 128)}
        assert [each.picture.width for each in sizes.values()] == list(sizes)
        assert len(studio.text_to_image("a red cat", count=3, **SMALL)) == 3
        assert worn.picture != run.picture
        assert studio.run(run.recipe).picture == run.picture


def test_its_heat_maps_are_those_of_the_uncompiled(layouts: dict[str, Path]) -> None:
    maps = []
    for compiled in (False, True):
        with sdlab.load(layouts["sd15"], device="cpu", compiled=compiled) as studio:
            run = studio.text_to_image("a red cat", **SMALL)
            before = counters["stats"]["unique_graphs"]
            maps.append(studio.heat_maps(run))
            assert counters["stats"]["unique_graphs"] == before, "compiled once more, for a watcher"
    for plain, compiled in zip(*maps, strict=True):
        assert plain.word == compiled.word
        assert np.allclose(plain.share, compiled.share, atol=1e-4)
