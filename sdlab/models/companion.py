"""What serves a model beside itself: a filler, an upscaler, ControlNets, loaded when first asked for."""

from collections.abc import Callable
from dataclasses import fields
from typing import TYPE_CHECKING

from sdlab.device import Plan
from sdlab.engine import Defaults
from sdlab.errors import NotOffered
from sdlab.models.catalogue import entries
from sdlab.models.entry import Entry
from sdlab.models.fingerprint import verify
from sdlab.models.folder import card_of
from sdlab.models.place import Place, bundled, locate
from sdlab.models.weights import load_control
from sdlab.recipe import ControlKind, Task

if TYPE_CHECKING:
    from diffusers import ControlNetModel

    from sdlab.models.model import Model

Loader = Callable[[Place, "Model"], "Model"]


class Companions:
    """The companions that a catalogue entry names, by role; empty without an entry.

    `load` opens a companion's place on the owner's device, sharing what the owner has loaded.
    """

    def __init__(self, entry: Entry | None, load: Loader) -> None:
        self._entry, self._load = entry, load
        self._models: dict[str, Model] = {}
        self._controls: dict[str, ControlNetModel] = {}

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What they add to the model's own tasks."""
        upscale: tuple[Task, ...] = ("upscale",) if self._entry and _place(self._entry.upscale) else ()
        return (*upscale, *(("control",) if self.kinds else ()))

    @property
    def kinds(self) -> tuple[ControlKind, ...]:
        """The kinds of drawing the model can follow."""
        named = self._entry.control if self._entry else {}
        return tuple(kind for kind, name in named.items() if _place(name))

    @property
    def opened(self) -> "tuple[Model, ...]":
        """Those that were loaded, but for ControlNets, which are part of the model's own pipelines."""
        return tuple(self._models.values())

    @property
    def begins(self) -> dict[Task, Defaults]:
        """What each task begins with that one of them serves, by its card or its entry."""
        entry = self._entry
        if entry is None:
            return {}
        roles: dict[Task, str | None] = {
            "upscale": entry.upscale,
            "inpaint": entry.inpaint,
            "outpaint": entry.inpaint,
            "control": next(iter(entry.control.values()), None),
        }
        told = {task: _defaults(_place(name)) for task, name in roles.items()}
        return {task: defaults for task, defaults in told.items() if defaults is not None}

    def filler(self, owner: "Model") -> "Model | None":
        """The companion made for filling holes, where it is at hand: it is not fetched for this."""
        place = _place(self._entry.inpaint) if self._entry else None
        half = owner.plan.dtype != "float32"
        if place is None or place.at_hand(half=half) is None:
            return None
        return self._model(place, owner)

    def upscaler(self, owner: "Model") -> "Model":
        """The companion that enlarges pictures.

        Raises:
            NotOffered: there is none.
        """
        place = _place(self._entry.upscale) if self._entry else None
        if place is None:
            raise NotOffered(f'"{owner.name}" enlarges no pictures. Load "tiny" or "x4-upscaler", which do.')
        return self._model(place, owner)

    def control(self, kind: ControlKind, plan: Plan) -> "ControlNetModel":
        """The ControlNet for a kind of drawing.

        Raises:
            NotOffered: there is none for it; names the kinds there are, and who follows this one.
            DamagedFile: it was changed, or made for other weights.
        """
        place = _place(self._entry.control.get(kind)) if self._entry else None
        if place is None:
            followed = f" It follows {', '.join(self.kinds)}." if self.kinds else ""
            able = " or ".join(f'"{each.name}"' for each in entries().values() if kind in each.control)
            raise NotOffered(f"this model does not follow {kind} drawings.{followed} Load {able} for those.")
        if place.name not in self._controls:
            path = place.path(half=plan.dtype != "float32")
            verify(path)
            self._controls[place.name] = load_control(path, plan)
        return self._controls[place.name]

    def _model(self, place: Place, owner: "Model") -> "Model":
        if place.name not in self._models:
            self._models[place.name] = self._load(place, owner)
        return self._models[place.name]


def _place(name: str | None) -> Place | None:
    """Where a companion is; None where there is no such model here or on a hub."""
    if name is None:
        return None
    place = locate(name) if _is_known(name) else None
    return place if place and (place.folder or place.sources) else None


def _defaults(place: Place | None) -> Defaults | None:
    if place is None:
        return None
    told = card_of(place.folder).get("defaults") if place.folder else None
    if told is None and place.entry is not None and not place.entry.is_control:
        told = vars(place.entry)
    return Defaults(**{setting.name: told[setting.name] for setting in fields(Defaults)}) if told else None


def _is_known(name: str) -> bool:
    return name in bundled() or name in entries()
