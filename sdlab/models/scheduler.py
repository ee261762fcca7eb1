"""The schedulers by short name: diffusers' class, what it is good for, and how one is built for a model.

They are the classes diffusers lists as compatible with Stable Diffusion's, and the two made for few-step
models. Left out: EDMEulerScheduler, which needs a model trained for it, and DPMSolverSDEScheduler, which
needs torchsde.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from sdlab.errors import UnknownName

if TYPE_CHECKING:
    from diffusers import SchedulerMixin

Family = Literal["deterministic", "stochastic", "few-step"]


@dataclass(frozen=True, kw_only=True)
class Scheduling:
    """One scheduler: diffusers' class name, its family, a line of help and the settings that make it.

    `keeps_variance` tells how it keeps a sample: True as sqrt(alpha_bar) * clean + sqrt(1 - alpha_bar) *
    noise, False as clean + sigma * noise.
    """

    class_name: str
    family: Family
    help: str
    settings: Mapping[str, object] = field(default_factory=dict)
    keeps_variance: bool = True


def _row(
    class_name: str, family: Family, text: str, *, sigma: bool = False, **settings: object
) -> Scheduling:
    return Scheduling(
        class_name=class_name, family=family, help=text, settings=settings, keeps_variance=not sigma
    )


SCHEDULERS: dict[str, Scheduling] = {
    "ddim": _row("DDIMScheduler", "deterministic", "The plain one: straight, even steps."),
    "dpmpp_2m": _row("DPMSolverMultistepScheduler", "deterministic", "Sharp pictures in 15 to 25 steps."),
    "dpmpp_2m_karras": _row(
        "DPMSolverMultistepScheduler",
        "deterministic",
        "The same, with more steps near the end.",
        use_karras_sigmas=True,
    ),
    "dpmpp_2s": _row(
        "DPMSolverSinglestepScheduler",
        "deterministic",
        "Its sibling without memory of past steps.",
        lower_order_final=True,
    ),
    "unipc": _row(
        "UniPCMultistepScheduler", "deterministic", "Predicts, then corrects: good from 8 steps on."
    ),
    "deis": _row("DEISMultistepScheduler", "deterministic", "Extrapolates from past steps: good from 10 on."),
    "euler": _row(
        "EulerDiscreteScheduler", "deterministic", "The simplest solver: soft, dependable.", sigma=True
    ),
    "heun": _row(
        "HeunDiscreteScheduler", "deterministic", "Euler, corrected: two looks at each step.", sigma=True
    ),
    "lms": _row(
        "LMSDiscreteScheduler", "deterministic", "Remembers four steps: wants 30 or more.", sigma=True
    ),
    "pndm": _row("PNDMScheduler", "deterministic", "Stable Diffusion's first default.", skip_prk_steps=True),
    "kdpm2": _row(
        "KDPM2DiscreteScheduler", "deterministic", "Looks half a step ahead: two looks a step.", sigma=True
    ),
    "ddpm": _row("DDPMScheduler", "stochastic", "The original: fresh noise each step, wants 50 or more."),
    "euler_a": _row(
        "EulerAncestralDiscreteScheduler", "stochastic", "Lively; changes as steps are added.", sigma=True
    ),
    "kdpm2_a": _row(
        "KDPM2AncestralDiscreteScheduler", "stochastic", "The same with a look ahead.", sigma=True
    ),
    "dpmpp_2m_sde": _row(
        "DPMSolverMultistepScheduler",
        "stochastic",
        "Rich detail in 25 steps or more.",
        algorithm_type="sde-dpmsolver++",
    ),
    "lcm": _row("LCMScheduler", "few-step", "For models distilled to 2 to 8 steps (LCM)."),
    "tcd": _row("TCDScheduler", "few-step", "For models distilled with trajectory consistency (TCD)."),
}


def families() -> dict[str, dict[str, str]]:
    """Family → scheduler name → one line of help, as `Facts.schedulers` holds it."""
    table: dict[str, dict[str, str]] = {}
    for name, row in SCHEDULERS.items():
        table.setdefault(row.family, {})[name] = row.help
    return table


def name_of(config: Mapping[str, object]) -> str:
    """The short name of the scheduler a model ships with; "ddim" when it is none of ours."""
    class_name = config.get("_class_name")
    rows = [name for name, row in SCHEDULERS.items() if row.class_name == class_name]
    fitting = [
        name
        for name in rows
        if all(config.get(key) == value for key, value in SCHEDULERS[name].settings.items())
    ]
    return max(fitting, key=lambda name: len(SCHEDULERS[name].settings), default=rows[0] if rows else "ddim")


def scheduling(name: str) -> Scheduling:
    """The row of a scheduler.

    Raises:
        UnknownName: with the nearest names.
    """
    if name not in SCHEDULERS:
        raise UnknownName("scheduler", name, SCHEDULERS, spellings=_spellings())
    return SCHEDULERS[name]


def _spellings() -> dict[str, str]:
    """Classes of diffusers and the way other programs write "pp" → the short name."""
    classes = {row.class_name: name for name, row in reversed(SCHEDULERS.items())}
    return classes | {name.replace("pp", "++").replace("_", " "): name for name in SCHEDULERS if "pp" in name}


def build_scheduler(name: str, config: Mapping[str, object]) -> "SchedulerMixin":
    """A fresh diffusers scheduler of that name with the noise levels of the model's own `config`.

    Raises:
        UnknownName: with the nearest names.
    """
    import diffusers

    row = scheduling(name)
    return getattr(diffusers, row.class_name).from_config(dict(config), **row.settings)
