"""Other programs' names for samplers, in diffusers' words as sdlab shortens them."""

import re

from sdlab.errors import UnknownName

# our name → how others spell it, letters, digits and + only
_SPELLINGS = {
    "ddim": "ddim",
    "ddpm": "ddpm",
    "deis": "deis",
    "dpmpp_2m": "dpm++2m dpmpp2m",
    "dpmpp_2m_sde": "dpm++2msde dpmpp2msde dpmpp2msdegpu",
    "dpmpp_2s": "dpmpp2s",
    "euler": "euler keuler",
    "euler_a": "eulera eulerancestral keulera keulerancestral",
    "heun": "heun kheun",
    "kdpm2": "dpm2 kdpm2",
    "kdpm2_a": "dpm2a dpm2ancestral kdpm2a kdpm2ancestral",
    "lcm": "lcm",
    "lms": "lms klms",
    "pndm": "plms pndm",
    "tcd": "tcd",
    "unipc": "unipc unipcbh2",
}
_NAMES = {spelling: name for name, several in _SPELLINGS.items() for spelling in several.split()}
_KARRAS = re.compile(r"(karras|(?<=[a-z0-9])_k)$")


def scheduler_of(sampler: str) -> tuple[str, str]:
    """Our name for a sampler, and a note where something of it is lost ("" otherwise).

    Args:
        sampler: such as "DPM++ 2M Karras", "euler_ancestral", "dpmpp_2m_k"; a separate schedule is appended.

    Raises:
        UnknownName: no scheduler of diffusers answers to it.
    """
    plain = sampler.strip().lower()
    spaced = _KARRAS.sub("", plain).strip(" _-")
    name = _NAMES.get(re.sub(r"[^a-z0-9+]", "", spaced))
    if name is None:
        raise UnknownName("scheduler", sampler[:60], _SPELLINGS)
    if spaced == plain:
        return name, ""
    if name == "dpmpp_2m":
        return "dpmpp_2m_karras", ""
    return name, "without Karras' spacing of the steps"
