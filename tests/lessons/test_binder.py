"""Binder gets what the project was tested with, and nothing it cannot hold."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from sdlab.course.place import lesson_notebooks

ROOT = Path(__file__).parents[2]
PINS = dict(re.findall(r"^([\w.-]+)==(\S+)$", (ROOT / "constraints.txt").read_text(), re.MULTILINE))
PINNED = {canonicalize_name(name): version for name, version in PINS.items()}
CORE = [
    Requirement(text)
    for text in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
]
OF_THE_IMAGE = {"ipywidgets", "traitlets", "torch"}  # the first two are Binder's own, torch comes by conda


@pytest.fixture(scope="module")
def parts() -> list:
    return yaml.safe_load((ROOT / "binder/environment.yml").read_text())["dependencies"]


@pytest.fixture(scope="module")
def wheels(parts) -> dict[str, str]:
    lines = next(part["pip"] for part in parts if isinstance(part, dict))
    return {canonicalize_name(name): version for name, version in (line.split("==") for line in lines)}


def test_every_version_is_the_tested_one(wheels):
    assert {name: PINNED[name] for name in wheels} == wheels


def test_every_core_dependency_is_there(wheels):
    assert {canonicalize_name(requirement.name) for requirement in CORE} - OF_THE_IMAGE == set(wheels)


def test_torch_comes_without_graphics_drivers(parts, wheels):
    torch = next(requirement for requirement in CORE if requirement.name == "torch")
    assert f"pytorch-cpu{torch.specifier}" in parts
    assert "torch" not in wheels


def test_nothing_refers_to_the_checkout_so_the_layer_can_be_kept(parts):
    assert not [part for part in parts if isinstance(part, str) and ("/" in part or part.startswith("-"))]


def test_the_address_opens_lesson_01():
    path = re.search(r"urlpath=lab/tree/(\S+\.ipynb)", (ROOT / "binder/README.md").read_text()).group(1)
    assert ROOT / path == lesson_notebooks()[0]


def test_the_script_is_a_shell_s():
    subprocess.run(["bash", "-n", ROOT / "binder/postBuild"], check=True)


def test_an_error_while_building_is_an_error():
    script = ROOT / "binder/postBuild"
    assert "\nset -e\n" in script.read_text()
    assert "--no-deps" in script.read_text()
    assert os.access(script, os.X_OK)
