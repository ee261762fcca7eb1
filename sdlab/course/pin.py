"""The environment in which lessons are recorded and compared: one notebook, one set of outputs.

A processor's widest instructions and its thread count change the last bits of a sum, and with them, after
twenty denoising steps, one colour level here and there. Pinning both leaves only what really changed.
"""

import os
from collections.abc import MutableMapping

PINS = {
    "ATEN_CPU_CAPABILITY": "avx2",
    "ONEDNN_MAX_CPU_ISA": "AVX2",
    "MKL_CBWR": "COMPATIBLE",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TQDM_DISABLE": "1",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DIFFUSERS_VERBOSITY": "error",
    "TRANSFORMERS_VERBOSITY": "error",
    "SDLAB_PROGRESS": "",  # a recording is nobody's progress
}


def pin(environment: MutableMapping[str, str] | None = None) -> None:
    """Set every pin that is not set already, in `environment` or else in this process and its children."""
    target = os.environ if environment is None else environment
    for name, value in PINS.items():
        target.setdefault(name, value)
