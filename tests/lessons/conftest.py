"""Runs notebooks under regression in a pytest of its own, and says how much memory the largest took."""

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MEASURED = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=sys.stdout, stderr=sys.stderr)
print("largest process:", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, "kB")
sys.exit(done.returncode)
"""


@dataclass(frozen=True)
class Regression:
    """What a regression run said: its exit status, its words, cells failed by position, peak megabytes."""

    code: int
    words: str
    failed: tuple[int, ...]
    cells: int
    megabytes: float


@pytest.fixture(scope="session")
def regression(tmp_path_factory):
    """Compare notebooks with fresh runs; keyword arguments go into the environment."""

    def run(*notebooks: Path, workers: int = 2, **environment: str) -> Regression:
        report = tmp_path_factory.mktemp("regression") / "report.xml"
        proofs = ROOT / "artifacts" / "regression"
        options = [
            "--nbval",
            f"-n{workers}",
            "-q",
            "-p",
            "no:cacheprovider",
            f"--junitxml={report}",
            f"--sdlab-artifacts={proofs}",
        ]
        command = [sys.executable, "-m", "pytest", *options, *map(str, notebooks)]
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_XDIST")}
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, *command],
            cwd=ROOT, env=inherited | environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        cells = list(ET.parse(report).iter("testcase")) if report.is_file() else []
        failed = tuple(number for number, cell in enumerate(cells) if cell.find("failure") is not None)
        peak = re.search(r"largest process: (\d+) kB", done.stdout)
        return Regression(
            done.returncode, done.stdout + done.stderr, failed, len(cells), int(peak.group(1)) / 1024
        )

    return run
