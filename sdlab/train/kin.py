"""What the members that grow out of a parent have in common: how they are trained, kept and scored."""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import torch
from diffusers import ModelMixin, SchedulerMixin
from PIL import Image

from sdlab.errors import BadValue
from sdlab.train import checkpoint
from sdlab.train.cost import spent
from sdlab.train.ema import Average
from sdlab.train.family import FAMILY, member_of
from sdlab.train.loop import Run, Task, same_origin
from sdlab.train.parent import Parent
from sdlab.train.progress import Budget
from sdlab.train.workshop import Workshop

if TYPE_CHECKING:
    from collections.abc import Callable

    from sdlab.train.score.evaluate import Effort
    from sdlab.train.score.judge import Judge


class Kin(Protocol):
    """A member that grows out of a parent.

    Attributes:
        name: of its command and its checkpoint, such as "inpaint" for the member "tiny-inpaint".
        pipeline: the diffusers class that loads its folder; None for a ControlNet, which is no pipeline.
        roots: what of `Parent.origin` it grows out of: with another of these its checkpoint is worthless.
        plan: how its training goes.
    """

    name: str
    pipeline: str | None
    roots: tuple[str, ...]
    plan: Any

    def begin(self, parent: Parent) -> ModelMixin:
        """The network that is trained, as it is before."""

    def task(self, workshop: Workshop, parent: Parent, network: ModelMixin, compiled: bool) -> Task:
        """Its training; the task's `model` is the network and its `name` the kin's."""

    def parts(self, parent: Parent, network: ModelMixin) -> dict[str, ModelMixin | SchedulerMixin]:
        """What lies in its folder, by subfolder ("" for the folder itself); the rest is the parent's."""

    def facts(self, parent: Parent) -> dict[str, Any]:
        """What its card says of it alone, such as "defaults" and "known_faults"."""

    def sheet(self, workshop: Workshop, parent: Parent, network: ModelMixin) -> Image.Image:
        """Pictures to look at: fixed cases and seeds, not chosen."""

    def scores(
        self,
        workshop: Workshop,
        parent: Parent,
        network: ModelMixin,
        judge: "Callable[[], Judge]",
        effort: "Effort",
    ) -> dict[str, Any]:
        """How good it is; each share with its interval, ceiling and floor. A `judge` is made when asked."""


class Details(Task, Protocol):
    """The training of a member's own autoencoder."""

    def fold(self) -> None:
        """Leave the autoencoder as it is used; called once, when the training is over."""


@runtime_checkable
class WithAutoencoder(Kin, Protocol):
    """A kin whose network has an autoencoder of its own, trained first; `plan.autoencoder` is its share."""

    def details(self, workshop: Workshop, network: ModelMixin) -> Details:
        """Its training; the task's `name` is that of its checkpoint."""

    def preview(self, workshop: Workshop, network: ModelMixin) -> dict[str, Any]:
        """The small picture of its latents, see `export.preview_fit`."""


def kin_of(member: str) -> Kin:
    """The kin behind a member's name in the catalogue."""
    found: Kin = import_module(FAMILY[member.removeprefix("tiny-")]).KIN
    return found


def train(
    kin: Kin,
    workshop: Workshop,
    parent: Parent,
    budget: Budget,
    warm_start: Path | None = None,
    compiled: bool = True,
) -> None:
    """Train a member, or go on where its checkpoint is.

    Args:
        kin: the member.
        workshop: where the checkpoint lies.
        parent: what it grows out of.
        budget: when the run ends.
        warm_start: the folder of an earlier one whose weights to begin with.
        compiled: compile the step.

    Raises:
        BadValue: `warm_start` lacks the member's weights.
        DamagedFile: the checkpoint grew out of another parent.
    """
    torch.manual_seed(budget.samples)
    network = kin.begin(parent)
    if warm_start is not None:
        network.load_state_dict(_earlier(kin, parent, network, warm_start))
    elif isinstance(kin, WithAutoencoder):
        budget = _first(kin, workshop, network, budget)
    task = kin.task(workshop, parent, network, compiled)
    origin, before = _origin(kin, parent), spent(warm_start, kin.name)
    Run(task, workshop.folder, budget, workshop.say, Average(network), origin, before).go()


def _first(kin: WithAutoencoder, workshop: Workshop, network: ModelMixin, budget: Budget) -> Budget:
    """Train a member's autoencoder, or go on; the rest gets the rest of the time and as many samples."""
    share = float(kin.plan.autoencoder)
    rest = Budget(budget.minutes * (1.0 - share), budget.samples)
    if (workshop.folder / f"{kin.name}.pt").exists():
        return rest
    task = kin.details(workshop, network)
    part = Budget(budget.minutes * share, budget.samples)
    Run(task, workshop.folder, part, workshop.say, Average(task.model)).go()
    task.fold()
    return rest


def trained(kin: Kin, workshop: Workshop, parent: Parent) -> ModelMixin:
    """The averaged weights of a member's checkpoint.

    Raises:
        BadValue: it was not trained here.
        DamagedFile: its checkpoint grew out of another parent.
    """
    file = workshop.folder / f"{kin.name}.pt"
    saved = checkpoint.load(file)
    if saved is None:
        raise BadValue(
            "folder",
            str(workshop.folder),
            f"one with the checkpoint {kin.name}.pt",
            f'Run "{kin.name}" first.',
        )
    same_origin(saved, _origin(kin, parent), file)
    network = kin.begin(parent)
    network.load_state_dict({**saved["model"], **saved["average"]})
    return network.requires_grad_(False).eval()


def _origin(kin: Kin, parent: Parent) -> dict[str, str]:
    return {name: parent.origin[name] for name in kin.roots}


def _earlier(kin: Kin, parent: Parent, network: ModelMixin, folder: Path) -> dict[str, torch.Tensor]:
    """The weights of the member in `folder`, in float32, by their names in the network."""
    weights: dict[str, torch.Tensor] = {}
    for name, one in kin.parts(parent, network).items():
        if not isinstance(one, ModelMixin):
            continue
        if not (folder / name / "config.json").is_file():
            raise BadValue("warm_start", str(folder), f"the folder of a {member_of(kin.name)}")
        found = type(one).from_pretrained(folder / name, torch_dtype=torch.float32).state_dict()
        before = "" if one is network else f"{name}."
        weights |= {f"{before}{key}": value for key, value in found.items()}
    return weights
