"""How much main memory this process may still take."""

from pathlib import Path
from typing import Final

_GROUPS: Final = Path("/sys/fs/cgroup")
_BOUNDS: Final = (
    ("memory.max", "memory.current", "memory.stat", "file "),
    ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes", "memory/memory.stat", "total_cache "),
)
"""Where a container's bound stands, what it uses, how much of that is copies of files, which it gives back:
Linux' control groups, version 2 and 1 (docs.kernel.org/admin-guide/cgroup-v2.html)."""


def free_memory(groups: Path = _GROUPS) -> float:
    """GB of main memory that are free, or free within the bound of the container this runs in.

    Args:
        groups: where Linux shows the container's control group.
    """
    import psutil

    rooms = (_room(groups, *names) for names in _BOUNDS)
    free = [psutil.virtual_memory().available, *(room for room in rooms if room is not None)]
    return float(min(free)) / 1e9


def _room(groups: Path, bound: str, used: str, about: str, cache: str) -> int | None:
    """Bytes within one bound; None where there is none."""
    try:
        most, taken = ((groups / name).read_text("ascii").strip() for name in (bound, used))
        lines = (groups / about).read_text("ascii").splitlines()
    except OSError:
        return None
    if most == "max":
        return None
    copies = sum(int(line.removeprefix(cache)) for line in lines if line.startswith(cache))
    return max(0, int(most) - int(taken) + copies)
