"""Programs that some tests ask for a second opinion, and that are not on every machine."""

import os
import shutil
import subprocess

import pytest

needs_a_printer = pytest.mark.skipif(
    os.name == "nt", reason="Windows shows its dialog only where a printer is installed"
)


def output_of(program: str, *arguments: str) -> bytes:
    """What a program writes; where it is not installed the test is skipped, with that as its reason."""
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not installed")
    return subprocess.run([found, *arguments], check=True, capture_output=True).stdout


def chromium() -> str:
    """Chromium, by one of its names; without it the test is skipped."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("Chromium is not installed")
    return found
