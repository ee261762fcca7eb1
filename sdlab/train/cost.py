"""What training cost, as cards tell it: samples, steps, seconds and floating point operations a stage."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sdlab.models.folder import card_of
from sdlab.train import checkpoint

Cost = dict[str, float]
NOTHING: Final[Cost] = {"samples": 0, "steps": 0, "seconds": 0, "flops": 0.0}


def costs(folder: Path, operations: Mapping[str, float]) -> dict[str, Cost]:
    """The cost of each stage, that of the weights it began with included; nothing where it was not run.

    Args:
        folder: where the stages' checkpoints lie.
        operations: stage → operations for each sample, see `flop`.
    """
    return {stage: _cost(folder / f"{stage}.pt", each) for stage, each in operations.items()}


def spent(folder: Path | None, stage: str) -> Cost:
    """What a shipped member's card says that a stage cost; nothing for no folder."""
    told = card_of(folder).get("training", {}).get(stage) if folder else None
    return {**NOTHING, **(told or {})}


def _cost(file: Path, operations: float) -> Cost:
    saved = checkpoint.load(file)
    if saved is None:
        return {}
    here = {
        "samples": saved["seen"],
        "steps": saved["step"],
        "seconds": round(saved["seconds"]),
        "flops": operations * saved["seen"],
    }
    before = saved.get("before", NOTHING)
    return {name: value + before[name] for name, value in here.items()}
