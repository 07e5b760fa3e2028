"""What tests of the window share: settings of their own, never the user's."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's own folder lies in the test's."""
    monkeypatch.setenv("PIA_DESKTOP_HOME", str(tmp_path / "home"))
    return tmp_path / "home"
