"""新旧対照表: chosen, remarked on, written and read back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
import pypdf
import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pia_desktop.errors import OutputError
from pia_desktop.i18n import _
from tests.ui.history import WORK, deeds, open_history
from tests.ui.shell import MakeDesk, dialog, dialogs, free
from ui.assessment_window import AssessmentWindow
from ui.changes.council_dialog import CouncilDialog
from ui.changes.files import SUFFIXES
from ui.changes.remarks import keep_remarks, load_remarks
from ui.compare.window import CompareWindow

REMARK = "担当課の変更を審査願います。"


@pytest.fixture
def window(make_desk: MakeDesk, tmp_path: Path) -> Iterator[AssessmentWindow]:
    yield open_history(make_desk, tmp_path)
    QThreadPool.globalInstance().waitForDone()


def council(window: AssessmentWindow) -> CouncilDialog:
    deeds(window).council_action.trigger()
    found = dialogs(CouncilDialog)[-1]
    assert isinstance(found, CouncilDialog)
    return found


def untick(shown: CouncilDialog, row: int) -> None:
    item = shown.table.item(row, 0)
    assert item is not None
    item.setCheckState(Qt.CheckState.Unchecked)


def save(shown: CouncilDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, target: Path) -> None:
    monkeypatch.setattr("ui.changes.council_dialog.ask_table_path", lambda *_arguments: target)
    shown.format.setCurrentIndex(SUFFIXES.index(target.suffix))
    shown.save_button.click()
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    dialog().close()
    free()


def words_in(target: Path) -> str:
    if target.suffix == ".pdf":
        return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(target).pages)
    if target.suffix == ".docx":
        cells = {cell.text for table in docx.Document(str(target)).tables for cell in table._cells}
        return "\n".join(cells)
    return target.read_text(encoding="utf-8")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_is_ticked_is_in_the_file_with_the_clerks_words(
    window: AssessmentWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, suffix: str
) -> None:
    shown = council(window)
    assert len(shown.ticked()) == 3
    shown.table.selectRow(0)
    shown.remark.setPlainText(REMARK)
    untick(shown, 2)
    target = tmp_path / f"対照表{suffix}"
    save(shown, qtbot, monkeypatch, target)
    text = words_in(target)
    assert REMARK in text
    assert "審査の観点・主な相違点" in text
    assert "宛名システム" in text
    assert "照会と確認に用いる" not in text
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
    assert load_remarks(deeds(window).store.cabinet, deeds(window).shelf.assessment_id) == {}


@pytest.mark.parametrize("stored", ["", "[", "[1]", '{"a": 1}', "[" * 100_000])
def test_what_the_file_holds_in_another_form_is_no_remark(window: AssessmentWindow, stored: str) -> None:
    cabinet = deeds(window).store.cabinet
    keep_remarks(cabinet, 1, {"a": "b"})
    assert load_remarks(cabinet, 1) == {"a": "b"}
    cabinet.put_setting("council-remarks/1", stored)
    assert load_remarks(cabinet, 1) == {}


def test_it_is_copied_for_a_word_processor(window: AssessmentWindow, qtbot: QtBot) -> None:
    shown = council(window)
    shown.copy_button.click()
    qtbot.waitUntil(lambda: "改定前" in QApplication.clipboard().text())
    html = QApplication.clipboard().mimeData().html()
    assert "<table" in html
    assert "宛名システム" in html
    shown.reject()


def test_what_is_withheld_is_left_out_on_wish(
    window: AssessmentWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window.session.withhold(WORK, ((0, 3),))
    shown = council(window)
    assert not shown.public.isHidden()
    shown.public.setChecked(True)
    target = tmp_path / "公表用.html"
    save(shown, qtbot, monkeypatch, target)
    assert "市民課" not in words_in(target)
    assert "宛名システム" in words_in(target)
    shown.reject()


def test_a_file_that_cannot_be_written_is_told_of(
    window: AssessmentWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_arguments: object) -> None:
        raise OutputError("使用中です。", "閉じてください。")

    monkeypatch.setattr("ui.changes.table_jobs.write_bytes", fail)
    shown = council(window)
    monkeypatch.setattr("ui.changes.council_dialog.ask_table_path", lambda *_a: tmp_path / "a.html")
    shown.save_button.click()
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    assert dialog().heading == "使用中です。"
    dialog().close()
    assert not shown.jobs.running
    shown.reject()


def test_the_comparison_is_written_and_leads_to_the_council(
    window: AssessmentWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    target = tmp_path / "比較.pdf"
    monkeypatch.setattr("ui.compare.opening.ask_table_path", lambda *_arguments: target)
    deeds(window).compare_action.trigger()
    [shown] = deeds(window).opened
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
    window: AssessmentWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    target = tmp_path / "比較.docx"
    monkeypatch.setattr("ui.compare.opening.ask_table_path", lambda *_arguments: target)
    deeds(window).compare_action.trigger()
    [shown] = deeds(window).opened
    assert isinstance(shown, CompareWindow)
    shown.paper_button.click()
    window.close()
    free()
    QThreadPool.globalInstance().waitForDone()
    free()
    assert dialogs() == []
