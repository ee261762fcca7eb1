"""The settings in anybody's PNG come out in diffusers' words, and no file can do harm."""

import contextlib
import io
import json
import struct
import tracemalloc
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from sdlab.errors import DamagedFile, SdlabError
from sdlab.models.scheduler import SCHEDULERS
from sdlab.provenance import encode_png, read_origin
from sdlab.provenance.sampler import scheduler_of
from sdlab.provenance.text import SIGNATURE, read_texts
from sdlab.recipe import Plate, Recipe, Start

WEB_UI = """a castle, (moat:1.2)
on a hill
Negative prompt: blurry, "text"
Steps: 25, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6.5, Seed: 1234567890123, Size: 512x640, \
Model hash: abc, Lora hashes: "one: 1, two: 2", Denoising strength: 0.4, Version: v1.10"""
COMFY = {
    "3": {
        "class_type": "KSampler",
        "inputs": {
            "seed": 42,
            "steps": 20,
            "cfg": 8.0,
            "sampler_name": "euler_ancestral",
            "scheduler": "normal",
            "denoise": 1.0,
            "model": ["10", 0],
            "positive": ["6", 0],
            "negative": ["7", 0],
            "latent_image": ["5", 0],
        },
    },
    "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "v1-5.safetensors"}},
    "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 512, "height": 768, "batch_size": 1}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": ["9", 0], "clip": ["4", 1]}},
    "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "watermark", "clip": ["4", 1]}},
    "8": {
        "class_type": "KSampler",
        "inputs": {"seed": 7, "steps": 5, "denoise": 0.5, "latent_image": ["3", 0]},
    },
    "9": {"class_type": "PrimitiveString", "inputs": {"value": "a fox"}},
    "10": {"class_type": "LoraLoader", "inputs": {"model": ["4", 0]}},
}
INVOKE = {
    "positive_prompt": "a fox",
    "negative_prompt": "",
    "seed": 42,
    "steps": 20,
    "cfg_scale": 7.5,
    "width": 512,
    "height": 512,
    "scheduler": "dpmpp_2m_k",
    "model": {"name": "dreamshaper"},
    "app_version": "5.0",
}
OLD_INVOKE = {
    "model_weights": "sd-1.5",
    "image": {
        "prompt": [{"prompt": "a fox", "weight": 1}],
        "seed": 42,
        "steps": 20,
        "cfg_scale": 7.5,
        "width": 512,
        "height": 512,
        "sampler": "k_lms",
    },
}
FOOOCUS = {
    "prompt": "a fox",
    "negative_prompt": "",
    "seed": "42",
    "steps": 20,
    "guidance_scale": 7.5,
    "resolution": "(512, 512)",
    "sampler": "dpmpp_2m_sde_gpu",
    "scheduler": "karras",
    "base_model": "juggernaut",
}
SWARM = {
    "sui_image_params": {
        "prompt": "a fox",
        "seed": 42,
        "steps": 20,
        "cfgscale": 7.5,
        "width": 512,
        "height": 512,
        "sampler": "euler",
    },
}


def png(**texts: str) -> bytes:
    info = PngImagePlugin.PngInfo()
    for keyword, text in texts.items():
        info.add_text(keyword.replace("sd_metadata", "sd-metadata"), text)
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "PNG", pnginfo=info)
    return buffer.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def test_the_web_uis_text_is_read_word_for_word():
    origin = read_origin(png(parameters=WEB_UI))
    assert origin.program == "A1111's web UI"
    assert origin.change == {
        "prompt": "a castle, (moat:1.2)\non a hill",
        "negative_prompt": 'blurry, "text"',
        "num_inference_steps": 25,
        "scheduler": "dpmpp_2m_karras",
        "guidance_scale": 6.5,
        "seed": 1234567890123,
        "width": 512,
        "height": 640,
    }
    by_name = {setting.name: setting for setting in origin.settings}
    assert by_name["Lora hashes"].value == "one: 1, two: 2"
    assert "started from" in by_name["Denoising strength"].note


@pytest.mark.parametrize(
    ("program", "texts", "scheduler", "height"),
    [
        ("ComfyUI", {"prompt": json.dumps(COMFY)}, "euler_a", 768),
        ("InvokeAI", {"invokeai_metadata": json.dumps(INVOKE)}, "dpmpp_2m_karras", 512),
        ("InvokeAI", {"sd_metadata": json.dumps(OLD_INVOKE)}, "lms", 512),
        ("Fooocus", {"parameters": json.dumps(FOOOCUS), "fooocus_scheme": "fooocus"}, "dpmpp_2m_sde", 512),
        ("SwarmUI", {"parameters": json.dumps(SWARM)}, "euler", 512),
    ],
)
def test_other_programs_settings_come_out_in_diffusers_words(program, texts, scheduler, height):
    origin = read_origin(png(**texts))
    recipe = Recipe().but(**origin.change)
    assert origin.program == program
    assert (recipe.prompt, recipe.seed, recipe.num_inference_steps) == ("a fox", 42, 20)
    assert (recipe.scheduler, recipe.width, recipe.height) == (scheduler, 512, height)


def test_what_has_no_place_in_a_recipe_is_shown_with_the_reason():
    text = "x\nSteps: 0, Sampler: Restart, CFG scale: nan, Seed: 1, Size: 500x512"
    notes = {
        setting.name: setting.note for setting in read_origin(png(parameters=text)).settings if setting.note
    }
    assert set(notes) == {"Steps", "Sampler", "CFG scale", "Width"}
    assert "nearest is 496" in notes["Width"]
    assert read_origin(png(parameters=text)).change == {"prompt": "x", "seed": 1, "height": 512}


def test_our_own_recipe_comes_back_whole_with_its_input_pictures():
    start = Start(picture=Plate.of(Image.new("RGB", (64, 64), "red")), strength=0.5)
    recipe = Recipe(task="image_to_image", prompt="a fox", seed=9, start=start)
    origin = read_origin(encode_png(Image.new("RGB", (64, 64)), recipe))
    assert origin.recipe == recipe
    assert origin.change["seed"] == 9


def test_pixels_are_not_needed():
    data = png(parameters=WEB_UI)
    start = data.index(b"IDAT") - 4
    without = data[:start] + data[data.index(b"IEND") - 4 :]
    assert read_origin(without).change["seed"] == 1234567890123


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"hello, this is a text file", "no PNG"),
        (png(), "holds no settings"),
        (png(Title="holiday"), "'Title'"),
        (png(parameters=WEB_UI)[:60], "cut short"),
        (png(parameters=WEB_UI).replace(b"castle", b"cattle"), "changed on its way"),
        (SIGNATURE + b"\xff\xff\xff\xff" + b"tEXt" + b"x" * 50, "cut short"),
    ],
)
def test_a_file_without_settings_says_why(data, words):
    with pytest.raises(DamagedFile, match=words):
        read_origin(data)


def test_a_packed_text_that_would_fill_the_memory_is_refused():
    bomb = chunk(b"zTXt", b"parameters\0\0" + zlib.compress(b"a" * 50_000_000, 9))
    tracemalloc.start()
    try:
        with pytest.raises(DamagedFile, match="over 4 MB"):
            read_texts(SIGNATURE + bomb + chunk(b"IEND", b""))
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "{" + "9" * 5000])
@pytest.mark.parametrize("keyword", ["prompt", "sdlab"])
def test_text_that_is_no_graph_is_no_find(keyword, text):
    with pytest.raises(DamagedFile):
        read_origin(png(**{keyword: text}))


def test_a_graph_of_nonsense_sets_nothing():
    graph = {"1": {"inputs": {"steps": [], "seed": {"a": 1}}}, "2": 7, "3": {"inputs": []}}
    assert read_origin(png(prompt=json.dumps(graph))).change == {}


def test_a_graph_that_bites_its_tail_ends():
    graph = json.loads(json.dumps(COMFY))
    graph["6"]["inputs"]["text"] = ["9", 0]
    graph["9"]["inputs"]["value"] = ["9", 0]
    graph["3"]["inputs"]["model"] = ["10", 0]
    graph["10"]["inputs"]["model"] = ["10", 0]
    assert "prompt" not in read_origin(png(prompt=json.dumps(graph))).change


def test_text_is_kept_as_text():
    words = "<script>alert(1)</script>{{7*7}}"
    origin = read_origin(png(parameters=f"{words}\nSteps: 1, Seed: 2, CFG scale: 3"))
    assert origin.change["prompt"] == words


def test_our_own_scheduler_names_mean_themselves():
    assert {name: scheduler_of(name) for name in SCHEDULERS} == {name: (name, "") for name in SCHEDULERS}


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    keyword=st.sampled_from(["parameters", "prompt", "sdlab", "sd-metadata", "invokeai_metadata"]),
    text=st.sampled_from(
        [WEB_UI, json.dumps(COMFY), json.dumps(SWARM), json.dumps(OLD_INVOKE), '{"sdlab": 1, "seed": 3}']
    ),
    at=st.integers(0, 2000),
    piece=st.binary(max_size=8),
)
def test_no_text_whatever_it_holds_breaks_the_reader(keyword, text, at, piece):
    garbled = text.encode()[:at] + piece + text.encode()[at + len(piece) :]
    data = SIGNATURE + chunk(b"iTXt", keyword.encode() + b"\0\0\0\0\0" + garbled) + chunk(b"IEND", b"")
    with contextlib.suppress(SdlabError):  # refused in words is as good as read
        Recipe().but(**read_origin(data).change)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(cut=st.integers(0, 400), at=st.integers(0, 400), piece=st.binary(max_size=6))
def test_no_file_whatever_it_holds_breaks_the_reader(cut, at, piece):
    data = png(parameters=WEB_UI)
    with contextlib.suppress(SdlabError):
        read_origin(data[:at] + piece + data[at + len(piece) : len(data) - cut])
