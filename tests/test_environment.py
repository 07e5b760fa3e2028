"""What the program stands on: the pinned packages, and the faults that the pins avoid."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

VOID_CALLS = """
from PySide6.QtCore import QObject
q = QObject()
for _ in range(200_000):
    q.setObjectName("x")
print("alive")
"""


def test_void_calls_keep_the_reference_count_of_none() -> None:
    """PySide6 6.12.0 on Python 3.11 dies of it (Fatal Python error: none_dealloc)."""
    done = subprocess.run(
        [sys.executable, "-c", VOID_CALLS], capture_output=True, text=True, check=False, timeout=120
    )
    assert (done.returncode, done.stdout.strip()) == (0, "alive"), done.stderr[-500:]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_by_hash_and_name_no_host(root: Path, name: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*-(?!-hash=)", text, re.MULTILINE), "an option line"
    entries = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert entries
    for entry in entries:
        assert re.match(r"[A-Za-z0-9._-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_both_requirement_files_agree(root: Path) -> None:
    pins: dict[str, str] = {}
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (root / name).read_text(encoding="utf-8")
        for package, version in re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", text, re.MULTILINE):
            assert pins.setdefault(package, version) == version, package


def test_no_law_fails_by_what_an_example_takes() -> None:
    assert settings().deadline is None
    assert HealthCheck.too_slow in settings().suppress_health_check
