"""Models come over a hub by name: safetensors only, pinned, resumed; plain words when they do not come."""

import errno
import shutil
import time
from collections import namedtuple
from pathlib import Path

import pytest
import torch
from loopback import COMMIT, Hub

from sdlab.errors import NotReached, NotSaved
from sdlab.models import Source, load_model
from sdlab.models.abandon import Abandoned, loading_while
from sdlab.models.catalogue import entries, find
from sdlab.models.hub import cached, fetch


def serve(hub: Hub, name: str, folder: Path) -> str:
    """Put a folder where the catalogue's first source for a name points; returns the hub id."""
    source = find(name).sources[0]
    hub.folders[source.hub] = folder
    hub.commits[source.hub] = source.revision or COMMIT
    return source.hub


def leave(free: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the disk say that it has so many bytes left."""
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(free, 0, free))


def made(name: str, steps: int = 1) -> torch.Tensor:
    model = load_model(name, device="cpu")
    return model.pipeline("text_to_image")(
        "a cat", num_inference_steps=steps, guidance_scale=0.0, width=64, height=64, output_type="pt",
        generator=torch.Generator("cpu").manual_seed(1),
    ).images  # fmt: skip


@pytest.mark.parametrize(("name", "layout"), [("sd15", "sd15"), ("sd-turbo", "turbo"), ("sdxl", "sdxl")])
def test_a_catalogue_name_comes_over_the_hub_and_paints(
    hub: Hub, layouts: dict[str, Path], name: str, layout: str
) -> None:
    serve(hub, name, layouts[layout])
    assert torch.isfinite(made(name)).all()


def test_the_facts_of_a_catalogue_name_are_its_entry(hub: Hub, layouts: dict[str, Path]) -> None:
    serve(hub, "sd-turbo", layouts["turbo"])
    facts = load_model("sd-turbo", device="cpu").facts
    assert (facts.num_inference_steps, facts.guidance_scale, facts.scheduler) == (2, 0.0, "euler")
    assert not facts.reads_negative
    assert facts.licence == "Stability AI Community"
    assert "upscale" in facts.tasks


def test_a_second_load_asks_nobody(hub: Hub, layouts: dict[str, Path]) -> None:
    serve(hub, "sd15", layouts["sd15"])
    first = made("sd15")
    hub.asked.clear()
    assert torch.equal(made("sd15"), first)
    assert hub.asked == []


def test_an_unpinned_model_is_found_again_without_a_network(
    hub: Hub, layouts: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.folders["someone/something"] = layouts["sd15"]
    first = made("someone/something")
    hub.asked.clear()
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert torch.equal(made("someone/something"), first)
    assert hub.asked == []


@pytest.mark.parametrize("revision", [COMMIT, "main", None])
def test_every_way_to_name_a_revision_is_found_again(
    hub: Hub, layouts: dict[str, Path], revision: str | None
) -> None:
    source = Source(hub="someone/something", revision=revision)
    hub.folders[source.hub] = layouts["sd15"]
    assert cached(source, half=False) is None
    assert fetch((source,), half=False) == cached(source, half=False)


def test_a_model_of_which_a_piece_is_missing_is_fetched_again(
    hub: Hub, layouts: dict[str, Path], tmp_path: Path
) -> None:
    from diffusers import UNet2DConditionModel

    folder = shutil.copytree(layouts["sd15"], tmp_path / "pieces")
    unet = UNet2DConditionModel.from_pretrained(folder / "unet")
    shutil.rmtree(folder / "unet")
    unet.save_pretrained(folder / "unet", max_shard_size="200KB")
    source = Source(hub="someone/large", revision=COMMIT)
    hub.folders[source.hub] = folder
    whole = fetch((source,), half=False)
    piece = next((whole / "unet").glob("*-00002-of-*.safetensors"))
    piece.unlink()
    assert cached(source, half=False) is None
    assert fetch((source,), half=False) == cached(source, half=False) == whole
    assert piece.is_file()


def test_pickles_and_a_second_precision_stay_on_the_hub(
    hub: Hub, layouts: dict[str, Path], tmp_path: Path
) -> None:
    folder = shutil.copytree(layouts["sd15"], tmp_path / "full")
    weights = folder / "unet" / "diffusion_pytorch_model.safetensors"
    shutil.copy(weights, weights.with_name("diffusion_pytorch_model.fp16.safetensors"))
    shutil.copy(weights, weights.with_name("diffusion_pytorch_model.non_ema.safetensors"))
    (folder / "unet" / "diffusion_pytorch_model.bin").write_bytes(b"pickle")
    (folder / "safety_checker").mkdir()
    (folder / "safety_checker" / "model.safetensors").write_bytes(b"big")
    identity = serve(hub, "sd15", folder)
    made("sd15")
    got = {path.rpartition("/")[2] for path in hub.asked if path.startswith("GET") and identity in path}
    assert "diffusion_pytorch_model.safetensors" in got
    assert not got & {"diffusion_pytorch_model.bin", "diffusion_pytorch_model.fp16.safetensors"}
    assert not any("safety_checker" in path or "non_ema" in path for path in hub.asked)


def test_a_broken_download_continues_where_it_stopped(
    hub: Hub, layouts: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "DOWNLOAD_CHUNK_SIZE", 1000)
    serve(hub, "sd15", layouts["sd15"])
    hub.cut = 2000
    assert torch.isfinite(made("sd15")).all()
    assert any(line.endswith("from 2000") for line in hub.ranges)


def test_a_download_that_is_not_wanted_any_more_breaks_off_and_goes_on_another_time(
    hub: Hub, layouts: dict[str, Path]
) -> None:
    serve(hub, "sd15", layouts["sd15"])

    def wanted() -> bool:
        return not any("safetensors" in path for path in hub.asked if path.startswith("GET"))

    with pytest.raises(Abandoned), loading_while(wanted):
        load_model("sd15", device="cpu")
    hub.asked.clear()
    assert torch.isfinite(made("sd15")).all()
    assert any(path.startswith("GET") and "safetensors" in path for path in hub.asked)


def test_the_next_mirror_is_tried(hub: Hub, layouts: dict[str, Path]) -> None:
    mirror = find("sd15").sources[1].hub
    hub.folders[mirror] = layouts["sd15"]
    assert torch.isfinite(made("sd15")).all()


def test_a_vanished_name_is_answered_with_its_successor(hub: Hub, layouts: dict[str, Path]) -> None:
    serve(hub, "sd15", layouts["sd15"])
    with pytest.warns(UserWarning, match='taken off the hub in August 2024; "sd15" has the same weights'):
        model = load_model("runwayml/stable-diffusion-v1-5", device="cpu")
    assert model.name == "sd15"


def test_any_hub_id_loads(hub: Hub, layouts: dict[str, Path]) -> None:
    hub.folders["someone/something"] = layouts["sd15"]
    assert load_model("someone/something", device="cpu").name == "someone/something"


def test_a_folder_under_sdlab_models_needs_no_hub(
    hub: Hub, layouts: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(layouts["sd15"], tmp_path / "shelf" / "sd15")
    shutil.copytree(layouts["sd15"], tmp_path / "shelf" / "someone--other")
    monkeypatch.setenv("SDLAB_MODELS", str(tmp_path / "shelf"))
    assert load_model("sd15", device="cpu").facts.licence == "CreativeML OpenRAIL-M"
    assert load_model("someone/other", device="cpu").name == "someone/other"
    assert hub.asked == []


def test_offline_says_how_to_get_the_model(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(NotReached, match="HF_HUB_OFFLINE forbids fetching"):
        load_model("sd-turbo", device="cpu")
    assert hub.asked == []


def test_no_network_names_the_address(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(NotReached, match=r"cannot be fetched from http://127\.0\.0\.1:9"):
        load_model("sd-turbo", device="cpu")


@pytest.mark.parametrize("silent", ["/api/models", "/tree/", "/revision/main"])
def test_a_hub_that_says_nothing_is_given_up(
    hub: Hub, layouts: dict[str, Path], monkeypatch: pytest.MonkeyPatch, silent: str
) -> None:
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_ETAG_TIMEOUT", 0.1)
    monkeypatch.setattr(time, "sleep", lambda _: None)  # what its library does between its tries
    hub.folders["someone/something"] = layouts["sd15"]
    hub.silent.add(silent)
    with pytest.raises(NotReached, match=r"cannot be fetched from http://127\.0\.0\.1.*Check the network"):
        load_model("someone/something", device="cpu")


def test_a_gated_model_says_where_its_licence_is(hub: Hub, layouts: dict[str, Path]) -> None:
    hub.gated.add(serve(hub, "sdxl", layouts["sdxl"]))
    with pytest.raises(NotReached, match=r"is gated: accept its licence at .*stable-diffusion-xl-base-1\.0"):
        load_model("sdxl", device="cpu")


def test_a_missing_repository_is_said(hub: Hub) -> None:
    with pytest.raises(NotReached, match="no-one/nothing does not exist"):
        load_model("no-one/nothing", device="cpu")


def test_a_mirror_with_another_revision_is_refused(hub: Hub, layouts: dict[str, Path]) -> None:
    identity = serve(hub, "sd-turbo", layouts["turbo"])
    hub.commits[identity] = "f" * 40
    with pytest.raises(NotReached, match="has no revision b261bac6"):
        load_model("sd-turbo", device="cpu")


def test_a_repository_of_pickles_is_refused(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "old" / "unet").mkdir(parents=True)
    (tmp_path / "old" / "model_index.json").write_text("{}")
    (tmp_path / "old" / "unet" / "diffusion_pytorch_model.bin").write_bytes(b"pickle")
    hub.folders["some/old"] = tmp_path / "old"
    with pytest.raises(NotReached, match="opens no pickled"):
        load_model("some/old", device="cpu")


def test_a_disk_too_small_is_said_before_anything_is_fetched(
    hub: Hub, layouts: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(hub, "sd15", layouts["sd15"])
    leave(1, monkeypatch)
    with pytest.raises(NotSaved, match="point HF_HOME to a larger disk"):
        load_model("sd15", device="cpu")
    assert not any("/resolve/" in path for path in hub.asked)


@pytest.mark.filterwarnings("ignore:Not enough free disk space")  # the hub library's, which forgets parts
@pytest.mark.parametrize("share", [0, 0.5])
def test_a_download_that_broke_off_needs_room_for_the_rest_only(
    hub: Hub, layouts: dict[str, Path], monkeypatch: pytest.MonkeyPatch, share: float
) -> None:
    source = Source(hub="someone/something", revision=COMMIT)
    hub.folders[source.hub] = layouts["sd15"]
    weights = fetch((source,), half=False) / "vae" / "diffusion_pytorch_model.safetensors"
    blob = weights.resolve()
    size = blob.stat().st_size
    begun = blob.read_bytes()[: int(share * size)]
    weights.unlink()
    blob.rename(blob.with_name(f"{blob.name}.incomplete")).write_bytes(begun)
    leave(size - len(begun) - 1, monkeypatch)
    with pytest.raises(NotSaved, match="Free some space"):
        fetch((source,), half=False)
    leave(size - len(begun), monkeypatch)
    assert fetch((source,), half=False) == cached(source, half=False)
    assert weights.stat().st_size == size


def test_a_disk_that_fills_up_on_the_way_is_said(
    hub: Hub, layouts: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    import huggingface_hub

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    serve(hub, "sd15", layouts["sd15"])
    monkeypatch.setattr(huggingface_hub, "snapshot_download", full)
    with pytest.raises(NotSaved, match="continues where it stopped"):
        load_model("sd15", device="cpu")


def test_every_entry_says_what_a_person_should_know() -> None:
    for entry in entries().values():
        assert entry.title
        assert entry.licence.link.startswith("https://")
        assert entry.memory > 0
        assert entry.tasks or entry.is_control
        assert entry.sources or entry.name == "tiny"
