"""How a member's training goes: what they all have; each member adds its own."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """How a run goes.

    Attributes:
        reuse: how often a piece of training material is used before it is replaced.
        batch: pieces a step.
        muon_lr: step size of weight matrices.
        adam_lr: step size of everything else.
    """

    reuse: int = 6
    batch: int = 64
    muon_lr: float = 2e-3
    adam_lr: float = 1e-3


@dataclass(frozen=True)
class Worded(Pace):
    """How a run with captions goes.

    Attributes:
        simple: share of pictures that show one thing on plain ground.
        empty: share of captions left empty, for guidance and for pictures without a prompt.
    """

    simple: float = 0.3
    empty: float = 0.1
