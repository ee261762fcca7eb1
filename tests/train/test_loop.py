"""The loop: it stops, it goes on, it keeps what was good."""

from pathlib import Path

import pytest
import torch
from PIL import Image
from torch import Tensor, nn

from sdlab.errors import BadValue, DamagedFile, NotSaved
from sdlab.train import checkpoint
from sdlab.train.ema import Average
from sdlab.train.loop import NotFinite, Run
from sdlab.train.progress import Budget, Reporter, step_size


class Line:
    """Fits one number; from the `ill`-th step on, its loss is no number."""

    name = "line"
    batch = 4

    def __init__(self, ill: int = 10**9) -> None:
        self.model = nn.Linear(1, 1, bias=False)
        nn.init.zeros_(self.model.weight)
        self.optimisers: list[torch.optim.Optimizer] = [torch.optim.SGD(self.model.parameters(), lr=0.1)]
        self.ill, self.steps, self.looks = ill, 0, 0

    def loss(self, share: float) -> Tensor:
        self.steps += 1
        loss = (self.model.weight - 1).square().sum()
        return loss * float("nan") if self.steps >= self.ill else loss

    def page(self) -> Image.Image:
        self.looks += not self.model.training
        return Image.new("RGB", (1, 1))


def run(task: Line, folder: Path, samples: int, said: list[str] | None = None) -> Run:
    say = print if said is None else said.append
    return Run(task, folder, Budget(5, samples), say, Average(task.model, 0.5))


def test_a_run_ends_when_its_samples_are_used_and_leaves_the_average(tmp_path: Path) -> None:
    task = Line()
    going = run(task, tmp_path, 40)
    going.go()
    assert (task.steps, task.looks, going.seen) == (10, 1, 40)
    assert torch.equal(task.model.weight, going.average.weights["weight"])
    assert [path.name for path in tmp_path.glob("*.png")] == ["line-0000040.png"]


def test_a_run_leaves_arithmetic_as_it_was(tmp_path: Path) -> None:
    run(Line(), tmp_path, 8).go()
    with pytest.raises(NotFinite):
        run(Line(ill=1), tmp_path, 80).go()
    smallest = torch.tensor(2.0**-149)
    assert float(smallest + 0.0) > 0.0


def test_an_interrupted_run_ends_where_an_uninterrupted_one_does(tmp_path: Path) -> None:
    whole, first, second = Line(), Line(), Line()
    run(whole, tmp_path / "whole", 400).go()
    ended = run(first, tmp_path / "parts", 400)
    for _ in range(40):
        ended._advance(ended.budget.share(ended.seen))
    ended._keep()
    run(second, tmp_path / "parts", 400).go()
    assert second.steps == 60
    assert torch.allclose(whole.model.weight, second.model.weight, atol=1e-6)


def test_a_loss_that_is_no_number_stops_the_run_and_keeps_the_last_good_state(tmp_path: Path) -> None:
    run(Line(), tmp_path, 8).go()
    good = checkpoint.load(tmp_path / "line.pt")
    with pytest.raises(NotFinite, match="after 12 samples"):
        run(Line(ill=2), tmp_path, 80).go()
    kept = checkpoint.load(tmp_path / "line.pt")
    assert good is not None
    assert kept is not None
    assert torch.equal(kept["model"]["weight"], good["model"]["weight"])


def test_a_full_disk_is_said_and_the_checkpoint_before_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.pt"
    checkpoint.save({"seen": 1}, file)
    monkeypatch.setattr(
        torch, "save", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device"))
    )
    with pytest.raises(NotSaved, match="free some disk"):
        checkpoint.save({"seen": 2}, file)
    assert checkpoint.load(file) == {"seen": 1}


def test_a_file_that_is_no_checkpoint_is_named(tmp_path: Path) -> None:
    file = tmp_path / "a.pt"
    file.write_bytes(b"nothing")
    with pytest.raises(DamagedFile, match="delete it to start over"):
        checkpoint.load(file)


def test_the_step_size_rises_stays_and_falls_to_nothing() -> None:
    assert step_size(0.0, 0, warm_up=10) == pytest.approx(0.1)
    assert step_size(0.3, 100, warm_up=10) == 1.0
    assert step_size(0.8, 100, decay=0.4) == pytest.approx(0.5)
    assert step_size(1.0, 100) == 0.0


def test_a_budget_counts_the_seconds_before_an_interruption() -> None:
    now = [100.0]
    budget = Budget(minutes=10, samples=1000, seconds_before=300, clock=lambda: now[0])
    now[0] += 60
    assert budget.share(0) == pytest.approx(0.6)
    assert budget.share(900) == pytest.approx(0.9)
    assert budget.eta(0) == pytest.approx(4.0)


def test_a_budget_of_nothing_is_refused() -> None:
    with pytest.raises(BadValue, match="above 0"):
        Budget(minutes=0, samples=5)


def test_progress_is_one_line_a_minute() -> None:
    now, said = [0.0], []
    reporter = Reporter("vae", said.append, clock=lambda: now[0])
    budget = Budget(10, 10_000, clock=lambda: now[0])
    for step in range(1, 181):
        now[0] += 1.0
        reporter.add(0.5, 10, 10 * step, budget)
    assert said[0] == "vae: 600 samples, loss 0.5000, 10/s, 9 min left"
    assert len(said) == 3


def test_the_average_forgets_its_start_and_gives_the_weights_back() -> None:
    model = nn.Linear(1, 1, bias=False)
    nn.init.zeros_(model.weight)
    average = Average(model, 0.9)
    nn.init.ones_(model.weight)
    for step in range(100):
        average.follow(model, step)
    with average.inside(model):
        assert model.weight.item() == pytest.approx(1.0, abs=1e-3)
        assert model.weight.item() != 1.0
    assert model.weight.item() == 1.0
