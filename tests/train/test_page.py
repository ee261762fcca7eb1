"""The family's page says what the cards say."""

import json
from pathlib import Path

from sdlab.models.place import BUNDLED
from sdlab.train.page import BEGIN, END, PAGE, numbers, renew

CARD = {
    "name": "tiny-x",
    "machine": "a machine",
    "recipe": "python -m sdlab.train x",
    "defaults": {"num_inference_steps": 2},
    "training": {"x": {"samples": 1000, "steps": 10, "seconds": 90}, "y": {}},
    "scores": {
        "seen": {"r@1": {"value": 0.5, "low": 0.4, "high": 0.6, "n": 48, "ceiling": 0.9, "floor": 0.0}},
        "vae": {"psnr": 26.2},
        "likeness": {"kid": {"value": 63.1, "ceiling": 16.0, "n": 100}},
        "effort": {"seeds": 5},
    },
    "known_faults": ["Blurs."],
}


def test_the_page_holds_the_numbers_of_the_bundled_cards() -> None:
    assert BEGIN + numbers(BUNDLED) + END in PAGE.read_text(encoding="utf-8"), (
        'run "python -m sdlab.train page"'
    )


def test_every_score_cost_and_fault_of_a_card_is_told(tmp_path: Path) -> None:
    (tmp_path / "tiny-x").mkdir()
    (tmp_path / "tiny-x" / "card.json").write_text(json.dumps(CARD))
    told = numbers(tmp_path)
    assert "| seen, r@1 | 0.5 | 0.4-0.6 | 48 | 0.9 | 0.0 |" in told
    assert "| vae, psnr | 26.2 | | | | |" in told
    assert "| likeness, kid | 63.1 |  | 100 | 16.0 |  |" in told
    assert "- x: 1,000 samples in 10 steps, 2 minutes" in told
    assert "- Blurs." in told
    assert "Asked: seeds 5." in told
    assert "Defaults: num_inference_steps 2." in told


def test_renewing_leaves_the_words_around_the_numbers(tmp_path: Path) -> None:
    page = tmp_path / "tiny.md"
    page.write_text(f"before\n{BEGIN}old\n{END}after\n")
    (tmp_path / "tiny-x").mkdir()
    (tmp_path / "tiny-x" / "card.json").write_text(json.dumps({**CARD, "scores": {}}))
    for _ in range(2):
        renew(tmp_path, page)
    assert page.read_text() == f"before\n{BEGIN}{numbers(tmp_path)}{END}after\n"
    assert "Not scored yet." in page.read_text()
