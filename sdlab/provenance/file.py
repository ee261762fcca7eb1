"""A finished picture as a file, all or nothing."""

from pathlib import Path

from sdlab.disk import write_whole
from sdlab.errors import BadValue, NotSaved
from sdlab.recipe.check import check_kind


def save_png(path: str | Path, png: bytes) -> Path:
    """Write PNG bytes to `path` and return it; what stood there is replaced once the new file is whole.

    Raises:
        BadValue: the name does not end in .png.
        NotSaved: no space, no permission or no such folder; an older file survives and nothing half-written
            is left.
    """
    target = png_path(path)
    write_whole(target, png)
    return target


def png_path(path: str | Path) -> Path:
    """The path of a PNG to be; worth asking before the work.

    Raises:
        BadValue: the name does not end in .png.
        NotSaved: no such folder.
    """
    check_kind("path", path, str | Path, "a path")
    target = Path(path)
    if target.suffix.lower() != ".png":
        raise BadValue(
            "path", str(path), "a name that ends in .png", "Only PNG keeps the recipe and every pixel."
        )
    if not target.parent.is_dir():
        raise NotSaved(f'"{target}" was not saved: there is no folder "{target.parent}". Make it first.')
    return target
