"""Every stage, seconds long, with the code of the real runs."""

from pathlib import Path

import pytest
import torch

from sdlab.errors import BadValue
from sdlab.train import checkpoint
from sdlab.train.denoising import Plan
from sdlab.train.progress import Budget
from sdlab.train.workshop import Workshop


def test_every_stage_leaves_a_picture_to_look_at(trained: Workshop, lines: list[str]) -> None:
    for stage in ("vae", "denoiser"):
        assert list(trained.folder.glob(f"{stage}-*.png"))
    assert any(line.startswith("vae: ") and line.endswith(" dB on held-out pictures") for line in lines)


def test_a_run_goes_on_where_it_was_stopped(trained: Workshop, lines: list[str]) -> None:
    before = checkpoint.load(trained.folder / "denoiser.pt")
    trained.train_denoiser(Budget(5, 48), Plan(batch=8), compiled=False)
    after = checkpoint.load(trained.folder / "denoiser.pt")
    assert before is not None
    assert after is not None
    assert (before["seen"], after["seen"]) == (32, 48)
    assert "denoiser: going on after 32 samples" in lines


def test_a_fresh_folder_can_start_from_a_shipped_member(
    shelf: Path, trained: Workshop, tmp_path: Path
) -> None:
    fresh = Workshop(tmp_path, print, trained.sizes)
    fresh.art = trained.art
    fresh.train_denoiser(
        Budget(5, 8), Plan(batch=8, muon_lr=1e-9, adam_lr=1e-9), warm_start=shelf, compiled=False
    )
    old, new = trained.member().joint.state_dict(), fresh.member().joint.state_dict()
    assert all(torch.allclose(old[name], new[name], atol=2e-3) for name in old)


def test_a_folder_without_a_denoiser_says_what_to_run_first(tmp_path: Path, trained: Workshop) -> None:
    empty = Workshop(tmp_path, print, trained.sizes)
    empty.tokenizer = trained.tokenizer
    with pytest.raises(BadValue, match='Run "denoiser" first'):
        empty.member()
