"""The catalogue as a Markdown table, for the docs and for `python -m sdlab.models`."""

from sdlab.models.catalogue import entries
from sdlab.models.entry import Entry

_HEAD = ("name", "what", "side", "steps", "guidance", "scheduler", "memory, estimated", "licence", "sources")


def table() -> str:
    """Every entry of the catalogue as one row of a Markdown table, in the catalogue's order."""
    rows = [_HEAD, tuple("---" for _ in _HEAD), *(_row(entry) for entry in entries().values())]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(entry: Entry) -> tuple[str, ...]:
    settings = (f"{entry.num_inference_steps}", f"{entry.guidance_scale:g}", f"`{entry.scheduler}`")
    return (
        f"`{entry.name}`",
        entry.title,
        str(entry.side),
        *(("–", "–", "–") if entry.is_control else settings),
        f"{entry.memory:g} GB",
        f"[{entry.licence.name}]({entry.licence.link})",
        "<br>".join(_source(entry)) or "bundled",
    )


def _source(entry: Entry) -> list[str]:
    pins = [f" @ {source.revision[:8]}" if source.revision else "" for source in entry.sources]
    folders = [f"/{source.subfolder}" if source.subfolder else "" for source in entry.sources]
    return [
        f"`{source.hub}{folder}`{pin}"
        for source, folder, pin in zip(entry.sources, folders, pins, strict=True)
    ]
