"""新旧対照表: chosen, remarked on, written and read back."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pypdf
import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from pia_desktop.documents.council_rows import Block, blocks_of
from pia_desktop.errors import OutputError
from pia_desktop.i18n import _
from tests.ui.history import WORK, assessment_menu, open_history, store_of, versions_of
from tests.ui.shell import MakeCoordinator, choose_next, dialog, dialogs, free, newest
from ui.assessment.actions import COMPARE, COUNCIL
from ui.assessment.window import AssessmentWindow
from ui.changes.council_dialog import CouncilDialog, open_council
from ui.changes.council_table import REMARK as REMARK_COLUMN
from ui.changes.unchanged_dialog import UnchangedDialog
from ui.comparison.window import CompareWindow
from ui.printing.file_kinds import SUFFIXES

REMARK = "担当課の変更を審査願います。"


@pytest.fixture
def window(make_coordinator: MakeCoordinator, tmp_path: Path) -> Iterator[AssessmentWindow]:
    yield open_history(make_coordinator, tmp_path)
    QThreadPool.globalInstance().waitForDone()


def council(window: AssessmentWindow) -> CouncilDialog:
    window.actions_[COUNCIL].trigger()
    return newest(CouncilDialog)


def choose_block(shown: CouncilDialog, block: Block | None) -> None:
    """Choose what the words are about, as the user does."""
    (box,) = shown.fields.findChildren(QComboBox)
    box.setCurrentIndex([box.itemData(at) for at in range(box.count())].index(block))
    box.activated.emit(box.currentIndex())


def untick(shown: CouncilDialog, row: int) -> None:
    shown.model.tick(row, False)


def save(shown: CouncilDialog, qtbot: QtBot, target: Path) -> None:
    choose_next(shown, target)
    shown.format.setCurrentIndex(SUFFIXES.index(target.suffix))
    shown.save_button.click()
    qtbot.waitUntil(lambda: shown.remnants is not None or len(dialogs()) == 1)
    if shown.remnants is not None:  # words that are short enough to stand in many places
        shown.remnants.leave.click()
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    dialog().close()
    free()


def words_in(target: Path) -> str:
    if target.suffix == ".pdf":
        return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(target).pages)
    if target.suffix == ".docx":
        cells = {cell.text for table in docx.Document(str(target)).tables for cell in table._cells}
        return "\n".join(cells)
    if target.suffix == ".xlsx":
        with zipfile.ZipFile(target) as parts:
            return re.sub("<[^>]*>", "", parts.read("xl/sharedStrings.xml").decode("utf-8"))
    return target.read_text(encoding="utf-8")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_is_ticked_is_in_the_file_with_the_clerks_words(
    window: AssessmentWindow, qtbot: QtBot, tmp_path: Path, suffix: str
) -> None:
    shown = council(window)
    assert len(shown.ticked()) == 3
    shown.table.selectRow(0)
    shown.remark.setPlainText(REMARK)
    untick(shown, 2)
    target = tmp_path / f"対照表{suffix}"
    save(shown, qtbot, target)
    text = words_in(target)
    assert REMARK in text
    assert "審査の観点・主な相違点" in text
    assert "宛名システム" in text
    assert "照会と確認に用いる" not in text
    shown.reject()


def test_the_window_names_both_states_and_has_the_columns_of_the_paper(window: AssessmentWindow) -> None:
    shown = council(window)
    document = shown._maker()()
    said = "\n".join(label.text() for label in shown.findChildren(QLabel))
    assert document.lines[-1] in said
    assert "改定前：第1版" in said
    heads = [
        shown.model.headerData(column, Qt.Orientation.Horizontal)
        for column in range(shown.model.columnCount())
    ]
    printed = [column.head.partition("（")[0] for column in document.columns]
    assert heads == [head for head in printed if head in heads]
    shown.reject()


def test_the_words_are_there_again_next_time(window: AssessmentWindow) -> None:
    shown = council(window)
    shown.table.selectRow(1)
    shown.remark.setPlainText(REMARK)
    shown.reject()
    free()
    again = council(window)
    again.table.selectRow(1)
    assert again.remark.toPlainText() == REMARK
    again.remark.clear()
    again.reject()
    assert store_of(window).council_remarks(versions_of(window).version_store.assessment_id) == {}


def test_words_on_a_block_of_a_long_answer_are_kept_and_stand_beside_it(
    window: AssessmentWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.session.set_answer(WORK, "＜照会＞\n窓口で照会する。\n＜交付＞\n電子で交付する。")
    store_of(window).settle()
    version_store = versions_of(window).version_store
    info = store_of(window).close_version(version_store.assessment_id, "区切りのある版", "2024-04-01")
    window.session.set_answer(WORK, "＜照会＞\n電話で照会する。\n＜交付＞\n郵便で交付する。")
    shown = open_council(window, version_store, info)
    assert shown is not None
    assert shown.fields.block is None
    _lookup, handing = blocks_of(shown._found, shown.changes[0])
    choose_block(shown, handing)
    shown.remark.setPlainText(REMARK)
    assert REMARK in shown.model.words(0, REMARK_COLUMN)
    target = tmp_path / "対照表.html"
    save(shown, qtbot, target)
    row = next(row for row in words_in(target).split("<tr") if REMARK in row)
    assert "郵便" in row
    assert "電話" not in row
    shown.reject()
    free()
    again = open_council(window, version_store, info)
    assert again is not None
    assert (again.fields.block, again.remark.toPlainText()) == (handing, REMARK)
    choose_block(again, None)
    assert again.remark.toPlainText() == ""
    again.reject()


def test_it_is_copied_for_a_word_processor(window: AssessmentWindow, qtbot: QtBot) -> None:
    shown = council(window)
    shown.copy_button.click()
    qtbot.waitUntil(lambda: "改定前" in QApplication.clipboard().text())
    html = QApplication.clipboard().mimeData().html()
    assert "<table" in html
    assert "宛名システム" in html
    shown.reject()


def test_what_is_withheld_is_left_out_on_wish(window: AssessmentWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.session.withhold(WORK, ((0, 3),))
    shown = council(window)
    assert not shown.public.isHidden()
    shown.public.setChecked(True)
    target = tmp_path / "公表用.html"
    save(shown, qtbot, target)
    assert "市民課" not in words_in(target)
    assert "宛名システム" in words_in(target)
    shown.reject()


def test_a_file_that_cannot_be_written_is_told_of(
    window: AssessmentWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_arguments: object) -> None:
        raise OutputError("使用中です。", "閉じてください。")

    monkeypatch.setattr("ui.printing.table_jobs.write_bytes", fail)
    shown = council(window)
    choose_next(shown, tmp_path / "a.html")
    shown.save_button.click()
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    assert dialog().heading == "使用中です。"
    dialog().close()
    assert not shown.jobs.running
    shown.reject()


def test_the_comparison_is_written_and_leads_to_the_council(
    window: AssessmentWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    target = tmp_path / "比較.pdf"
    choose_next(window, target)
    window.actions_[COMPARE].trigger()
    [shown] = assessment_menu(window).opened
    assert isinstance(shown, CompareWindow)
    shown.paper_button.click()
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    dialog().button(_("Close")).click()
    text = words_in(target)
    assert "令和5年度公表版" in text
    assert "宛名システム" in text
    shown.council_button.click()
    [asked] = dialogs(CouncilDialog)
    assert isinstance(asked, CouncilDialog)
    assert len(asked.changes) == 3
    asked.reject()
    shown.close()


def test_closing_the_window_while_a_file_is_made_is_safe(
    window: AssessmentWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    target = tmp_path / "比較.docx"
    choose_next(window, target)
    window.actions_[COMPARE].trigger()
    [shown] = assessment_menu(window).opened
    assert isinstance(shown, CompareWindow)
    shown.paper_button.click()
    window.close()
    dialog().button(_("Stop and Close")).click()
    assert not shown.isVisible()
    free()
    QThreadPool.globalInstance().waitForDone()
    free()
    assert dialogs() == []


# ---- what did not change


def add_unchanged(shown: CouncilDialog, words: str) -> UnchangedDialog:
    """Search, tick the first item that is found, add it."""
    shown.add_button.click()
    asked = newest(UnchangedDialog)
    assert not asked.add_button.isEnabled()
    asked.words.insert(words)
    QTest.keyClick(asked.words, Qt.Key.Key_Down)
    QTest.keyClick(asked.tree, Qt.Key.Key_Space)
    asked.add_button.click()
    return asked


def table_rows(target: Path) -> list[str]:
    return [row for row in re.findall("<tr.*?</tr>", words_in(target), re.DOTALL) if "<td" in row]


def unnumbered(row: str) -> str:
    return re.sub(r">\d+</td>", "></td>", row, count=1)


def test_an_item_that_did_not_change_is_shown_as_the_same(
    window: AssessmentWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    shown = council(window)
    before, after = tmp_path / "前.html", tmp_path / "後.html"
    save(shown, qtbot, before)
    assert "（同右）" not in words_in(before)
    add_unchanged(shown, "国保の事務")
    free()
    row = shown.table.current_row
    assert row == 0  # the cover is before all changes
    assert "変更なし" in shown.model.words(row, 0)
    shown.remark.setPlainText(REMARK)
    save(shown, qtbot, after)
    [same] = [row for row in table_rows(after) if "（同右）" in row]
    assert REMARK in same
    assert "国保の事務" in same
    others = [row for row in table_rows(after) if row != same]
    assert [unnumbered(row) for row in others] == [unnumbered(row) for row in table_rows(before)] != []
    shown.reject()


def test_added_items_are_there_next_time_until_they_are_taken_out(window: AssessmentWindow) -> None:
    shown = council(window)
    add_unchanged(shown, "資格ファイル")
    free()
    added = shown.table.current_row
    assert added == len(shown.changes) - 1  # the files' part is behind all changes
    untick(shown, 0)
    shown.reject()
    free()
    again = council(window)
    assert again.changes[added] == shown.changes[added]
    again.table.selectRow(0)
    assert not again.remove_button.isEnabled()
    QTest.keyClick(again.table, Qt.Key.Key_Delete)
    assert len(again.changes) == 4
    again.table.selectRow(added)
    again.remove_button.click()
    assert len(again.changes) == again.model.rowCount() == 3
    again.reject()
    free()
    last = council(window)
    assert len(last.changes) == 3
    assert store_of(window).council_remarks(versions_of(window).version_store.assessment_id) == {}
    last.reject()


def test_an_item_that_changed_since_is_a_change_and_no_added_item(window: AssessmentWindow) -> None:
    shown = council(window)
    add_unchanged(shown, "国保の事務")
    shown.reject()
    free()
    window.session.set_answer(("cover.title",), "国保と年金の事務")
    again = council(window)
    assert [one for one in again.changes if isinstance(one, tuple)] == []
    assert len(again.changes) == 4
    again.reject()


def test_the_search_leaves_out_what_has_not_all_words(window: AssessmentWindow) -> None:
    shown = council(window)
    shown.add_button.click()
    asked = newest(UnchangedDialog)
    everything = {row.text(1) for row in asked.rows()}
    assert everything == {"国保の事務", "国保システム", "資格ファイル"}
    for words, found in (("国保", {"国保の事務", "国保システム"}), ("国保　ｼｽﾃﾑ", {"国保システム"})):
        asked.words.setText(words)
        asked.search()
        assert {row.text(1) for row in asked.rows() if not row.isHidden()} == found
    asked.reject()
    shown.reject()


def test_withheld_words_of_an_unchanged_item_are_left_out_too(
    window: AssessmentWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.session.withhold(("cover.title",), ((0, 2),))
    shown = council(window)
    add_unchanged(shown, "国保の事務")
    shown.public.setChecked(True)
    target = tmp_path / "公表用.html"
    save(shown, qtbot, target)
    [same] = [row for row in table_rows(target) if "（同右）" in row]
    assert "の事務" in same
    assert "国保の事務" not in words_in(target)
    shown.reject()
