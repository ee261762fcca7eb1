"""The code that is shown is the code that made the picture."""

import ast
import shutil
import subprocess
import sys

import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw
from safetensors.torch import save_file
from standin import save_control, save_sd15, save_upscaler

import sdlab
from sdlab.echo import echo
from sdlab.errors import UnknownName
from sdlab.models.catalogue import find
from sdlab.recipe import Adapter, Blend, Control, Hole, Margin, Plate, Recipe, Start

# Runs every script of a folder of folders, each in its own folder, all in one process; what one imports of
# sdlab is forgotten before the next, which must import it itself.
DRIVER = """
import os, sys
from pathlib import Path
for folder in sorted(Path(sys.argv[1]).iterdir()):
    os.chdir(folder)
    for name in [name for name in sys.modules if name.partition(".")[0] == "sdlab"]:
        del sys.modules[name]
    exec(compile(Path("code.py").read_text("utf-8"), str(folder), "exec"), {"__name__": "__main__"})
"""


def scene(size=(128, 128)):
    picture = Image.new("RGB", size, "skyblue")
    ImageDraw.Draw(picture).ellipse((30, 30, 90, 100), fill="orange")
    return picture


def drawing():
    lines = Image.new("RGB", (128, 128))
    ImageDraw.Draw(lines).ellipse((30, 30, 90, 100), outline="white", width=3)
    return lines


def start(strength=1.0, size=(128, 128)):
    return Start(picture=Plate.of(scene(size)), strength=strength)


def hole(size=(128, 128), **more):
    mask = Image.new("L", size)
    mask.paste(255, (40, 48, 90, 100))
    return Hole(mask=Plate.of(mask), **more)


RECIPES = {
    "text_to_image": Recipe(prompt="a red apple", negative_prompt="blue", seed=7),
    "other_scheduler": Recipe(prompt="a red apple", seed=8, scheduler="euler_a"),
    "scheduler_with_settings": Recipe(prompt="a red apple", seed=8, scheduler="dpmpp_2m_karras"),
    "weighted": Recipe(prompt="a (red:1.4) apple", seed=9),
    "unconditional": Recipe(task="unconditional", guidance_scale=1.0, seed=3),
    "image_to_image": Recipe(task="image_to_image", prompt="a house", start=start(0.6)),
    "image_to_image_fitted": Recipe(task="image_to_image", prompt="a house", start=start(0.6, (200, 150))),
    "image_to_image_from_noise": Recipe(task="image_to_image", prompt="a house", start=start(1.0)),
    "image_to_image_unchanged": Recipe(task="image_to_image", prompt="a house", start=start(0.1)),
    "inpaint": Recipe(task="inpaint", prompt="a cat", start=start(), hole=hole()),
    "inpaint_area": Recipe(
        task="inpaint",
        prompt="a cat",
        start=start(0.9, (200, 150)),
        hole=hole((200, 150), grow=3, feather=4, padding=16),
    ),
    "outpaint": Recipe(
        task="outpaint", prompt="grass", start=start(), margin=Margin(right=64, top=24), seed=5
    ),
    "control": Recipe(task="control", prompt="a ball", control=Control(condition=Plate.of(drawing()))),
    "upscale": Recipe(task="upscale", factor=4, start=start(size=(48, 40)), guidance_scale=1.0),
}


def executed(runs, home):
    """What the codes of runs save, all executed in one fresh process; models are looked for in `home`."""
    folder = home / "scripts"
    for name, run in runs.items():
        place = folder / name
        place.mkdir(parents=True)
        shown = echo(run.recipe)
        (place / "code.py").write_text(shown.code, "utf-8")
        for file, data in shown.files.items():
            (place / file).write_bytes(data)
        for model in home.iterdir():
            if model != folder:
                (place / model.name).symlink_to(model)
    command = [sys.executable, "-c", DRIVER, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return [Image.open(folder / name / "result.png") for name in runs]


def lora(studio, path):
    """A LoRA file of random weights for the studio's U-Net."""

    def first(model):
        layers = model.components["unet"].named_modules()
        return next((name, layer) for name, layer in layers if name.endswith("attn2.to_q"))

    name, layer = studio._worker.ask(first)
    drawn = torch.Generator().manual_seed(1)
    down, up = (
        torch.randn(size, generator=drawn) for size in ((2, layer.in_features), (layer.out_features, 2))
    )
    save_file({f"unet.{name}.lora_A.weight": down, f"unet.{name}.lora_B.weight": up}, path)
    return path


@pytest.fixture(scope="module")
def pairs(studio, tmp_path_factory):
    """The studio's picture and the code's, by name."""
    home = tmp_path_factory.mktemp("echo")
    mascot = studio.load_adapter(lora(studio, home / "mascot.safetensors"), weight=0.5)
    recipes = RECIPES | {"adapter": RECIPES["text_to_image"].but(adapters=(mascot,))}
    runs = {name: studio.run(recipe.but(num_inference_steps=4)) for name, recipe in recipes.items()}
    assert runs["adapter"].picture.tobytes() != runs["text_to_image"].picture.tobytes()
    made = executed(runs, home)
    return {name: (run.picture, picture) for (name, run), picture in zip(runs.items(), made, strict=True)}


@pytest.mark.parametrize("name", [*RECIPES, "adapter"])
def test_the_shown_code_makes_the_same_picture(pairs, name):
    ours, theirs = (np.asarray(picture).astype(int) for picture in pairs[name])
    assert ours.shape == theirs.shape
    assert abs(ours - theirs).max() <= 1


def test_every_task_the_studio_has_is_among_them(studio):
    assert set(studio.facts.tasks) <= {recipe.task for recipe in RECIPES.values()}


@pytest.fixture(scope="module")
def real_pairs(tmp_path_factory):
    """As `pairs`, for models in the layouts of real ones with random weights, found by their hub ids."""
    home = tmp_path_factory.mktemp("hub")
    saves = {"sd15": save_sd15, "controlnet-scribble": save_control, "x4-upscaler": save_upscaler}
    for name, save in saves.items():
        save(home / find(name).sources[0].hub)
    drawing = Image.new("RGB", (64, 64))
    ImageDraw.Draw(drawing).line((8, 8, 56, 40), fill="white", width=3)
    small = {"seed": 3, "num_inference_steps": 2}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SDLAB_MODELS", str(home))
        with sdlab.load("sd15", device="cpu") as real:
            runs = {
                "text_to_image": real.text_to_image("a cat", width=64, height=64, **small),
                "control": real.control(drawing, "a cat", kind="scribble", weight=0.8, **small),
                "upscale": real.upscale(scene((44, 20)), prompt="a cat", **small),
            }
    made = executed(runs, home)
    return {name: (run.picture, picture) for (name, run), picture in zip(runs.items(), made, strict=True)}


@pytest.mark.parametrize("name", ["text_to_image", "control", "upscale"])
def test_the_code_for_a_real_model_makes_the_same_picture(real_pairs, name):
    ours, theirs = (np.asarray(picture).astype(int) for picture in real_pairs[name])
    assert ours.shape == theirs.shape
    assert abs(ours - theirs).max() <= 1


def test_a_real_model_is_taken_from_its_own_place_at_its_own_revision():
    code = echo(Recipe(prompt="a fox", model="sd15"), device="cuda").code
    assert '"stable-diffusion-v1-5/stable-diffusion-v1-5"' in code
    assert "revision=" in code
    assert 'pipeline.to("cuda", torch.float16)' in code


@pytest.mark.parametrize("name", RECIPES)
def test_the_code_names_no_argument_that_differs_between_versions_of_diffusers(name):
    loads = [
        node
        for node in ast.walk(ast.parse(echo(RECIPES[name], device="cuda").code))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "from_pretrained"
    ]
    given = {keyword.arg for load in loads for keyword in load.keywords}
    assert not given & {"dtype", "torch_dtype", "variant"}


def test_a_member_of_a_family_takes_its_parents_parts(monkeypatch, tmp_path):
    save_sd15(tmp_path / "tiny")
    save_sd15(tmp_path / "tiny-inpaint", fills=True)
    shutil.rmtree(tmp_path / "tiny-inpaint" / "vae")
    (tmp_path / "tiny-inpaint" / "card.json").write_text('{"parent": "tiny"}')
    monkeypatch.setattr("sdlab.models.place.BUNDLED", tmp_path)
    code = echo(RECIPES["inpaint"].but(note="inpainting model, 4 of 4 steps")).code
    assert "base = StableDiffusionPipeline.from_pretrained(" in code
    assert "vae=base.vae," in code
    assert "unet=" not in code
    assert "loosened" not in code


def test_the_companion_that_did_the_work_is_the_one_that_is_loaded():
    recipe = Recipe(
        task="inpaint", model="sd15", start=start(), hole=hole(), note="inpainting model, 4 of 4 steps"
    )
    assert "stable-diffusion-inpainting" in echo(recipe).code


@pytest.mark.parametrize(
    "recipe",
    [
        Recipe(task="control", model="sd15", control=Control(condition=Plate.of(scene())), start=start(0.5)),
        Recipe(task="control", model="tiny", control=Control(condition=Plate.of(scene()))),
        Recipe(task="upscale", model="x4-upscaler", factor=2, start=start()),
        Recipe(adapters=(Adapter(name="mascot.safetensors", sha256="0" * 64, weight=0.8),)),
        Recipe(blend=Blend(share=0.5, seed=3)),
    ],
    ids=["control on a picture", "control", "upscale", "adapter", "blend"],
)
def test_what_is_not_run_here_is_python_at_least(recipe):
    ast.parse(echo(recipe).code)


def test_a_long_prompt_is_read_by_sdlab():
    recipe = Recipe(prompt="a fox " * 60)
    assert "prompt_embeds" in echo(recipe).code
    assert "prompt_embeds" not in echo(Recipe(prompt="a fox")).code
    assert "prompt_embeds" in echo(Recipe(prompt="a fox"), is_long=True).code


@pytest.mark.parametrize(
    "text",
    [
        '"); import os; os.abort() #',
        "\\",
        "a\nimport os\n",
        "'''\"\"\"",
        "\u2028x\r\x00\x1b[2J",
        "\u202e)tide",
        "{7*7}",
    ],
)
def test_a_strangers_words_never_become_code(text):
    recipe = Recipe(prompt=text, negative_prompt=text, model=text, versions=((text, text),), note=text)
    code = echo(recipe).code
    tree = ast.parse(code)
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert modules <= {"diffusers", "sdlab.recipe", "sdlab.studio.text"}
    assert [alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names] == [
        "torch"
    ]
    values = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    assert values.count(text) == 3, "prompt, negative prompt and model, each as it was"


def test_an_unknown_scheduler_is_named():
    with pytest.raises(UnknownName, match="scheduler"):
        echo(Recipe(scheduler="magic"))
