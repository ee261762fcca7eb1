"""The drawings: fetched as npm packages at pinned versions, checked, rendered once and kept.

Sources (permissive only): Google's Noto emoji (Apache-2.0), Microsoft's Fluent emoji (MIT), both as packaged
by the Iconify project.
"""

import base64
import hashlib
import io
import json
import subprocess
import tarfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from sdlab.errors import DamagedFile, MissingExtra, NotReached, UnknownName
from sdlab.train.world.concept import STYLES, Concept, all_concepts
from sdlab.train.world.palette import dominant_hue, nearest_word

SIDE: Final = 160
"""Pixels of a rendered drawing; more than any drawing takes in a 128-pixel picture, so it is only shrunk."""

LARGE: Final = 512
"""The same for pictures four times as large."""

PINS: Final[dict[str, tuple[str, str]]] = {
    "noto": (
        "1.2.9",
        "DQiuXENbun41ch+XPSV55H9FaWKpHTyz46YIKtSaKYD4fIDDzL1tR6H4np/T38jfrTAeI3rcKF0mqHYeZVAuaw==",
    ),
    "noto-v1": (
        "1.2.5",
        "/DsVMius69Q0fRS53z7QK1TROSuar606jiIx+laXtdsYGMXpf6LtHBx6CGfoo3UHHb/XpBsw+1L1x3eyPqMuVA==",
    ),
    "fluent-emoji": (
        "1.2.7",
        "D8G6bKAyIsyxP1rzZtIWr/gg/fO4Rg1+DyCWlfqKK4h8W+4Em/Y0P6QYgJUQTlUcagzJvSyg+9OBv4hz4Hc/QA==",
    ),
    "fluent-emoji-flat": (
        "1.2.6",
        "RY47RgPb47fYUiyrA64sIOL0+UU02s29sXpNBbIQRBUlPlfNFTKUmZDERGuxDs/7yNGWqQYvuaSYM1M4fRXlUw==",
    ),
}
"""Icon set → version and sha512 (base64) of the npm package `@iconify-json/<set>`."""


@dataclass(frozen=True)
class Art:
    """Every drawing there is.

    Attributes:
        drawings: (concept name, style word) → pixels [row, column, RGBA], trimmed to what is drawn.
    """

    drawings: Mapping[tuple[str, str], NDArray[np.uint8]]

    @cached_property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """The (concept, style) pairs that exist, sorted."""
        return tuple(sorted(self.drawings))

    @cached_property
    def colours(self) -> Mapping[tuple[str, str], str | None]:
        """The colour word of each drawing, by cell; None where no colour rules."""
        hues = {cell: dominant_hue(picture) for cell, picture in self.drawings.items()}
        return {cell: None if hue is None else nearest_word(hue) for cell, hue in hues.items()}

    def styles_of(self, concept: str) -> tuple[str, ...]:
        """The style words in which a concept is drawn."""
        return tuple(style for style in STYLES if (concept, style) in self.drawings)


def load_art(folder: Path, side: int = SIDE) -> Art:
    """The drawings, fetched and rendered on first use and read from `folder` afterwards.

    Args:
        folder: where packages and rendered drawings are kept.
        side: pixels of a rendered drawing; each size has its own file.

    Raises:
        NotReached: npm is missing or cannot fetch a package.
        DamagedFile: a package does not have the pinned bytes.
        MissingExtra: the SVG renderer is not installed.
    """
    store = folder / ("art.npz" if side == SIDE else f"art-{side}.npz")
    if not store.exists():
        folder.mkdir(parents=True, exist_ok=True)
        sets = {name: read_set(fetch(name, folder)) for name in STYLES.values()}
        _save(store, render(all_concepts(), sets, side))
    with np.load(store) as saved:
        return Art({_cell(key): trimmed(saved[key]) for key in saved.files})


def fetch(name: str, folder: Path) -> Path:
    """The verified package file of an icon set inside `folder`, fetched with npm on first use."""
    version, digest = PINS[name]
    file = folder / f"iconify-json-{name}-{version}.tgz"
    if not file.exists():
        call = [
            "npm",
            "pack",
            f"@iconify-json/{name}@{version}",
            "--pack-destination",
            str(folder),
            "--silent",
        ]
        try:
            subprocess.run(call, check=True, capture_output=True, timeout=300)
        except (OSError, subprocess.SubprocessError) as error:
            raise NotReached(
                f"npm could not fetch @iconify-json/{name}@{version}; is Node installed?"
            ) from error
    found = base64.b64encode(hashlib.sha512(file.read_bytes()).digest()).decode()
    if found != digest:
        raise DamagedFile(
            f"{file} is not the pinned package (sha512 {found[:12]}…); delete it and run again."
        )
    return file


def read_set(file: Path) -> dict[str, str]:
    """Icon name → SVG text of one package file, aliases included."""
    with tarfile.open(file) as archive:
        member = archive.extractfile("package/icons.json")
        if member is None:
            raise DamagedFile(f"{file} holds no icons.json; delete it and run again.")
        icons: dict[str, Any] = json.load(member)
    width, height = icons.get("width", 16), icons.get("height", 16)
    drawn = {name: _svg(icon, width, height) for name, icon in icons["icons"].items()}
    aliases = {name: entry["parent"] for name, entry in icons.get("aliases", {}).items()}
    return {**{name: drawn[parent] for name, parent in aliases.items() if parent in drawn}, **drawn}


def render(
    concepts: Iterable[Concept], sets: Mapping[str, Mapping[str, str]], side: int = SIDE
) -> dict[tuple[str, str], NDArray[np.uint8]]:
    """(concept, style) → pixels [side, side, RGBA] of every drawing the sets have."""
    return {
        (concept.name, style): rasterised(sets[source][concept.icon], side)
        for concept in concepts
        for style, source in STYLES.items()
        if concept.icon in sets[source]
    }


def rasterised(svg: str, side: int = SIDE) -> NDArray[np.uint8]:
    """An SVG text as pixels [side, side, RGBA]."""
    try:
        import resvg_py
    except ImportError as error:
        raise MissingExtra("drawing the training world", "train") from error
    png = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=side, height=side))
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"))


def trimmed(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The part of a drawing [row, column, RGBA] inside its visible bounds."""
    rows, columns = np.nonzero(picture[..., 3] > 8)
    if rows.size == 0:
        raise UnknownName("visible drawing", "an empty icon", STYLES)
    return np.ascontiguousarray(picture[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1])


def _svg(icon: Mapping[str, Any], width: int, height: int) -> str:
    box = (
        f"{icon.get('left', 0)} {icon.get('top', 0)} {icon.get('width', width)} {icon.get('height', height)}"
    )
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<svg {names} viewBox="{box}">{icon["body"]}</svg>'


def _cell(key: str) -> tuple[str, str]:
    concept, _, style = key.partition("|")
    return concept, style


def _save(store: Path, drawings: Mapping[tuple[str, str], NDArray[np.uint8]]) -> None:
    partial = store.with_suffix(".part.npz")
    arrays: dict[str, Any] = {f"{concept}|{style}": pixels for (concept, style), pixels in drawings.items()}
    np.savez_compressed(partial, **arrays)
    partial.replace(store)
