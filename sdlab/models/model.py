"""A loaded model: its parts, the pipelines over them, and its facts in plain values."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from sdlab.device import Plan, is_smallest, smaller, working
from sdlab.engine import Facts
from sdlab.errors import NotOffered
from sdlab.film import Developer
from sdlab.models.assembly import Shape, build, own_shape
from sdlab.models.companion import Companions
from sdlab.models.entry import Entry
from sdlab.models.fingerprint import fingerprint
from sdlab.models.folder import Folder
from sdlab.models.layout import Layout
from sdlab.models.overlay import Overlay
from sdlab.models.preview import developer_of
from sdlab.models.scheduler import families, name_of
from sdlab.models.weights import gigabytes, move
from sdlab.recipe import Adapter, ControlKind, Task

if TYPE_CHECKING:
    from diffusers import DiffusionPipeline

_SHAPES: dict[Task, Shape] = {
    "text_to_image": "text",
    "unconditional": "text",
    "control": "text",
    "image_to_image": "picture",
    "inpaint": "hole",
    "outpaint": "hole",
    "upscale": "upscale",
}


class Model:
    """A model on a device. Not thread-safe: one worker owns it.

    `components` are the loaded parts by diffusers' names, shared by all its pipelines; `plan` is where they
    run and why; `companions` serve what it does not do itself; `overlay` holds its adapters.
    """

    def __init__(
        self, *, name: str, folder: Folder, layout: Layout, plan: Plan, components: dict[str, Any],
        entry: Entry | None, companions: Companions,
    ) -> None:  # fmt: skip
        self.name, self.folder, self.layout, self.plan = name, folder, layout, plan
        self.components, self.entry, self.companions = components, entry, companions
        self.overlay = Overlay(lambda: self.own_pipeline(own_shape(layout), None))
        self._pipelines: dict[tuple[Shape, ControlKind | None], DiffusionPipeline] = {}

    @property
    def card(self) -> dict[str, Any]:
        """The model's card: training, licences, scores, known faults; empty where it has none."""
        return self.folder.card

    @cached_property
    def sha256(self) -> str:
        """One fingerprint over all weight files."""
        return fingerprint(self.folder)

    @cached_property
    def developer(self) -> Developer:
        """The small kernel from its latents to colours, for previews."""
        return developer_of(self.folder, self.layout)

    @property
    def scheduler_config(self) -> dict[str, Any]:
        """The config its scheduler was trained with: rebuild any compatible scheduler from it, one a job."""
        return self.folder.config("scheduler")

    @cached_property
    def facts(self) -> Facts:
        """What the model is, in plain values."""
        layout, entry = self.layout, self.entry
        side = entry.side if entry else layout.side
        guidance = float(self._default("guidance_scale", entry.guidance_scale if entry else 7.5))
        own = name_of(self.scheduler_config)
        return Facts(
            name=self.name,
            width=side,
            height=side,
            num_inference_steps=int(
                self._default("num_inference_steps", entry.num_inference_steps if entry else 20)
            ),
            guidance_scale=guidance,
            scheduler=str(self._default("scheduler", entry.scheduler if entry else own)),
            schedulers=families(),
            tasks=tuple(dict.fromkeys((*layout.tasks, *self.companions.tasks))),
            token_limit=layout.token_limit,
            reads_negative=layout.is_guided and guidance > 1,
            sizes=tuple(max(64, round(side * share / 8) * 8) for share in (0.5, 0.75, 1, 1.25, 1.5)),
            device=self.plan.device,
            licence=entry.licence.name if entry else str(self.card.get("licence", "")),
            weights=gigabytes(self.components),
            working=working(self.plan),
            begins=self.companions.begins,
        )

    def pipeline(self, task: Task, *, control: ControlKind | None = None) -> "DiffusionPipeline":
        """The diffusers pipeline for a task, over the shared parts: progress bar off, no safety checker.

        With `control`, one that also follows a drawing of that kind; the task "control" without it follows
        the model's first kind. Inpainting, outpainting and upscaling run on a companion where there is one.

        Raises:
            NotOffered: neither the model nor a companion does this; names what does.
        """
        if task not in self.facts.tasks:
            raise NotOffered(refusal(self.facts, task))
        server = self if control else self.server(task)
        if task == "control" and control is None:
            control = self.companions.kinds[0]
        return server.own_pipeline(_SHAPES[task], control)

    def server(self, task: Task) -> "Model":
        """The model that serves a task: this one, or the companion made for it.

        A companion that fills holes wears this model's adapters; where they do not fit it, this model serves.
        """
        if task in ("inpaint", "outpaint") and not self.layout.fills_holes:
            filler = self.companions.filler(self)
            return filler if filler is not None and self._dresses(filler) else self
        if task == "upscale" and self.layout.family != "upscale":
            return self.companions.upscaler(self)
        return self

    def use_adapters(self, adapters: tuple[Adapter, ...]) -> None:
        """Lay exactly these adapters (see `overlay.add`) over the model; none restores it.

        Raises:
            NotReached: an adapter whose file was not added.
            NotOffered: one that was made for another model.
        """
        self.overlay.use(adapters)

    def shrink(self) -> Plan:
        """Move to the next smaller plan after the device ran out of memory; drops the built pipelines.

        Its loaded companions do the same: one of them may have been at work, and all of them take room.

        Raises:
            OutOfMemory: neither it nor a companion has a smaller plan.
        """
        companions = [companion for companion in self.companions.opened if not is_smallest(companion.plan)]
        if not (companions and is_smallest(self.plan)):
            self.plan = smaller(self.plan)
            self._pipelines.clear()
            move(self.components, self.plan)
        for companion in companions:
            companion.shrink()
        return self.plan

    def own_pipeline(self, shape: Shape, kind: ControlKind | None) -> "DiffusionPipeline":
        """The pipeline of one shape over this model's own parts, with its ControlNet of a kind or without."""
        if (shape, kind) not in self._pipelines:
            control = self.companions.control(kind, self.plan) if kind else None
            self._pipelines[shape, kind] = build(
                self.components, self.layout.family, shape, self.plan, control=control
            )
        return self._pipelines[shape, kind]

    def _dresses(self, companion: "Model") -> bool:
        part = "text_encoder"
        shared = companion.components.get(part) is self.components.get(part)
        return companion.overlay.follow(self.overlay, only_unet=shared)

    def _default(self, setting: str, otherwise: float | str) -> float | str:
        value: float | str = self.card.get("defaults", {}).get(setting, otherwise)
        return value


def refusal(facts: Facts, task: Task) -> str:
    """Why a model does not do a task, and which ones to load for it, in words."""
    real = {"upscale": "x4-upscaler", "inpaint": "sd15-inpaint", "outpaint": "sd15-inpaint"}.get(task, "sd15")
    own = "" if facts.name == "tiny" else '"tiny", which came with sdlab, or '
    return f'"{facts.name}" does not do {task}; it does {", ".join(facts.tasks)}. Load {own}"{real}" for it.'
