"""A bundled model is what its card says, file by file, or it does not load."""

import json
import shutil
from pathlib import Path

import pytest

from sdlab.errors import DamagedFile
from sdlab.models import fingerprint, load_model
from sdlab.models.fingerprint import digest, verify
from sdlab.models.folder import Folder
from sdlab.models.place import BUNDLED


@pytest.fixture
def carded(layouts: dict[str, Path], tmp_path: Path) -> Path:
    """A copy of a model with a card that lists it."""
    folder = shutil.copytree(layouts["sd15"], tmp_path / "carded")
    names = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    card = {"sha256": {name: digest(folder / name) for name in names}, "licence": "Apache-2.0"}
    (folder / "card.json").write_text(json.dumps(card))
    return folder


def test_an_untouched_model_passes(carded: Path) -> None:
    verify(carded)


def test_one_changed_byte_is_refused_with_the_remedy(carded: Path) -> None:
    weights = carded / "unet" / "diffusion_pytorch_model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(bytes(data))
    with pytest.raises(
        DamagedFile, match=r"unet.diffusion_pytorch_model\.safetensors is damaged .* Install sdlab"
    ):
        load_model(carded, device="cpu")


def test_a_changed_setting_is_refused(carded: Path) -> None:
    config = carded / "scheduler" / "scheduler_config.json"
    config.write_text(config.read_text().replace("epsilon", "sample"))
    with pytest.raises(DamagedFile, match="scheduler_config"):
        load_model(carded, device="cpu")


def test_a_missing_file_is_named(carded: Path) -> None:
    (carded / "vae" / "config.json").unlink()
    with pytest.raises(DamagedFile, match=r"config\.json is missing"):
        verify(carded)


def test_a_file_the_card_does_not_list_is_refused(carded: Path) -> None:
    (carded / "unet" / "diffusion_pytorch_model.fp16.safetensors").write_bytes(b"")
    with pytest.raises(DamagedFile, match="does not belong there"):
        verify(carded)


def test_a_damaged_card_is_named(carded: Path) -> None:
    (carded / "card.json").write_text("{")
    with pytest.raises(DamagedFile, match=r"card\.json cannot be read"):
        load_model(carded, device="cpu")


def test_the_fingerprint_follows_the_weights_and_not_the_place(
    layouts: dict[str, Path], tmp_path: Path
) -> None:
    copy = shutil.copytree(layouts["sd15"], tmp_path / "copy")
    before = fingerprint.fingerprint(Folder(layouts["sd15"]))
    assert fingerprint.fingerprint(Folder(copy)) == before
    weights = copy / "vae" / "diffusion_pytorch_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x01")
    assert fingerprint.fingerprint(Folder(copy)) != before


def test_the_hubs_cache_names_a_file_by_its_fingerprint(tmp_path: Path) -> None:
    blob = tmp_path / ("ab" * 32)
    blob.write_bytes(b"weights")
    (tmp_path / "model.safetensors").symlink_to(blob)
    assert digest(tmp_path / "model.safetensors") == "ab" * 32


def test_every_bundled_model_is_what_its_card_says() -> None:
    members = [path.parent for path in BUNDLED.glob("*/card.json")]
    assert members
    for member in members:
        verify(member)
