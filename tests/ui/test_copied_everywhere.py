"""All lists that the program's menus lead to, found by walking it: what they give to the clipboard.

Withheld words leave a list only after its purpose was asked for, or with their mark; nothing raises.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Final, TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt, QThreadPool
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QHeaderView,
    QMainWindow,
    QMenu,
    QPushButton,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from db.cabinet import Cabinet
from db.records import Note, Opinion
from db.transaction import Work
from pia_desktop.assessment.edits import InsertEntry, SetAnswer, SetWithheld
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.withheld import WHOLE
from pia_desktop.i18n import _
from pia_desktop.paper.purpose import Copy
from tests.ui.history import EDITS, FORM, ROOT, TABLE, WHY, WORK
from tests.ui.shell import free
from ui.app.coordinator import Coordinator
from ui.assessment import actions as of_assessment
from ui.assessment.form_tab import form_tab
from ui.cabinet import actions as of_cabinet
from ui.printing.copied_rows import COPY_LIST
from ui.printing.purpose import PurposeDialog
from ui.printing.remnants import RemnantsDialog
from ui.widgets.clipboard_data import clipboard_data
from ui.widgets.own_words import own_words
from ui.widgets.search_field import FindField

SECRET: Final = "鷲鷹鶴鴨計画"
D = TypeVar("D", bound=QDialog)


class NoFiles:
    """Whoever asks for a file is told that the user cancels."""

    def open_path(self, _parent: QWidget | None, _title: str, _kinds: str) -> Path | None:
        return None

    def open_paths(self, _parent: QWidget | None, _title: str, _kinds: str) -> list[Path]:
        return []

    def save_path(
        self, _parent: QWidget | None, _title: str, _suggested: str, _kinds: str, _suffix: str
    ) -> Path | None:
        return None

    def folder(self, _parent: QWidget | None, _title: str) -> Path | None:
        return None


def filled(path: Path) -> None:
    """A cabinet in which words that are withheld stand wherever a list may quote them."""
    span = ((0, len(SECRET)),)
    said = f"{SECRET}に記録する。"
    with Cabinet.create(path) as cabinet:
        made = cabinet.new(FORM, ROOT)
        cabinet.apply(made, [SetAnswer(WORK, said), SetAnswer(WHY, f"{SECRET}を照会する。")])
        stages = {"published": "2023-09-29"}
        cabinet.close_version(made, f"{SECRET}の版", "2023-09-29", "published", stages)
        cabinet.apply(made, EDITS)
        columns = FORM.lists[TABLE].item_ids
        row = Node(dict.fromkeys(columns, said), {}, dict.fromkeys(columns, span))
        cabinet.apply(
            made,
            [
                SetAnswer(WORK, f"{SECRET}に記録し、保管する。"),
                SetWithheld(WORK, span),
                SetAnswer(("files", "f", "II.1"), f"{SECRET}ファイル"),
                SetWithheld(("files", "f", "II.1"), span),
                SetAnswer(("I.2", "s", "I.2.1"), f"{SECRET}システム"),
                SetWithheld(("I.2", "s", "I.2.1"), span),
                InsertEntry((TABLE,), "r", 0, row),
            ],
        )
        other = cabinet.new(FORM, Node({"cover.title": f"{SECRET}の事務", "I.1.2": said}))
        cabinet.apply(other, [SetWithheld(("cover.title",), WHOLE), SetWithheld(WORK, span)])
        now = "2026-04-01T01:00:00Z"
        remark = Note("n", made, WORK, "remark", f"{SECRET}は要るか", "点検者", SECRET)
        points: list[Callable[[Work], None]] = [
            lambda work: work.put_note(remark),
            lambda work: work.put_opinion(Opinion("o", made, 1, 1, "令和6年4月1日", WORK, SECRET, SECRET)),
            lambda work: work.add_past_answer(made, WORK, f"前は{said}", None, now),
        ]
        cabinet.apply_all([], jobs=[(made, one) for one in points])
        cabinet.put_council_remarks(made, {"I.1.2": f"{SECRET}を審査願います。"})


class Walk:
    """Opens what can be opened, and copies each list that is seen.

    ``seen`` has the rows of each list by window, class and name, ``asked`` those that asked for a purpose.
    """

    def __init__(self) -> None:
        self.seen: dict[tuple[str, str, str], int] = {}
        self.asked: set[tuple[str, str, str]] = set()
        self.leaks: list[str] = []
        self.way = ""
        self._searched: set[tuple[str, str]] = {("", "")}

    def look(self) -> None:
        """Copy each list on the screen that was not copied yet."""
        for window in QApplication.topLevelWidgets():
            for view in window.findChildren(QAbstractItemView):
                if not isValid(view) or isinstance(view.window(), RemnantsDialog):
                    continue
                key = type(view.window()).__name__, type(view).__name__, view.accessibleName()
                if (
                    not view.isVisible()
                    or not view.isEnabled()
                    or isinstance(view, QHeaderView)
                    or key in self.seen
                ):
                    continue
                rows = view.model().rowCount() if view.model() is not None else 0
                if rows:
                    self.seen[key] = rows
                    self._copy(key, view)

    def _copy(self, key: tuple[str, str, str], view: QAbstractItemView) -> None:
        for choose in (view.clearSelection, view.selectAll):
            view.window().activateWindow()
            QTest.qWait(10)
            choose()
            QGuiApplication.clipboard().clear()
            view.setFocus()
            assert view.hasFocus(), key
            QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
            self._judge(key)
        view.customContextMenuRequested.emit(QPoint(4, 4))
        for menu in [one for one in QApplication.topLevelWidgets() if isinstance(one, QMenu)]:
            for action in menu.actions() if menu.isVisible() else ():
                if action.text() == _(COPY_LIST.words):
                    QGuiApplication.clipboard().clear()
                    action.trigger()
                    self._judge(key)
            menu.close()

    def _judge(self, key: tuple[str, str, str]) -> None:
        """What was copied says nothing that is withheld, or says that it is."""
        for asked in self._dialogs(PurposeDialog):
            self.asked.add(key)
            asked.purpose.choose_purpose(Copy.PUBLIC)
            asked.accept()
        for remains in self._dialogs(RemnantsDialog):
            remains.leave.click()
        data = clipboard_data()
        own = own_words(data) or ()
        marked = any(cell.withheld for row in own for cell in row)
        if SECRET in data.text() + data.html() and not marked:
            self.leaks.append(f"{self.way}: {key}: {data.text()[:200]!r}")

    @staticmethod
    def _dialogs(kind: type[D]) -> list[D]:
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]

    def through(self, window: QMainWindow) -> None:
        """What each action of its menus opens, and what a button of that opens."""
        self.look()
        for action in leaves(window):
            if not isValid(action) or not action.isEnabled() or action.text() in LEAVE:
                continue
            self.way = action.text()
            before = set(shown_windows())
            action.trigger()
            self.settle()
            for opened in shown_windows():
                if opened not in before and isValid(opened):
                    self.inside(opened)
            self._close_others(before)

    def inside(self, opened: QWidget) -> None:
        """Its tabs, and what its buttons open."""
        way = self.way
        for tabs in opened.findChildren(QTabWidget):
            for at in range(tabs.count() if isValid(tabs) else 0):
                tabs.setCurrentIndex(at)
                self.look()
        for button in opened.findChildren(QPushButton) if isValid(opened) else ():
            if isValid(button) and button.isVisible() and button.isEnabled() and button.text().endswith("…"):
                self.way = f"{way} / {button.text()}"
                before = set(shown_windows())
                button.click()
                self.settle()
                self._close_others(before)
                if not isValid(opened) or not opened.isVisible():
                    return

    def settle(self) -> None:
        """Let what was opened be filled; its search fields look for words."""
        self._wait()
        self.look()
        fields = [one for window in shown_windows() for one in window.findChildren(FindField)]
        empty = [one for one in fields if one.isVisible() and one.isEnabled() and not one.text()]
        for field in empty:
            where = (type(field.window()).__name__, field.accessibleName()) if isValid(field) else ("", "")
            if where in self._searched:
                continue
            self._searched.add(where)
            field.setText(SECRET[:2])
            self._wait()
            if isValid(field):
                QTest.keyClick(field, Qt.Key.Key_Return)
            self._wait(20)
            self.look()
            if isValid(field):
                field.clear()

    @staticmethod
    def _wait(times: int = 4) -> None:
        for _time in range(times):
            QThreadPool.globalInstance().waitForDone(100)
            QTest.qWait(20)

    def _close_others(self, before: Collection[QWidget]) -> None:
        for one in shown_windows():
            if one not in before:
                one.close()
        free()


LEAST: Final = 15
"""So many lists that quote an assessment are found at least."""
LEAVE: Final = {_(row.words) for row in (of_assessment.CLOSE, of_cabinet.QUIT)}


def shown_windows() -> list[QWidget]:
    found = QApplication.topLevelWidgets()
    return [one for one in found if one.isVisible() and isinstance(one, QDialog | QMainWindow)]


def leaves(window: QMainWindow) -> list[QAction]:
    """The actions of its menus that do something themselves."""
    found = []
    for menu in window.menuBar().findChildren(QMenu):
        menu.aboutToShow.emit()
        found += [one for one in menu.actions() if not one.isSeparator() and one.menu() is None]
    return list(dict.fromkeys(found))


@pytest.fixture
def coordinator(tmp_path: Path) -> Iterator[Coordinator]:
    path = tmp_path / "台帳.pia"
    filled(path)
    made = Coordinator(form_tab, NoFiles())
    assert made.open_cabinet(path)
    yield made
    for window in list(made.windows.values()):
        window.close_unsaved()
    made.cabinet_window.close()
    made.shut()
    made.cabinet_window.deleteLater()
    free()


def test_every_list_that_the_menus_lead_to(
    qtbot: QtBot, coordinator: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    window = coordinator.open_assessment(1)
    assert window is not None
    window.resize(1400, 900)
    window.show()
    window.review.begin()
    qtbot.waitUntil(lambda: window.review.watch.ready)
    window.go_to(WORK)
    walk = Walk()
    walk.through(window)
    coordinator.cabinet_window.show()
    walk.through(coordinator.cabinet_window)
    assert walk.leaks == []
    assert len(walk.asked) > LEAST, walk.seen
