"""The card of a shipped member: what it is, what it cost, what it was made from, how good it is."""

import json
import platform
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import torch

from sdlab.train import flop
from sdlab.train.cost import costs
from sdlab.train.export import preview_kernel, write
from sdlab.train.sampling import Sampling
from sdlab.train.score.neighbour import FILE as NEAREST
from sdlab.train.sheet import PROMPTS, drawn
from sdlab.train.workshop import Workshop
from sdlab.train.world.concept import STYLES, all_concepts
from sdlab.train.world.icon import PINS

STEPS: Final = 20
GUIDANCE: Final = 4.0
"""What looked best on the sheets, with plain DDIM."""
_FAULTS: Final = (
    "Soft edges: the autoencoder does not give fine detail back; the score vae, psnr says how much is lost.",
    "Small faces are smudged: an animal's in a scene, a rider's, the snowman's.",
    "Two things in one picture are smaller and blurrier than one; rare pairs may merge.",
    "Smaller than 128 pixels it shows the middle of a picture, cut; larger, specks may lie beside a thing.",
    "Knows only its toy world: other words are ignored or guessed at.",
    "A bare name comes back much as it was drawn, whatever the seed: there are one to four drawings of it.",
)


def shipped(workshop: Workshop, folder: Path, prompts: Sequence[str] = PROMPTS * 4) -> None:
    """Write the member as it is now to `folder`, with its card, its preview kernel and its contact sheet."""
    member = workshop.member()
    page = drawn(member, prompts, Sampling(STEPS, GUIDANCE))
    preview = preview_kernel(member.autoencoder, workshop.pictures(2, workshop.sizes.held))
    beside = [file for file in (workshop.folder / NEAREST,) if file.exists()]
    write(member, folder, facts(workshop), preview, page, beside)


def facts(workshop: Workshop) -> dict[str, Any]:
    """What the card says, but for the files' sha256."""
    return {
        "name": "tiny",
        "licence": "Apache-2.0",
        "defaults": {"num_inference_steps": STEPS, "guidance_scale": GUIDANCE, "scheduler": "ddim"},
        "size": {"width": 128, "height": 128},
        "recipe": "python -m sdlab.train all",
        "training": costs(workshop.folder, flop.of_first(workshop)),
        "operations": flop.COUNTED,
        "machine": machine(),
        "world": {"concepts": len(all_concepts()), "styles": list(STYLES)},
        "data": sources(),
        "scores": read(workshop.folder / "scores.json"),
        "known_faults": list(_FAULTS),
        "sheet": "sheet.jpg: the documentation's prompts, seeds 0 to 63, not chosen",
    }


def machine() -> str:
    """What the training ran on, in words."""
    return f"{platform.machine()}, {torch.get_num_threads()} thread(s), torch {torch.__version__}"


def sources() -> list[dict[str, str]]:
    """What the drawings are, where they come from and under which licence."""
    return [_source(name) for name in STYLES.values()]


def _source(name: str) -> dict[str, str]:
    licence = "MIT" if name.startswith("fluent") else "Apache-2.0"
    maker = "Microsoft Fluent emoji" if name.startswith("fluent") else "Google Noto emoji"
    return {"package": f"@iconify-json/{name}@{PINS[name][0]}", "drawings": maker, "licence": licence}


def read(file: Path) -> dict[str, Any]:
    """The scores in a file; empty where there is none."""
    scores: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return scores
