"""The layouts of real models, written once, and a hub that serves them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from loopback import Hub
from standin import save_control, save_lcm, save_sd15, save_sdxl, save_turbo, save_upscaler


@pytest.fixture(scope="session")
def layouts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder for each layout; tests copy before they change one."""
    root = tmp_path_factory.mktemp("layouts")
    return {
        "sd15": save_sd15(root / "sd15"),
        "inpaint": save_sd15(root / "inpaint", fills=True),
        "lcm": save_lcm(root / "lcm"),
        "turbo": save_turbo(root / "turbo"),
        "sdxl": save_sdxl(root / "sdxl"),
        "upscaler": save_upscaler(root / "upscaler"),
        "control": save_control(root / "control"),
    }


@pytest.fixture
def hub(layouts: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub on the loopback with an empty cache beside it; it serves what a test puts on it."""
    from huggingface_hub import constants

    with Hub() as served:
        monkeypatch.setenv("HF_ENDPOINT", served.address)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.delenv("SDLAB_MODELS", raising=False)
        monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
        monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
        yield served
