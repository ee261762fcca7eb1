"""A file from anybody is read with care and refused in words."""

import contextlib
import io
import json
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from sdlab.errors import BadValue, DamagedFile, SdlabError
from sdlab.provenance import encode_png, open_recipe, read_origin
from sdlab.recipe import Plate, Recipe, Start, from_json

PICTURE = Image.new("RGB", (64, 64), "teal")
FIELDS = [*(field.name for field in fields(Recipe)), "sha256", "picture", "strength", "mask", "left", "share"]


def png(**texts):
    info = PngImagePlugin.PngInfo()
    for key, value in texts.items():
        info.add_text(key, value)
    buffer = io.BytesIO()
    PICTURE.save(buffer, "PNG", pnginfo=info)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"hello", "is no picture"),
        (b"", "is no picture"),
        (png(), "no texts at all"),
        (png(parameters="a cat\nSteps: 20, Sampler: Euler, Seed: 1"), "A1111"),
        (png(workflow="{}", prompt="{}"), "ComfyUI"),
        (png(invokeai_metadata="{}"), "InvokeAI"),
        (png(Title="holiday"), "'Title'"),
        (png(sdlab="{}"), "lacks the field"),
        (png(sdlab='{"sdlab": 99}'), "newer sdlab"),
    ],
)
def test_a_picture_without_our_recipe_says_what_it_holds(data, words):
    with pytest.raises(DamagedFile, match=words):
        open_recipe(data)


def test_a_jpeg_is_refused_by_its_kind():
    buffer = io.BytesIO()
    PICTURE.save(buffer, "JPEG")
    with pytest.raises(DamagedFile, match="JPEG, which keeps no recipe"):
        open_recipe(buffer.getvalue())


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_truncated_file_is_damaged(share):
    data = encode_png(Image.effect_noise((64, 64), 90), Recipe(prompt="a cat"))
    with pytest.raises(DamagedFile):
        open_recipe(data[: int(len(data) * share)])


def test_a_changed_input_picture_is_damage():
    recipe = Recipe(task="image_to_image", start=Start(picture=Plate.of(PICTURE)))
    data = bytearray(encode_png(PICTURE, recipe))
    at = data.index(b"sdPl") + 60
    data[at] ^= 1
    with pytest.raises(DamagedFile):
        open_recipe(bytes(data))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(BadValue, match="nowhere"):
        open_recipe(tmp_path / "nowhere.png")


@pytest.mark.parametrize("read", [open_recipe, read_origin])
@pytest.mark.parametrize("odd", [None, 3, PICTURE])
def test_what_is_no_file_is_refused(read, odd):
    with pytest.raises(BadValue, match="a path or the bytes of a PNG"):
        read(odd)


def test_a_path_is_read_like_its_bytes(tmp_path):
    path = tmp_path / "cat.png"
    path.write_bytes(encode_png(PICTURE, Recipe(prompt="a cat")))
    assert open_recipe(path) == open_recipe(str(path)) == open_recipe(path.read_bytes())


WHOLE = encode_png(
    PICTURE, Recipe(task="image_to_image", prompt="a cat", start=Start(picture=Plate.of(PICTURE)))
)


@given(cut=st.integers(0, len(WHOLE)), at=st.integers(0, len(WHOLE)), piece=st.binary(max_size=40))
@settings(max_examples=300)
def test_no_file_whatever_it_holds_breaks_the_reader(cut, at, piece):
    data = (WHOLE[:at] + piece + WHOLE[at + len(piece) :])[: max(cut, at)]
    with contextlib.suppress(SdlabError):
        assert isinstance(open_recipe(data), Recipe)


@given(text=st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda some: st.lists(some, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), some, max_size=4),
    max_leaves=8,
))  # fmt: skip
@settings(max_examples=300)
def test_no_recipe_whatever_its_fields_hold_breaks_the_reader(text):
    held = {"sdlab": 1} | (text if isinstance(text, dict) else {"prompt": text})
    with contextlib.suppress(SdlabError):
        assert isinstance(from_json(json.dumps(held), {}), Recipe)
