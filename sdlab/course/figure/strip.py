"""Pictures beside one another: a row, a grid, the film of a run, the difference of two."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from PIL import Image

from sdlab.course.figure.drawing import HAIR, INK, WIDE, Drawing, blank, finish
from sdlab.errors import BadValue
from sdlab.run import Run

Shown = Run | Image.Image
LARGEST = 2.3  # inches a picture takes at most
TITLE = 0.28  # inches a line of words takes
GAP = 0.06
STAGES = 8  # columns of a film


def row(pictures: Sequence[Shown], titles: Sequence[str] = ()) -> Drawing:
    """Pictures in one row, a title above each. Runs are shown by their picture.

    Raises:
        BadValue: no pictures, or not one title for each.
    """
    return grid([list(pictures)], titles)


def grid(rows: Sequence[Sequence[Shown]], titles: Sequence[str] = (), labels: Sequence[str] = ()) -> Drawing:
    """Rows of pictures, titles above the columns and labels before the rows.

    Raises:
        BadValue: no pictures, rows of several lengths, or titles and labels that do not match.
    """
    columns = _check_grid(rows, titles, labels)
    margin = 0.9 if labels else GAP
    side = min(LARGEST, (WIDE - margin) / columns - GAP)
    head = TITLE if titles else GAP
    pictures = [[_picture(item) for item in line] for line in rows]
    tall = side * max(item.height / item.width for line in pictures for item in line)
    width, height = margin + columns * (side + GAP), head + len(rows) * (tall + GAP)
    spacing = {
        "left": margin / width,
        "right": 1 - GAP / width,
        "top": 1 - head / height,
        "bottom": GAP / height,
    }
    figure, axes = blank(width, height, len(rows), columns, **spacing, wspace=GAP / side, hspace=GAP / tall)
    for line, places in zip(pictures, axes, strict=True):
        for item, place in zip(line, places, strict=True):
            place.imshow(item, interpolation="lanczos" if item.width < 200 else "antialiased")
            _frame(place)
    for title, place in zip(titles, axes[0], strict=False):
        place.set_title(title, fontsize=9, color=INK, pad=4)
    for label, place in zip(labels, axes[:, 0], strict=False):
        place.text(
            -0.06, 0.5, label, transform=place.transAxes, ha="right", va="center", fontsize=9, color=INK
        )
    return finish(figure, _words(rows, titles, labels))


def film(run: Run, stages: int = STAGES) -> Drawing:
    """The steps of a run from left to right: above what it had, below what the model expected of it.

    `stages` steps are picked, evenly, with the first and the last.

    Raises:
        BadValue: the run has no film, or fewer than two stages are asked for.
    """
    if not run.film:
        raise BadValue("run", run.caption, "a run with a film", "Make it with the studio; a file keeps none.")
    if stages < 2:
        raise BadValue("stages", stages, "2 or more")
    last = len(run.film) - 1
    picked = [run.film[i] for i in sorted({round(stage * last / (stages - 1)) for stage in range(stages)})]
    rows = [[frame.picture("noisy") for frame in picked], [frame.picture("clean") for frame in picked]]
    titles = [f"step {frame.step}" for frame in picked]
    return grid(rows, titles, ["what it has", "what it\nexpects"])


def difference(
    one: Shown, other: Shown, names: tuple[str, str] = ("one", "the other"), gain: int = 4
) -> Drawing:
    """Two pictures and where they differ: white is equal, dark differs, `gain` times as strong as it is.

    Raises:
        BadValue: pictures of two sizes.
    """
    first, second = _picture(one), _picture(other)
    if first.size != second.size:
        raise BadValue("pictures", f"{first.size} and {second.size}", "of one size")
    levels = np.abs(np.asarray(first, np.int16) - np.asarray(second, np.int16)).mean(axis=2)
    between = Image.fromarray((255 - (levels * gain).clip(0, 255)).astype(np.uint8)).convert("RGB")
    return row([first, second, between], [*names, "where they differ"])


def _frame(place: Axes) -> None:
    place.set_xticks([])
    place.set_yticks([])
    place.spines[:].set(color=HAIR, linewidth=0.6)


def _picture(item: Shown) -> Image.Image:
    return (item.picture if isinstance(item, Run) else item).convert("RGB")


def _check_grid(rows: Sequence[Sequence[Shown]], titles: Sequence[str], labels: Sequence[str]) -> int:
    lengths = {len(line) for line in rows}
    if len(lengths) != 1 or 0 in lengths:
        raise BadValue("pictures", sorted(lengths), "in rows of one length, with at least one picture")
    columns = lengths.pop()
    if titles and len(titles) != columns:
        raise BadValue("titles", list(titles), f"{columns}, one for each picture")
    if labels and len(labels) != len(rows):
        raise BadValue("labels", list(labels), f"{len(rows)}, one for each row")
    return columns


def _words(rows: Sequence[Sequence[Shown]], titles: Sequence[str], labels: Sequence[str]) -> str:
    count = sum(len(line) for line in rows)
    named = "; ".join(" ".join(text.split()) for text in [*titles, *labels])
    return f"{count} picture{'s' * (count > 1)}" + (f": {named}" if named else "")
