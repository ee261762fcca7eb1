"""The numbers of the family's page in the docs, written from the cards so that they cannot differ."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from sdlab.models.folder import CARD, card_of
from sdlab.train.score.bar import ALL, BARS, CONCEPTS, Bar
from sdlab.train.score.neighbour import FILE as NEAREST

PAGE: Final = Path(__file__).parents[1] / "docs" / "tiny.md"
BEGIN: Final = "<!-- written by python -m sdlab.train page -->\n"
END: Final = "<!-- until here -->\n"
SHEET: Final = "sheet.jpg"
_SHELF: Final = "../models/bundled"
"""Where the members lie, seen from the page: their pictures are shown from there, and stored once."""
_LEARNT: Final = (
    "Upper half: the eight drawn pictures that are most like a training picture, each above that picture and "
    "the cosine of the two in the judge's features; lower half: eight others, by lot. Where a pair agrees in "
    "outline and pose the model draws from memory; where only thing, style and ground agree it made "
    "something new."
)


def renew(bundled: Path, page: Path = PAGE) -> None:
    """Write the numbers of the members in `bundled` between the page's two marks."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(before + BEGIN + numbers(bundled) + END + after, encoding="utf-8")


def numbers(bundled: Path) -> str:
    """What the members cost, how large and how good they are, what is known to be wrong: Markdown."""
    folders = sorted(file.parent for file in bundled.glob(f"*/{CARD}"))
    total = sum(_size(folder) for folder in folders)
    members = "".join(_member(folder, card_of(folder)) for folder in folders)
    return (
        f"{members}All members together: {total:.1f} MB in fp16; bar {ALL.asked}, met: {_met(ALL, total)}.\n"
    )


def _member(folder: Path, card: Mapping[str, Any]) -> str:
    defaults = ", ".join(f"{name} {value}" for name, value in card.get("defaults", {}).items())
    scores = card.get("scores", {})
    lines = [
        f"## `{card['name']}`\n",
        f"{_size(folder):.1f} MB of weights in fp16. {defaults and f'Defaults: {defaults}.'}\n",
        *_bars(card, _size(folder)),
        *_pictures(folder, card),
        "Training:\n",
        *(_cost(stage, cost) for stage, cost in card.get("training", {}).items() if cost),
        f"\nOn {card['machine']}; again with `{card['recipe']}`.",
        *([f"FLOP: {card['operations']}."] if "operations" in card else []),
        "",
        *_table(scores),
        "\nKnown faults:\n",
        *(f"- {fault}" for fault in card.get("known_faults", ())),
        "",
    ]
    return "\n".join(lines) + "\n"


def _size(folder: Path) -> float:
    """MB of a member's own weights."""
    return sum(file.stat().st_size for file in folder.rglob("*.safetensors")) / 1e6


def _bars(card: Mapping[str, Any], size: float) -> list[str]:
    """The member's bars, met or not."""
    bars = BARS.get(card["name"], ())
    scores = {**card.get("scores", {}), "size_mb": round(size, 1)}
    rows = [_bar(bar, bar.found(scores)) for bar in bars]
    if not rows:
        return []
    concepts = card.get("world", {}).get("concepts", CONCEPTS)
    fewer = f"\nThe bars of R@1 were set for {CONCEPTS} things; this world has {concepts}."
    return [
        "| bar | measured | ceiling | met |",
        "| --- | --- | --- | --- |",
        *rows,
        *([fewer] if concepts < CONCEPTS else []),
        "",
    ]


def _bar(bar: Bar, found: Mapping[str, Any] | None) -> str:
    if found is None:
        return f"| {bar.words}: {bar.asked} | not measured | | |"
    value, interval = found["value"], _interval(found)
    told = f"{value} ({interval})" if interval else f"{value}"
    return f"| {bar.words}: {bar.asked} | {told} | {found.get('ceiling', '')} | {_met(bar, value)} |"


def _met(bar: Bar, value: float) -> str:
    return "yes" if bar.met(value) else "**no**"


def _pictures(folder: Path, card: Mapping[str, Any]) -> list[str]:
    """The contact sheet, and the drawn pictures beside those of the training, where they are."""
    lines = []
    if (folder / SHEET).exists():
        words = card["sheet"].removeprefix(f"{SHEET}: ").removesuffix(", not chosen")
        lines += [f"![What {card['name']} draws, not chosen]({_SHELF}/{folder.name}/{SHEET})\n"]
        lines += [f"Not chosen: {words}.\n"]
    if (folder / NEAREST).exists():
        lines += [
            f"![Drawn pictures above their nearest training pictures]({_SHELF}/{folder.name}/{NEAREST})\n"
        ]
        lines += [f"{_LEARNT}\n"]
    return lines


def _cost(stage: str, cost: Mapping[str, float]) -> str:
    minutes = cost["seconds"] / 60
    told = f"- {stage}: {cost['samples']:,} samples in {cost['steps']:,} steps, {minutes:.0f} minutes"
    return f"{told}, {cost['flops'] / 1e15:.3g} PFLOP" if "flops" in cost else told


def _table(scores: Mapping[str, Any]) -> list[str]:
    rows = list(_rows({name: found for name, found in scores.items() if name != "effort"}, ()))
    if not rows:
        return ["Not scored yet."]
    effort = ", ".join(
        f"{name.replace('_', ' ')} {value}" for name, value in scores.get("effort", {}).items()
    )
    head = [
        "| score | value | 95 % interval | n | ceiling | floor |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    return [*head, *rows, *([f"\nAsked: {effort}."] if effort else [])]


def _rows(scores: Mapping[str, Any], path: Sequence[str]) -> Iterator[str]:
    """One row a score, named by where it stands in the card."""
    for name, found in scores.items():
        where = (*path, name)
        if isinstance(found, Mapping) and "value" in found:
            count = f"{found['n']} × {found['seeds']}" if "seeds" in found else found["n"]
            cells = (
                found["value"],
                _interval(found),
                count,
                found.get("ceiling", ""),
                found.get("floor", ""),
            )
            yield f"| {', '.join(where)} | {' | '.join(map(str, cells))} |"
        elif isinstance(found, Mapping):
            yield from _rows(found, where)
        else:
            yield f"| {', '.join(where)} | {found} | | | | |"


def _interval(found: Mapping[str, Any]) -> str:
    """The ends of a score's interval; empty where it has none."""
    if "low" not in found:
        return ""
    joint = " to " if found["low"] < 0 else "-"
    return f"{found['low']}{joint}{found['high']}"
