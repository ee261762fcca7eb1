"""The family's page says what the cards say."""

import json
import re
from pathlib import Path
from typing import Any

from sdlab.models.place import BUNDLED
from sdlab.train.page import BEGIN, END, PAGE, numbers, renew

CARD = {
    "name": "tiny-live",
    "machine": "a machine",
    "recipe": "python -m sdlab.train x",
    "defaults": {"num_inference_steps": 2},
    "training": {
        "x": {"samples": 1000, "steps": 10, "seconds": 90, "flops": 2.5e15},
        "y": {},
        "z": {"samples": 8, "steps": 1, "seconds": 60},
    },
    "scores": {
        "seen": {
            "r@1": {"value": 0.5, "low": 0.4, "high": 0.6, "n": 48, "seeds": 5, "ceiling": 0.9, "floor": 0.0},
            "kept": {"value": 0.92, "low": 0.8, "high": 1.1, "n": 48},
        },
        "time": {"ratio": 0.4},
        "vae": {"psnr": 26.2},
        "likeness": {"kid": {"value": 63.1, "ceiling": 16.0, "n": 100}},
        "effort": {"seeds": 5},
    },
    "known_faults": ["Blurs."],
    "sheet": "sheet.jpg: prompts, seeds 0 to 7, not chosen",
}


def shelved(shelf: Path, card: dict[str, Any]) -> Path:
    """A shelf with one member."""
    folder = shelf / card["name"]
    folder.mkdir()
    (folder / "card.json").write_text(json.dumps(card))
    return shelf


def test_the_page_holds_the_numbers_of_the_bundled_cards() -> None:
    assert BEGIN + numbers(BUNDLED) + END in PAGE.read_text(encoding="utf-8"), (
        'run "python -m sdlab.train page"'
    )


def test_every_score_cost_and_fault_of_a_card_is_told(tmp_path: Path) -> None:
    told = numbers(shelved(tmp_path, CARD))
    assert "| seen, r@1 | 0.5 | 0.4-0.6 | 48 × 5 | 0.9 | 0.0 |" in told
    assert "| vae, psnr | 26.2 | | | | |" in told
    assert "| likeness, kid | 63.1 |  | 100 | 16.0 |  |" in told
    assert "- x: 1,000 samples in 10 steps, 2 minutes, 2.5 PFLOP" in told
    assert "- z: 8 samples in 1 steps, 1 minutes\n" in told
    assert "- Blurs." in told
    assert "Asked: seeds 5." in told
    assert "Defaults: num_inference_steps 2." in told


def test_renewing_leaves_the_words_around_the_numbers(tmp_path: Path) -> None:
    page = tmp_path / "tiny.md"
    page.write_text(f"before\n{BEGIN}old\n{END}after\n")
    shelved(tmp_path, {**CARD, "scores": {}})
    for _ in range(2):
        renew(tmp_path, page)
    assert page.read_text() == f"before\n{BEGIN}{numbers(tmp_path)}{END}after\n"
    assert "Not scored yet." in page.read_text()


def test_every_bar_is_told_whether_met_missed_or_not_measured(tmp_path: Path) -> None:
    told = numbers(shelved(tmp_path, CARD))
    assert "kept, cells seen: ≥ 0.9 | 0.92 (0.8-1.1) |  | yes |" in told
    assert "over the teacher's: ≤ 0.1667 | 0.4 |  | **no** |" in told
    assert "cells held out: ≥ 0.9 | not measured | | |" in told
    assert told.index("| bar |") < told.index("| score |")


def test_a_members_size_is_a_bar_and_so_is_that_of_all(tmp_path: Path) -> None:
    shelf = shelved(tmp_path, {**CARD, "name": "tiny", "world": {"concepts": 7}})
    (shelf / "tiny" / "unet.safetensors").write_bytes(bytes(31_000_000))
    told = numbers(shelf)
    assert "| size in fp16, MB: ≤ 30 | 31.0 |  | **no** |" in told
    assert "All members together: 31.0 MB in fp16; bar ≤ 80, met: yes." in told
    assert "set for 400 things; this world has 7." in told


def test_pictures_are_shown_where_they_are_and_never_called_chosen(tmp_path: Path) -> None:
    shelf = shelved(tmp_path, CARD)
    assert "![" not in numbers(shelf)
    for name in ("sheet.jpg", "nearest.jpg"):
        (shelf / "tiny-live" / name).touch()
    told = numbers(shelf)
    assert "not chosen](../models/bundled/tiny-live/sheet.jpg)" in told
    assert "Not chosen: prompts, seeds 0 to 7.\n" in told
    assert "(../models/bundled/tiny-live/nearest.jpg)" in told


def test_every_picture_that_the_page_shows_is_there() -> None:
    shown = re.findall(r"!\[[^]]+\]\(([^)]+)\)", PAGE.read_text(encoding="utf-8"))
    assert "../models/bundled/tiny/sheet.jpg" in shown
    assert all((PAGE.parent / name).is_file() for name in shown)
