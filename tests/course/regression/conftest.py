"""Small notebooks written by hand and a pytest of its own to judge them."""

import base64
import io
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from PIL import Image


class Notes:
    """Writes notebooks with the outputs a front end would have stored."""

    @staticmethod
    def png(levels) -> str:
        buffer = io.BytesIO()
        Image.fromarray(np.asarray(levels, np.uint8)).save(buffer, "PNG")
        return base64.b64encode(buffer.getvalue()).decode()

    @staticmethod
    def shown(png: str):
        return new_output("display_data", data={"image/png": png, "text/plain": "a picture"})

    @staticmethod
    def printed(text: str):
        return new_output("stream", name="stdout", text=text)

    @staticmethod
    def cell(source: str, *outputs, ran: bool = True, tags=(), metadata=None):
        made = new_code_cell(source, outputs=list(outputs), execution_count=1 if ran else None)
        made.metadata.update(metadata or {})
        if tags:
            made.metadata["tags"] = list(tags)
        return made

    @staticmethod
    def write(path: Path, *cells) -> Path:
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(new_notebook(cells=list(cells), metadata={"kernelspec": kernel}), path)
        return path


class Verdict:
    """What a pytest of its own said of notebooks: an outcome for each cell in order, and its words."""

    def __init__(self, done: subprocess.CompletedProcess, report: Path) -> None:
        self.code, self.words = done.returncode, done.stdout + done.stderr
        self.cells = list(ET.parse(report).iter("testcase")) if report.is_file() else []

    def outcome(self, number: int) -> str:
        kinds = {child.tag for child in self.cells[number]}
        return next((kind for kind in ("failure", "error", "skipped") if kind in kinds), "passed")

    def said(self, number: int) -> str:
        return "".join(child.text or "" for child in self.cells[number])


def judge(folder: Path, *options: str) -> Verdict:
    """Run pytest in a folder of notebooks, away from the project's own settings."""
    (folder / "pytest.ini").write_text("[pytest]\n")
    report = folder / "report.xml"
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--junitxml={report}", *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=240, check=False)
    return Verdict(done, report)


@pytest.fixture(scope="session")
def notes() -> type[Notes]:
    return Notes


@pytest.fixture(scope="session")
def judged_by():
    return judge
