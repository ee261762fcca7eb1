"""The committed bundles are what the sources give, small, typed, and their logic holds under Node."""

import re
from pathlib import Path

import pytest
from fake import FACTS, FakeEngine
from PIL import Image
from toolchain import SOURCE, node, run, tools

import sdlab.widgets
from sdlab.widgets.base import STATIC, Part

TESTS = Path(__file__).parent / "js"
ONE, ALL, STYLE = 25_000, 90_000, 12_000  # bytes
NAMES = sorted(path.stem for path in SOURCE.glob("*.js"))


@pytest.fixture(scope="session", autouse=True)
def installed():
    tools()


def test_a_rebuild_gives_the_committed_bundles(tmp_path):
    run(node(), "build.mjs", str(tmp_path))
    built = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    committed = {path.name: path.read_bytes() for path in STATIC.iterdir()}
    assert sorted(built) == sorted(committed)
    stale = [name for name in built if built[name] != committed[name]]
    assert not stale, f"run `node build.mjs` in {SOURCE.name}: {stale} differ"


def test_the_sources_pass_the_type_checker():
    run(node(), "node_modules/typescript/bin/tsc", "-p", "tsconfig.json")


def test_the_logic_holds_under_node():
    run(node(), "--test", *map(str, sorted(TESTS.glob("*.test.js"))))


@pytest.mark.parametrize("name", NAMES)
def test_a_widget_is_small(name):
    assert (STATIC / f"{name}.js").stat().st_size <= ONE
    assert (STATIC / f"{name}.css").stat().st_size <= STYLE


def test_no_widget_styles_what_another_shows():
    """They share a page: a rule begins with a name that no other widget's rules begin with."""
    owners = {}
    for path in SOURCE.glob("*/*.css"):
        if path.parent.name in ("shared", "node_modules"):
            continue
        for selector in _selectors(path.read_text("utf-8")):
            name = re.sub(r"^\.sdlab ?", "", selector)
            owner = re.match(r"(?:[a-z]+)?\.([\w-]+)|.*", name)[1]
            assert owner, f"{path.name}: “{selector}” begins with no name of its own"
            owners.setdefault(owner, set()).add(path.name)
    assert not {owner: paths for owner, paths in owners.items() if len(paths) > 1}


def _selectors(css):
    """The selectors of the rules that lie in no other rule; those within @media and the like too."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    inside, rules = [], []
    for head, brace in re.findall(r"([^{};]*)([{};])", css):
        if brace == "{":
            is_outer = all(re.match("@(?!keyframes)", one) for one in inside)
            if is_outer and not head.strip().startswith("@"):
                rules += re.split(r",(?![^(]*\))", head)
            inside.append(head.strip())
        elif brace == "}":
            inside.pop()
    return [rule.strip() for rule in rules]


@pytest.mark.parametrize("task", FACTS.tasks)
def test_the_parts_of_a_panel_together_are_small(task):
    panel = sdlab.widgets.panel(FakeEngine(), task, Image.new("RGB", (64, 64)))
    parts = [part for part in (*vars(panel).values(), *panel.intake.parts) if isinstance(part, Part)]
    assert len(parts) >= 5
    assert sum(len(part._esm.encode()) for part in parts) <= ALL


def test_every_bundle_has_its_class():
    classes = [thing for thing in vars(sdlab.widgets).values() if isinstance(thing, type)]
    stems = {thing.stem for thing in classes if issubclass(thing, Part) and thing.stem}
    assert stems == set(NAMES)


def test_no_shortened_name_is_that_of_a_trait():
    """The build renames some properties everywhere; a trait of that name would lose it in the page only."""
    shortened = re.search(r"\^\(([a-zA-Z|]+)\)\$", (SOURCE / "build.mjs").read_text("utf-8"))[1].split("|")
    traits = {name for part in parts() for name in part.class_traits(sync=True)}
    assert traits & {"prompt", "history"}
    assert not traits & set(shortened)


def parts() -> list[type[Part]]:
    found, left = [], [Part]
    while left:
        left += (more := left.pop().__subclasses__())
        found += [part for part in more if part.__module__.startswith("sdlab.")]
    return found
