"""The numbers of the family's page in the docs, written from the cards so that they cannot differ."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from sdlab.models.folder import CARD, card_of

PAGE: Final = Path(__file__).parents[1] / "docs" / "tiny.md"
BEGIN: Final = "<!-- written by python -m sdlab.train page -->\n"
END: Final = "<!-- until here -->\n"


def renew(bundled: Path, page: Path = PAGE) -> None:
    """Write the numbers of the members in `bundled` between the page's two marks."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(before + BEGIN + numbers(bundled) + END + after, encoding="utf-8")


def numbers(bundled: Path) -> str:
    """What the members cost, how large and how good they are, what is known to be wrong: Markdown."""
    folders = sorted(file.parent for file in bundled.glob(f"*/{CARD}"))
    return "".join(_member(folder, card_of(folder)) for folder in folders)


def _member(folder: Path, card: Mapping[str, Any]) -> str:
    size = sum(file.stat().st_size for file in folder.rglob("*.safetensors")) / 1e6
    defaults = ", ".join(f"{name} {value}" for name, value in card.get("defaults", {}).items())
    lines = [
        f"## `{card['name']}`\n",
        f"{size:.1f} MB of weights in fp16. {defaults and f'Defaults: {defaults}.'}\n",
        "Training:\n",
        *(_cost(stage, cost) for stage, cost in card.get("training", {}).items() if cost),
        f"\nOn {card['machine']}; again with `{card['recipe']}`.\n",
        *_table(card.get("scores", {})),
        "\nKnown faults:\n",
        *(f"- {fault}" for fault in card.get("known_faults", ())),
        "",
    ]
    return "\n".join(lines) + "\n"


def _cost(stage: str, cost: Mapping[str, float]) -> str:
    minutes = cost["seconds"] / 60
    return f"- {stage}: {cost['samples']:,} samples in {cost['steps']:,} steps, {minutes:.0f} minutes"


def _table(scores: Mapping[str, Any]) -> list[str]:
    rows = list(_rows({name: found for name, found in scores.items() if name != "effort"}, ()))
    if not rows:
        return ["Not scored yet."]
    effort = ", ".join(
        f"{name.replace('_', ' ')} {value}" for name, value in scores.get("effort", {}).items()
    )
    head = [
        "| score | value | 95 % interval | pictures | ceiling | floor |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    return [*head, *rows, *([f"\nAsked: {effort}."] if effort else [])]


def _rows(scores: Mapping[str, Any], path: Sequence[str]) -> Iterator[str]:
    """One row a score, named by where it stands in the card."""
    for name, found in scores.items():
        where = (*path, name)
        if isinstance(found, Mapping) and "value" in found:
            interval = f"{found['low']}-{found['high']}" if "low" in found else ""
            cells = (found["value"], interval, found["n"], found.get("ceiling", ""), found.get("floor", ""))
            yield f"| {', '.join(where)} | {' | '.join(map(str, cells))} |"
        elif isinstance(found, Mapping):
            yield from _rows(found, where)
        else:
            yield f"| {', '.join(where)} | {found} | | | | |"
