"""A form, and a place for cabinets that leaves the user's own folder alone."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pia_desktop import i18n
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import Form


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIA_DESKTOP_HOME", str(tmp_path / "home"))


@pytest.fixture(autouse=True)
def _plain_english() -> Iterator[None]:
    before = i18n.language()
    i18n.use_language("en")
    yield
    i18n.use_language(before)


@pytest.fixture(scope="session")
def form() -> Form:
    """様式４, which has files with entries in them, figures and a table of changes."""
    return find_form("yoshiki4")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a cabinet goes; its name holds what a URI would misread."""
    folder = tmp_path / ("保護評価 #1" if os.name == "nt" else "保護評価 #1?")  # Windows has no ? in names
    folder.mkdir()
    return folder / "台帳 100%25&mode=rw.pia"
