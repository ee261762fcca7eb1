"""Free main memory is that of the machine, or of the container where it is bounded."""

from pathlib import Path

import psutil
import pytest

from sdlab.memory import free_memory

MB = 1_000_000


def version_2(root: Path, bound: str, used: int, cache: int) -> None:
    (root / "memory.max").write_text(f"{bound}\n")
    (root / "memory.current").write_text(f"{used}\n")
    (root / "memory.stat").write_text(f"anon 5\nfile {cache}\nfile_dirty 0\n")


def version_1(root: Path, bound: str, used: int, cache: int) -> None:
    folder = root / "memory"
    folder.mkdir()
    (folder / "memory.limit_in_bytes").write_text(f"{bound}\n")
    (folder / "memory.usage_in_bytes").write_text(f"{used}\n")
    (folder / "memory.stat").write_text(f"cache 1\ntotal_cache {cache}\n")


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> float:
    """A machine with 8 GB free."""
    free = type("Memory", (), {"available": 8000 * MB})
    monkeypatch.setattr(psutil, "virtual_memory", lambda: free)
    return 8.0


@pytest.mark.parametrize("write", [version_1, version_2])
def test_a_container_bounds_it_and_copies_of_files_count_as_free(machine, tmp_path, write) -> None:
    write(tmp_path, str(2000 * MB), 1500 * MB, 300 * MB)
    assert free_memory(tmp_path) == pytest.approx(0.8)


@pytest.mark.parametrize("write", [version_1, version_2])
def test_a_full_container_has_none(machine, tmp_path, write) -> None:
    write(tmp_path, str(2000 * MB), 2000 * MB, 0)
    assert free_memory(tmp_path) == pytest.approx(0.0, abs=1e-6)


def test_without_a_bound_it_is_the_machines(machine, tmp_path) -> None:
    assert free_memory(tmp_path) == machine
    version_2(tmp_path, "max", 1500 * MB, 0)
    version_1(tmp_path, "9223372036854771712", 1500 * MB, 0)
    assert free_memory(tmp_path) == machine
