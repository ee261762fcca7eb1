"""One line of the catalogue: a model by a short name, and what to know before loading it."""

from dataclasses import dataclass, field

from sdlab.errors import BadValue
from sdlab.recipe import ControlKind, Task


@dataclass(frozen=True, kw_only=True)
class Licence:
    """A licence by name and the address of its text."""

    name: str
    link: str


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a model can be fetched: a hub id, the revision to pin where one is known, and a folder inside."""

    hub: str
    revision: str | None = None
    subfolder: str = ""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A model that `load_model` knows by name.

    Args:
        name: the short name.
        title: what it is, in a line.
        sources: where to fetch it, tried in order, all with the same weights; empty for a bundled model.
        licence: its licence.
        memory: GB of graphics memory for one picture of the native size in 16 bits: an estimate.
        side: native side in pixels.
        num_inference_steps, guidance_scale, scheduler: good settings to begin with.
        tasks: what it serves by itself; empty for a ControlNet.
        inpaint: the companion made for filling holes, used where it is at hand.
        upscale: the companion that enlarges its pictures.
        control: its ControlNets by the kind of drawing they follow.
        controls: for a ControlNet, the kinds of drawing it follows.
    """

    name: str
    title: str
    sources: tuple[Source, ...] = ()
    licence: Licence
    memory: float
    side: int
    num_inference_steps: int = 20
    guidance_scale: float = 7.5
    scheduler: str = "dpmpp_2m"
    tasks: tuple[Task, ...] = ()
    inpaint: str | None = None
    upscale: str | None = None
    control: dict[ControlKind, str] = field(default_factory=dict)
    controls: tuple[ControlKind, ...] = ()

    def __post_init__(self) -> None:
        if not self.name or "/" in self.name or self.name != self.name.strip().lower():
            raise BadValue("name", self.name, "a short lower-case name without slashes", 'Try "my-model".')
        if self.side % 8 or not 64 <= self.side <= 4096:
            raise BadValue("side", self.side, "a multiple of 8 from 64 to 4096")

    @property
    def is_control(self) -> bool:
        """Whether this is a ControlNet: an attachment to a model, not a model."""
        return bool(self.controls)
