"""A cabinet in the whole program, with a window of it, for tests of what can be done there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from db.cabinet import Cabinet
from pia_desktop.assessment.node import Node
from pia_desktop.cabinet_lists.row_choice import Drawer
from pia_desktop.forms.catalogue import all_forms
from pia_desktop.revisions.editions import newest_edition
from tests.ui.history import AFTER, EDITS, FORM, ROOT, TITLE
from tests.ui.shell import FakeFiles, dialogs, free
from ui.app.coordinator import Coordinator
from ui.assessment.form_tab import form_tab
from ui.assessment.version_window import VersionWindow
from ui.assessment.window import AssessmentWindow
from ui.comparison.window import CompareWindow
from ui.office.office_window import OfficeWindow
from ui.printing.line_jobs import LineJobs
from ui.widgets.actions import Action

Shown = TypeVar("Shown", bound=QWidget)
Expectation = TypeVar("Expectation")
OPENED: Final = (QDialog, CompareWindow, OfficeWindow, VersionWindow)
"""What actions open."""


class Stage:
    """A cabinet with three assessments, its list, and the window of the first, which has a version."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "台帳.pia"
        self.chosen: list[Path | None] = []
        old = next(one for one in all_forms() if one.id == "yoshiki2" and newest_edition(one))
        with Cabinet.create(self.path) as cabinet:
            cabinet.new(FORM, ROOT)
            cabinet.close_version(
                1, "令和5年度公表版", "2023-09-29", "published", {"published": "2023-09-29"}
            )
            cabinet.apply(1, EDITS)
            cabinet.new(FORM, Node({"cover.title": "介護の事務", "I.1.2": AFTER}))
            cabinet.new(old, Node({old.roles.title: "古い版の事務"}))
        self.coordinator = Coordinator(form_tab, FakeFiles(self.chosen))
        self.begin()

    @property
    def window(self) -> AssessmentWindow:
        """The window of the first assessment."""
        found = self.coordinator.open_assessment(1)
        assert found is not None
        return found

    @property
    def trashed(self) -> list[int]:
        """The assessments in the trash."""
        self.coordinator.cabinet_window.refresh()
        return [info.id for info in self.coordinator.cabinet_window.infos if info.trashed]

    @property
    def archived(self) -> list[int]:
        """Those that are archived."""
        self.coordinator.cabinet_window.refresh()
        return [info.id for info in self.coordinator.cabinet_window.infos if info.archived]

    def begin(self) -> None:
        """As at first: no dialog or document waits, nothing to undo, the cursor in the first answer."""
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, OPENED) and widget.isVisible():
                widget.close()
        free()
        self.chosen.clear()
        assert self.coordinator.open_cabinet(self.path)
        start = self.coordinator.cabinet_window
        start.commands.intake.drop()
        while start.commands.archive.done:
            start.commands.archive.undo()
        start.show_drawer(Drawer.IN_WORK)
        start.pick(1)
        window = self.window
        while window.session.undo_stack.can_undo():
            window.session.undo_stack.undo()
        window.resize(1600, 900)
        for pane in window.panes:  # each takes room from the form
            pane.hide()
        assert window.go_to(TITLE)
        QGuiApplication.clipboard().clear()

    def end(self) -> None:
        """Close all."""
        self.begin()
        for window in list(self.coordinator.windows.values()):
            window.close_unsaved()
        self.coordinator.cabinet_window.close()
        self.coordinator.shut()
        self.coordinator.cabinet_window.deleteLater()
        free()

    def shows(self, kind: type[Shown]) -> Shown:
        """The only widget of its kind that is open."""
        [found] = dialogs(kind)
        assert isinstance(found, kind)
        return found

    def choose(self, name: str) -> Path:
        """What the user chooses in the next file dialog."""
        self.chosen.append(self.folder / name)
        return self.folder / name

    def written(self, path: Path) -> str:
        """The words of a file that is being written, once it is there."""
        windows = QApplication.topLevelWidgets()
        while any(jobs.running for window in windows for jobs in window.findChildren(LineJobs)):
            QTest.qWait(10)
        return path.read_text(encoding="utf-8")

    def at(self, path: tuple[str, ...]) -> None:
        """Put the cursor there."""
        for _time in range(20):  # the page may still be growing, and what is not seen would only be shown
            assert self.window.go_to(path)
            QTest.qWait(30)
            if self.window.at_hand.sees(path):
                break
        assert self.window.go_to(path)
        self.window.actions_.refresh()


class Expectations(dict[Action[Any], Expectation]):
    """What is to come of each row of a table of actions."""

    def of(self, *rows: Action[Any]) -> Callable[[Expectation], Expectation]:
        """Note the function below as the expectation of these rows."""

        def note(expectation: Expectation) -> Expectation:
            self.update(dict.fromkeys(rows, expectation))
            return expectation

        return note
