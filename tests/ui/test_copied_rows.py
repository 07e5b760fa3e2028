"""Rows of lists leave them as cells, by a key or as a file, for the public without what is withheld."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QTableWidget,
    QTableWidgetItem,
    QTreeWidget,
    QTreeWidgetItem,
)
from pytestqt.qtbot import QtBot

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.withheld import WHOLE
from pia_desktop.documents.writing import SUFFIXES
from pia_desktop.i18n import _
from pia_desktop.paper.purpose import Copy
from tests.outputs.tokens import words_in
from tests.ui import review
from tests.ui.shell import MakeCoordinator, choose_next, dialogs
from ui.assessment.window import AssessmentWindow
from ui.past.dialog import show_past
from ui.printing.copied_rows import COPY_LIST, CopiedRows, copy_as_cells
from ui.printing.listed import InCabinet
from ui.printing.purpose import PurposeDialog

SECRET: Final = "鷲鷹鶴鴨計画"
NAME: Final = ("I.1.1",)

Lists = Callable[[AssessmentWindow], CopiedRows]


def found_list(window: AssessmentWindow) -> CopiedRows:
    """The findings, of which one is set aside for a reason that tells what is withheld."""
    panel = review.findings(window)
    window.review.watch.catch_up()
    finding = window.review.watch.at(NAME)[0]
    window.review.watch.set_aside(finding, f"{SECRET}のため")
    panel.model.unfolded = True
    panel.refresh()
    return panel.rows


def version_list(window: AssessmentWindow) -> CopiedRows:
    """Two versions, of which one is called by what is withheld."""
    store = window.shared.versions.get().version_store
    store.close_version(f"{SECRET}の版", date(2024, 9, 27))
    store.close_version("次の版", date(2025, 9, 27))
    assert window.panes.versions is not None
    return window.panes.versions.show().rows


@pytest.fixture
def window(qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path) -> Iterator[AssessmentWindow]:
    path = tmp_path / "台帳.pia"
    review.put_in(path)
    window = review.opened(qtbot, make_coordinator, path)
    window.session.set_answer(NAME, f"{SECRET}ｼｽﾃﾑ")
    window.session.end_burst()
    window.session.withhold(NAME, ((0, len(SECRET)),))
    yield window
    for one in dialogs(QDialog):
        one.close()


def press_copy(view: QAbstractItemView) -> None:
    QGuiApplication.clipboard().clear()
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)


def bring_up(qtbot: QtBot, view: QAbstractItemView) -> None:
    view.show()
    with qtbot.waitActive(view):
        view.activateWindow()


def answer_purpose(copy: Copy) -> None:
    [asked] = dialogs(PurposeDialog)
    assert isinstance(asked, PurposeDialog)
    asked.purpose.choose_copy(copy)
    asked.accept()


def mark(view: QAbstractItemView, rows: list[int]) -> None:
    view.clearSelection()
    for row in rows:
        chosen = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        view.selectionModel().select(view.model().index(row, 0), chosen)


@pytest.mark.parametrize("make", [found_list, version_list])
def test_a_list_is_copied_as_cells_for_a_purpose(window: AssessmentWindow, make: Lists) -> None:
    rows = make(window)
    listed = rows.listed
    mark(rows.view, [])
    for copy in (Copy.SUBMISSION, Copy.PUBLIC):
        press_copy(rows.view)
        assert QGuiApplication.clipboard().text() == ""
        answer_purpose(copy)
        data = QGuiApplication.clipboard().mimeData()
        heads, *cells = data.text().splitlines()
        assert heads.split("\t") == [head for head, _share in listed.columns]
        assert len(cells) == len(listed.rows)
        assert (SECRET in data.text()) == (SECRET in data.html()) == (copy is Copy.SUBMISSION)


def go_on() -> None:
    """For submission, where it is asked: closed versions withhold still what the assessment does not."""
    if dialogs(PurposeDialog):
        answer_purpose(Copy.SUBMISSION)


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("make", [found_list, version_list])
def test_only_the_marked_rows_of_a_list_are_copied(window: AssessmentWindow, make: Lists, count: int) -> None:
    rows = make(window)
    window.session.withhold(NAME, None)
    whole = rows.listed.rows
    wanted = [row for row in range(rows.view.model().rowCount()) if rows.cells_of(row) is not None][:count]
    mark(rows.view, wanted)
    press_copy(rows.view)
    go_on()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert len(copied) == 1 + len(wanted) < 1 + len(whole)
    rows.actions_[COPY_LIST].trigger()
    go_on()
    assert len(QGuiApplication.clipboard().text().splitlines()) == 1 + len(whole)
    rows.view.selectAll()
    press_copy(rows.view)
    go_on()
    assert len(QGuiApplication.clipboard().text().splitlines()) == 1 + len(whole)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("make", [found_list, version_list])
def test_a_list_is_saved_as_a_file_for_a_purpose(
    window: AssessmentWindow, qtbot: QtBot, tmp_path: Path, make: Lists, suffix: str
) -> None:
    rows, tables = make(window), window.review.tables
    for copy in (Copy.SUBMISSION, Copy.PUBLIC):
        path = tmp_path / f"{copy.value}{suffix}"
        choose_next(window, path)
        rows.save(tables)
        answer_purpose(copy)
        qtbot.waitUntil(lambda: tables.report is not None or not tables.running, timeout=30_000)
        words = words_in(path)
        assert (SECRET in words) == (copy is Copy.SUBMISSION)
        assert all("".join(head.split()) in words for head, _share in rows.listed.columns)


def test_nothing_is_asked_where_nothing_is_withheld(window: AssessmentWindow) -> None:
    window.session.withhold(NAME, None)
    rows = version_list(window)
    mark(rows.view, [])
    press_copy(rows.view)
    assert dialogs(PurposeDialog) == []
    assert _("The draft now") in QGuiApplication.clipboard().text()


# ---- any view


def test_a_table_gives_its_columns_as_they_stand(qtbot: QtBot) -> None:
    table = QTableWidget(2, 3)
    qtbot.addWidget(table)
    table.setHorizontalHeaderLabels(["甲", "乙", "丙"])
    for row in range(2):
        for column, words in enumerate(("=1+1", '改行の\nある「引用"符」', "隠す")):
            table.setItem(row, column, QTableWidgetItem(f"{words}{row}"))
    table.hideColumn(2)
    table.horizontalHeader().moveSection(1, 0)
    copy_as_cells(table)
    bring_up(qtbot, table)
    press_copy(table)
    text = QGuiApplication.clipboard().text()
    assert text.splitlines()[0] == "乙\t甲"
    assert '"改行の\nある「引用""符」0"\t\'=1+10' in text
    assert "隠す" not in text + QGuiApplication.clipboard().mimeData().html()


def test_a_tree_gives_all_its_branches(qtbot: QtBot) -> None:
    tree = QTreeWidget()
    qtbot.addWidget(tree)
    tree.setHeaderLabels(["名", "数"])
    top = QTreeWidgetItem(tree, ["枝", "1"])
    leaf = QTreeWidgetItem(top, ["葉", "2"])
    QTreeWidgetItem(top, ["隠れた葉", "3"]).setHidden(True)
    copy_as_cells(tree)
    bring_up(qtbot, tree)
    press_copy(tree)
    assert QGuiApplication.clipboard().text().splitlines() == ["名\t数", "枝\t1", "　葉\t2"]
    tree.setCurrentItem(leaf)
    press_copy(tree)
    assert QGuiApplication.clipboard().text().splitlines() == ["名\t数", "葉\t2"]


def test_a_withheld_answer_as_a_whole_is_left_out_of_rows(window: AssessmentWindow) -> None:
    rows = found_list(window)
    window.session.withhold(NAME, WHOLE)
    mark(rows.view, [])
    press_copy(rows.view)
    answer_purpose(Copy.PUBLIC)
    assert SECRET not in QGuiApplication.clipboard().text()


# ---- assessments of a cabinet


class CountingStore:
    """Three assessments, of which the second withholds something."""

    def __init__(self, window: AssessmentWindow) -> None:
        self.read: list[int] = []
        self._state = window.session.snapshot()

    def withholding(self, assessment_ids: Collection[int]) -> Collection[int]:
        return frozenset(assessment_ids) & {2}

    def load(self, assessment_id: int) -> Snapshot:
        self.read.append(assessment_id)
        return self._state


def test_assessments_are_read_only_for_the_public_and_where_they_withhold(
    window: AssessmentWindow, qtbot: QtBot
) -> None:
    store, ids = CountingStore(window), [1]
    table = QTableWidget(1, 1)
    qtbot.addWidget(table)
    table.setItem(0, 0, QTableWidgetItem(f"{SECRET}の事務"))
    copy_as_cells(table, InCabinet(lambda: store, lambda: ids))
    bring_up(qtbot, table)
    press_copy(table)
    assert SECRET in QGuiApplication.clipboard().text(), "nothing is asked"
    ids += [2, 3]
    for copy, read in ((Copy.SUBMISSION, []), (Copy.PUBLIC, [2])):
        press_copy(table)
        answer_purpose(copy)
        assert store.read == read
        assert (SECRET in QGuiApplication.clipboard().text()) == (copy is Copy.SUBMISSION)


# ---- lists of other panes and windows


def found_places(window: AssessmentWindow) -> QAbstractItemView:
    panel = window.panes.find.show()
    panel.words.setText(SECRET)
    panel.search()
    return panel.list


def items(window: AssessmentWindow) -> QAbstractItemView:
    return window.panes.outline.show().tree


def changes(window: AssessmentWindow) -> QAbstractItemView:
    """What changed since a version in which the words were not withheld."""
    store = window.shared.versions.get().version_store
    window.session.withhold(NAME, None)
    store.close_version("前の版", date(2024, 9, 27))
    window.session.set_answer(NAME, f"{SECRET}の後")
    window.session.withhold(NAME, ((0, len(SECRET)),))
    shown = window.commands.assessment.compare(store.versions[-1])
    assert shown is not None
    return shown.list


def past_answers(window: AssessmentWindow) -> QAbstractItemView:
    """Those of an answer that is withheld as a whole by now."""
    assert window.cabinet is not None
    window.cabinet.store.flush()
    window.session.set_answer(NAME, "別の名称")
    window.session.end_burst()
    window.session.withhold(NAME, WHOLE)
    window.cabinet.store.flush()
    shown = show_past(window, window.session, NAME)
    assert shown is not None
    return shown.list


@pytest.mark.parametrize("make", [found_places, items, changes, past_answers])
def test_other_lists_are_copied_as_cells_for_a_purpose(
    window: AssessmentWindow, make: Callable[[AssessmentWindow], QAbstractItemView]
) -> None:
    view = make(window)
    view.clearSelection()
    counts = []
    for copy in (Copy.SUBMISSION, Copy.PUBLIC):
        [copying] = [one for one in view.actions() if one.shortcut().toString() == "Ctrl+C"]
        copying.trigger()
        answer_purpose(copy)
        words = QGuiApplication.clipboard().text()
        counts.append(len(words.splitlines()))
        if copy is Copy.PUBLIC:
            assert SECRET not in words + QGuiApplication.clipboard().mimeData().html()
    assert counts[0] == counts[1] > 1
    view.window().close()
