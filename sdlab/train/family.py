"""The members that grow out of `tiny`, by the names of their commands; read without loading torch."""

from typing import Final

FAMILY: Final[dict[str, str]] = {
    "inpaint": "sdlab.train.inpaint.kin",
    "live": "sdlab.train.live.kin",
    "upscale": "sdlab.train.upscale.kin",
    "control": "sdlab.train.control.kin",
}
"""Command → the module that holds its `KIN`, in the order in which `all` trains them."""


def member_of(name: str) -> str:
    """The member's name in the catalogue, that of its folder: "inpaint" is "tiny-inpaint"."""
    return f"tiny-{name}"
