"""Nothing that is held out ever reaches training."""

import pytest

from sdlab.train.world.concept import EVERYDAY, all_concepts
from sdlab.train.world.icon import Art
from sdlab.train.world.record import Record, Subject
from sdlab.train.world.sampler import Sampler, shares
from sdlab.train.world.split import Split, chosen, load_split, write


def test_no_record_that_training_draws_is_held_out(art: Art) -> None:
    split = load_split()
    sampler = Sampler(art, split, 3)
    for _ in range(10_000):
        for record in (sampler.simple(), sampler.anything()):
            cells = {(subject.concept, record.style) for subject in record.subjects}
            assert not cells & split.cells
            assert (
                record.relation is None or not {subject.concept for subject in record.subjects} & split.loners
            )
            scenes = {(subject.concept, record.ground, record.time) for subject in record.subjects}
            assert not scenes & split.compositions


def test_the_split_holds_a_tenth_of_the_cells_and_two_hundred_compositions() -> None:
    split = load_split()
    assert 55 <= len(split.cells) <= 65
    assert len(split.compositions) == 200
    assert len(split.loners) == 16


def test_everyday_things_are_never_held_out() -> None:
    split = load_split()
    held = (
        {concept for concept, _ in split.cells}
        | split.loners
        | {concept for concept, *_ in split.compositions}
    )
    assert not held & set(EVERYDAY)


def test_a_split_that_is_written_reads_the_same(art: Art, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sdlab.train.world import split as module

    drawn = chosen(art.cells, seed=1)
    write(drawn, tmp_path / "split.json")
    monkeypatch.setattr(module, "FILE", tmp_path / "split.json")
    assert load_split.__wrapped__() == drawn


@pytest.mark.parametrize(
    ("record", "held"),
    [
        (Record("noto", (Subject("owl"),)), True),
        (Record("flat", (Subject("owl"),)), False),
        (Record("flat", (Subject("fox"), Subject("owl")), "and"), True),
        (Record("flat", (Subject("fox"),)), False),
        (Record("flat", (Subject("owl"),), None, "snow", "night", None), True),
        (Record("flat", (Subject("owl"),), None, "snow", "day", None), False),
    ],
)
def test_each_way_of_being_held_out(record: Record, held: bool) -> None:
    split = Split(frozenset({("owl", "noto")}), frozenset({"fox"}), frozenset({("owl", "snow", "night")}))
    assert split.holds(record) is held


def test_the_same_seed_draws_the_same_records(art: Art) -> None:
    first, second, other = (Sampler(art, load_split(), seed) for seed in (5, 5, 6))
    drawn = [[sampler.anything() for _ in range(50)] for sampler in (first, second, other)]
    assert drawn[0] == drawn[1]
    assert drawn[0] != drawn[2]


def test_everyday_things_are_drawn_more_often(sampler: Sampler) -> None:
    drawn = [sampler.simple().subjects[0].concept for _ in range(4000)]
    per_thing = sum(name in EVERYDAY for name in drawn) / len(EVERYDAY)
    rest = sum(name not in EVERYDAY for name in drawn) / (len(all_concepts()) - len(EVERYDAY))
    assert 4 < per_thing / rest < 9


def test_the_simple_world_is_single_things_on_plain_ground(sampler: Sampler) -> None:
    records = [sampler.simple() for _ in range(200)]
    assert shares(records) == {"plain": 1.0, "scene": 0.0, "paired": 0.0}
    assert {subject.size for record in records for subject in record.subjects} == {None}


def test_everything_holds_plain_scenes_and_pairs(sampler: Sampler) -> None:
    drawn = shares([sampler.anything() for _ in range(2000)])
    assert all(0.2 < share < 0.5 for share in drawn.values())
    assert sum(drawn.values()) == pytest.approx(1.0)
