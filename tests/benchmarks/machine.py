"""The machine that a benchmark ran on, in the words of its table."""

import os
import platform

import torch


def machine() -> str:
    """Its processor, by the widest instructions torch has for it, and its cores."""
    kind, cores = torch.backends.cpu.get_cpu_capability(), len(os.sched_getaffinity(0))
    return f"{platform.machine()} ({kind}), {cores} cores"
