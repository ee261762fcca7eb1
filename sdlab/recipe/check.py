"""What a recipe's values must be, each check with the range and the remedy in its words."""

from types import UnionType
from typing import cast

from sdlab.errors import BadValue

MAX_PROMPT = 2000  # characters; some ten times what a text encoder reads
MAX_STEPS = 1000  # the number of noise levels diffusion models are trained on
MAX_SIDE = 4096  # pixels
MAX_SEED = 2**63 - 1  # what a torch generator takes


def check_kind(name: str, value: object, kind: type | UnionType, words: str) -> None:
    """Pass a value of a kind, which `words` name, refuse any other with BadValue."""
    if not isinstance(value, kind):
        raise BadValue(name, value, words)


def check_number(name: str, value: object, least: float, most: float, remedy: str = "") -> None:
    """Pass a number in [least, most], refuse NaN and anything else with BadValue."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not (is_number and least <= cast("float", value) <= most):  # NaN is in no range
        raise BadValue(name, value, f"from {least:g} to {most:g}", remedy)


def check_pixels(name: str, value: object, most: int) -> None:
    """Pass a whole number of pixels in [0, most], refuse anything else with BadValue."""
    check_whole(name, value, 0, most, "In pixels.")


def check_prompt(name: str, prompt: object) -> None:
    """Pass a text of at most MAX_PROMPT characters, refuse anything else with BadValue."""
    if not isinstance(prompt, str):
        raise BadValue(name, prompt, "a text")
    if len(prompt) > MAX_PROMPT:
        raise BadValue(
            name, prompt, f"at most {MAX_PROMPT} characters", "Models read about 75 words; keep those."
        )


def check_whole(name: str, value: object, least: int, most: int, remedy: str = "") -> None:
    """Pass a whole number in [least, most], refuse anything else with BadValue."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise BadValue(name, value, f"a whole number from {least} to {most}", remedy)


def check_guidance(value: object) -> None:
    """Pass a guidance scale in [0, 50], refuse NaN and the rest with BadValue."""
    check_number("guidance_scale", value, 0, 50, "1 or less turns guidance off; 5 to 8 is usual.")


def check_side(name: str, value: object) -> None:
    """Pass a side in pixels, a multiple of 8 in [64, MAX_SIDE]; else BadValue names the nearest legal one."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if isinstance(value, int) and is_number and 64 <= value <= MAX_SIDE and value % 8 == 0:
        return
    near = 512
    if is_number and value == value:  # NaN is nowhere near
        near = round(min(max(cast("float", value), 64), MAX_SIDE) / 8) * 8
    raise BadValue(name, value, f"a multiple of 8 from 64 to {MAX_SIDE}", f"The nearest is {near}.")
