"""The first window waits for nothing that it does not show."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Final

import pytest

from db.cabinet import Cabinet
from pia_desktop.assessment.node import Node
from pia_desktop.forms.catalogue import find_form

LOADED: Final = """
import linecache
import sys
from pathlib import Path
from ui.app import application
from ui.app.coordinator import Coordinator
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

opened = Coordinator.open_assessment


def open_and_tell(coordinator, assessment_id):
    window = opened(coordinator, assessment_id)

    def tell():
        QApplication.processEvents()
        read = sum(1 for file in linecache.cache if Path(file).name == "coordinator.py")
        print(*sorted(sys.modules), *["a-source-was-read"] * read, flush=True)
        window.close()
        QApplication.quit()

    QTimer.singleShot(0, tell)
    return window


Coordinator.open_assessment = open_and_tell
application.run_window(Path(sys.argv[1]), 1)
"""
"""Opens an assessment as the program does, and tells what is loaded when its window stands."""

ROOMS: Final = {"app", "assessment", "context", "form", "widgets"}
"""Rooms of ``ui`` that the first window is made of."""

FROM_OTHER_ROOMS: Final = {
    "ui.carrying.out_line",
    "ui.carrying.words",
    "ui.printing.closing",
    "ui.printing.copied_rows",
    "ui.printing.listed",
    "ui.printing.print_jobs",
    "ui.reuse.cabinet_replacer",
    "ui.reuse.replacing_commands",
    "ui.versions.commands",
    "ui.versions.version_store",
}
"""What menus and title bar need of the others; what a click wants is loaded then."""

PARTS: Final = {
    "assessment",
    "dataclass",
    "definitions",
    "errors",
    "files",
    "forms",
    "held",
    "i18n",
    "moments",
    "paths",
    "patterns",
    "reasons",
    "temporary",
}
"""Parts of ``pia_desktop`` that know what an assessment is, and no more."""

OF_OTHER_PARTS: Final = {
    "pia_desktop.cabinet_lists",
    "pia_desktop.cabinet_lists.out_words",  # the status line that says who has the assessment
    "pia_desktop.paper",
    "pia_desktop.paper.collector",  # its pause
}

HEAVY: Final = {"sqlalchemy", "alembic", "reportlab", "PIL", "lxml", "docx", "xlsxwriter", "asyncio", "ssl"}

WHEN_WANTED: Final = {
    "html",
    "pia_desktop.assessment.folding",
    "pia_desktop.assessment.passages",
    "pia_desktop.assessment.search",
    "ui.app.screenshots",
    "ui.app.settings_dialog",
    "ui.assessment.find_panel",
    "ui.assessment.review",
    "ui.form.clipping",
}
"""What belongs to the rooms and parts above and is loaded later all the same."""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    folder = tmp_path_factory.mktemp("start")
    with Cabinet.create(folder / "台帳.pia") as cabinet:
        cabinet.new(find_form("yoshiki4"), Node({"cover.title": "国保の事務"}))
    done = subprocess.run(
        [sys.executable, "-c", LOADED, str(folder / "台帳.pia")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
        env={**_environment(), "PIA_DESKTOP_HOME": str(folder / "home")},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return frozenset(done.stdout.split())


def _environment() -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONIOENCODING": "utf-8"}


def test_no_room_is_loaded_that_is_not_in_view(loaded: frozenset[str]) -> None:
    assert "ui.form.page" in loaded  # there is a window
    others = {name for name in loaded if name.count(".") > 1 and name.startswith("ui.")}
    assert {name for name in others if name.split(".")[1] not in ROOMS} <= FROM_OTHER_ROOMS


def test_no_part_is_loaded_that_makes_something_of_an_assessment(
    loaded: frozenset[str],
) -> None:
    found = {name for name in loaded if name.startswith("pia_desktop.")}
    others = {name for name in found if name.split(".")[1] not in PARTS}
    assert others <= OF_OTHER_PARTS


@pytest.mark.parametrize("name", sorted(HEAVY | WHEN_WANTED))
def test_what_is_wanted_later_is_loaded_later(loaded: frozenset[str], name: str) -> None:
    assert name not in loaded


def test_no_source_is_read(loaded: frozenset[str]) -> None:
    """PySide reads those of all modules, unless it is kept from it (see ``ui/__init__``)."""
    assert "a-source-was-read" not in loaded
