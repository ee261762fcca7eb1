"""What the texts of the repository may not hold: registry hosts, paths of a machine, loose ends."""

import json
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
BINARY = {".png", ".jpg", ".webp", ".safetensors", ".npz", ".npy"}
# spelled in pieces, so that this file passes its own test
FORBIDDEN = {
    "a package registry's host": "|".join(
        ["py" + r"pi\.org", "pythonhosted" + r"\.", r"registry\." + "npm", r"download\." + "pytorch"]
    ),
    "a path of one machine": "|".join(["/ro" + "ot/", "/wo" + "rk/", "/ho" + "me/[a-z]"]),
    "a loose end": "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX"]),
}


def tracked() -> list[Path]:
    """Text files under version control, or all of them where there is no git."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    paths = [ROOT / name for name in listed.split("\0") if name]
    return [path for path in paths if path.suffix not in BINARY and path.is_file()]


def written(path: Path) -> str:
    """All text of a file; of a notebook, its cells and what they said, without the recorded pictures."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        return text
    cells = json.loads(text)["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    said = [output.get("text", output.get("data", {}).get("text/plain", "")) for output in outputs]
    return "\n".join("".join(part) for part in [*(cell["source"] for cell in cells), *said])


def test_no_text_holds_what_it_may_not():
    found = []
    for path in tracked():
        text = written(path)
        for what, pattern in FORBIDDEN.items():
            found += [
                f"{path.relative_to(ROOT)}: {what}: {hit.group()}" for hit in re.finditer(pattern, text)
            ]
    assert not found


def test_the_patterns_find_what_they_are_for():
    assert re.search(FORBIDDEN["a path of one machine"], "see /ho" + "me/ann/model")
    assert re.search(FORBIDDEN["a package registry's host"], "https://py" + "pi.org/simple")
    assert re.search(FORBIDDEN["a loose end"], "# TO" + "DO later")
