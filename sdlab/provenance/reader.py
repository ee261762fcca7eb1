"""The recipe read back out of a picture. The file may come from anybody: its texts are only data."""

import io
from pathlib import Path

from PIL import Image, PngImagePlugin, UnidentifiedImageError

from sdlab.errors import BadValue, DamagedFile
from sdlab.provenance.chunk import KEYWORD, PLATE
from sdlab.recipe import Plate, Recipe, from_json
from sdlab.recipe.check import check_kind

# keyword of a text chunk → the programs that write it
_OTHERS = {
    "parameters": "A1111's web UI or one like it",
    "workflow": "ComfyUI",
    "invokeai_metadata": "InvokeAI",
    "sd-metadata": "InvokeAI",
    "fooocus_scheme": "Fooocus",
    "Comment": "NovelAI or another program",
}


def open_recipe(source: str | Path | bytes) -> Recipe:
    """The recipe inside a PNG that sdlab wrote; `.replay(studio)` makes the picture again.

    Args:
        source: a path, or the PNG's bytes.

    Raises:
        BadValue: there is no such file, or it is no path at all.
        DamagedFile: no PNG, a PNG without a recipe (says whose metadata it holds), or a recipe that was
            changed.
    """
    picture, name = _opened(source)
    texts = picture.text
    if KEYWORD not in texts:
        raise DamagedFile(f"{name} holds no sdlab recipe: {_found(texts)}.")
    plates = [Plate(data) for data in _private(picture)]
    return from_json(str(texts[KEYWORD]), {plate.sha256: plate for plate in plates})


def _opened(source: str | Path | bytes) -> tuple[PngImagePlugin.PngImageFile, str]:
    check_kind("source", source, str | Path | bytes, "a path or the bytes of a PNG")
    name = "this picture" if isinstance(source, bytes) else f'"{source}"'
    try:
        data = source if isinstance(source, bytes) else Path(source).read_bytes()
    except OSError as error:
        raise BadValue("source", str(source), "a file that can be read", f"{error.strerror}.") from error
    try:
        picture = Image.open(io.BytesIO(data))
        picture.load()
    except UnidentifiedImageError as error:
        raise DamagedFile(f"{name} is no picture.") from error
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise DamagedFile(f"{name} is damaged: {error}.") from error
    if not isinstance(picture, PngImagePlugin.PngImageFile):
        raise DamagedFile(
            f"{name} is a {picture.format}, which keeps no recipe. Open the PNG that sdlab saved."
        )
    return picture, name


def _private(picture: PngImagePlugin.PngImageFile) -> list[bytes]:
    return [chunk[1] for chunk in picture.private_chunks if chunk[0] == PLATE]


def _found(texts: dict[str, str]) -> str:
    for keyword, program in _OTHERS.items():
        if keyword in texts:
            return f'its "{keyword}" text was written by {program}; PngInfo (sdlab.widgets) reads it'
    if texts:
        return "it has other texts (" + ", ".join(repr(keyword[:40]) for keyword in list(texts)[:5]) + ")"
    return "it has no texts at all. Editors and chat programs strip them; ask for the file as it was saved"
