"""A Colab user's pip changes nothing: every lower bound of ours holds in Colab's image."""

import tomllib
from importlib.metadata import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]


def pins(path: Path) -> dict[str, Version]:
    """Package versions of a file of `name==version` lines."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    pairs = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(name): Version(version) for name, version in pairs}


PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CORE = [Requirement(text) for text in PROJECT["dependencies"]]
COLAB = pins(ROOT / "tests/data/colab.txt")
PINNED = pins(ROOT / "constraints.txt")


@pytest.mark.parametrize("requirement", CORE, ids=str)
def test_colab_satisfies_the_lower_bound(requirement):
    assert requirement.specifier.contains(COLAB[canonicalize_name(requirement.name)])


@pytest.mark.parametrize("requirement", CORE, ids=str)
def test_no_core_dependency_has_an_upper_bound(requirement):
    assert {clause.operator for clause in requirement.specifier} == {">="}


def test_constraints_pin_every_dependency_within_its_bounds():
    extras = [Requirement(text) for texts in PROJECT["optional-dependencies"].values() for text in texts]
    for requirement in CORE + [extra for extra in extras if extra.name != "sdlab"]:
        assert requirement.specifier.contains(PINNED[canonicalize_name(requirement.name)]), requirement.name


@pytest.mark.parametrize("python", ["3.11.0", "3.12.0", "3.13.0"])
def test_every_pin_installs_on_the_first_release_of_each_python(python):
    wants = {name: metadata(name)["Requires-Python"] for name in PINNED}
    assert [name for name, range_ in wants.items() if not SpecifierSet(range_ or "").contains(python)] == []


def test_a_bound_above_colabs_version_would_be_seen():
    assert not Requirement("torch>=2.12").specifier.contains(COLAB["torch"])
