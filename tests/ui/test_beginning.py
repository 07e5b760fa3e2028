"""How an assessment begins: from a form, a copy, a closed version or a file; and the cabinet of samples."""

from __future__ import annotations

import gc
import json
import sqlite3
import weakref
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
import shiboken6
from pypdfium2 import PdfDocument  # type: ignore[import-untyped]
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from db.errors import DiskFull
from db.records import AssessmentInfo
from pia_desktop.assessment.edits import SetAnswer, SetWithheld
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.withheld import WHOLE
from pia_desktop.cabinet_lists.assessment_rows import NAME
from pia_desktop.exchange.interchange import read_file, write_document
from pia_desktop.forms.catalogue import all_forms, find_form
from pia_desktop.i18n import _
from pia_desktop.rules.threshold import Band, Handlers, Incident, Judged, judge
from tests.ui.shell import MakeCoordinator, dialogs, free
from ui.app.coordinator import Coordinator
from ui.assessment.actions import THRESHOLD
from ui.cabinet.actions import NEW, SAMPLES, SAVE_PDF
from ui.cabinet.batch_dialog import BatchDialog
from ui.new_assessment.dialog import COPY, FILE, NewDialog, judge_form, owed_forms
from ui.new_assessment.threshold_dialog import ThresholdDialog
from ui.printing.batch import Batch
from ui.stages.dialog import StagesDialog
from ui.stages.due_dialog import DueDialog
from ui.widgets.dialogs import MessageDialog


def opened(coordinator: Coordinator, tmp_path: Path, form: str = "yoshiki4") -> Path:
    path = tmp_path / "台帳.pia"
    with Cabinet.create(path) as cabinet:
        for title in ("甲", "乙"):
            cabinet.new(find_form(form), Node({"cover.title": title}))
        cabinet.close_version(1, "第一の版", "2025-04-01")
        cabinet.apply(1, [SetAnswer(("cover.title",), "甲の二")])
    assert coordinator.open_cabinet(path)
    coordinator.cabinet_window.show()
    return path


def begun(coordinator: Coordinator) -> NewDialog:
    coordinator.cabinet_window.actions_[NEW].trigger()
    (found,) = dialogs(NewDialog)
    assert isinstance(found, NewDialog)
    return found


def titles(coordinator: Coordinator) -> list[str]:
    return sorted(row.words[NAME] for row in coordinator.cabinet_window.model.shown)


def test_the_newest_edition_of_each_form_stands_before_the_older_ones(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    dialog = begun(coordinator)
    forms = dialog.forms_page.forms
    newest = {form.id: form for form in all_forms()}
    assert forms[: len(newest)] == [newest[one] for one in sorted(newest)]
    assert set(map(id, forms)) == set(map(id, all_forms()))
    dialog.reject()


def test_a_copy_of_a_closed_version_holds_what_the_version_held(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    dialog = begun(coordinator)
    dialog.tabs.setCurrentIndex(COPY)
    assert dialog.copy is not None
    dialog.copy.words.insert("甲")
    assert dialog.copy.list.count() == 1
    dialog.copy.version.setCurrentIndex(1)
    dialog.ok.click()
    assert titles(coordinator) == ["乙", "甲", "甲の二"]
    assert list(coordinator.windows) == [3]


def test_a_copy_needs_one_to_be_marked(make_coordinator: MakeCoordinator, tmp_path: Path) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    dialog = begun(coordinator)
    dialog.tabs.setCurrentIndex(COPY)
    assert dialog.copy is not None
    assert dialog.ok.isEnabled()
    dialog.copy.words.insert("無い")
    assert not dialog.ok.isEnabled()
    dialog.reject()


def test_a_file_shows_what_is_in_it_and_comes_in_with_its_pictures(
    make_coordinator: MakeCoordinator, chosen: list[Path | None], tmp_path: Path, root: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    dialog = begun(coordinator)
    dialog.tabs.setCurrentIndex(FILE)
    assert not dialog.ok.isEnabled()
    source = root / "resources" / "samples" / "yoshiki4.json"
    chosen.append(source)
    dialog.file.choose.click()
    assert dialog.file.name.text()
    dialog.ok.click()
    assert coordinator.store is not None
    written = write_document(coordinator.store.cabinet.load(3), coordinator.store)
    assert json.loads(written) == json.loads(source.read_text(encoding="utf-8"))


def test_a_faulty_file_begins_nothing(
    make_coordinator: MakeCoordinator, chosen: list[Path | None], tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    dialog = begun(coordinator)
    dialog.tabs.setCurrentIndex(FILE)
    bad = tmp_path / "bad.json"
    bad.write_text("{", encoding="utf-8")
    chosen.append(bad)
    dialog.file.choose.click()
    assert not dialog.ok.isEnabled()
    dialog.reject()
    assert titles(coordinator) == ["乙", "甲の二"]


def judged_now(dialog: ThresholdDialog) -> Judged | None:
    return dialog.judgement


def test_the_threshold_begins_empty_and_says_nothing_before_it_can(
    make_coordinator: MakeCoordinator, tmp_path: Path, qtbot: QtBot
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    dialog = judge_form(coordinator.cabinet_window, lambda _form: None)
    assert judged_now(dialog) is None
    assert dialog.incident.checkedId() == -1
    assert not dialog.reason.text()
    assert not dialog.agreement.isVisible()
    words = dialog.owed.text()
    QTest.keyClicks(dialog.people, "5000")
    assert judged_now(dialog) is not None, "whatever the others are"
    QTest.keyClicks(dialog.people, "0")
    assert dialog.people.value() == 50_000
    assert (judged_now(dialog), dialog.owed.text()) == (None, words)
    QTest.keyClick(dialog.people, Qt.Key.Key_Tab)
    dialog.handlers.setFocus()
    dialog.handlers.selectAll()
    QTest.keyClicks(dialog.handlers, "20")
    assert judged_now(dialog) is None
    dialog.incident.button(0).click()
    found = judged_now(dialog)
    assert found is not None
    assert dialog.owed.text() == found.owed.value
    dialog.close()


def test_the_threshold_supposes_nothing_that_was_not_entered(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    dialog = judge_form(coordinator.cabinet_window, lambda _form: None)
    dialog.people.setValue(50_000)
    dialog.incident.button(0).click()
    assert judged_now(dialog) is None, "it depends on how many handle the files"
    dialog.handlers.setValue(0)
    assert judged_now(dialog) == judge(50_000, 0, Incident.NO)
    dialog.close()


def threshold_of(coordinator: Coordinator, number: int) -> ThresholdDialog:
    window = coordinator.open_assessment(number)
    assert window is not None
    window.actions_[THRESHOLD].trigger()
    (dialog,) = dialogs(ThresholdDialog)
    assert isinstance(dialog, ThresholdDialog)
    return dialog


def test_the_threshold_writes_only_what_was_entered_into_a_form(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path, "yoshiki2")
    dialog = threshold_of(coordinator, 1)
    assert not dialog.fill.isHidden()
    assert not dialog.fill.isEnabled()
    dialog.people.setValue(400_000)
    assert judged_now(dialog) is not None
    assert not dialog.fill.isEnabled(), "nobody has said how many handle the files"
    dialog.handlers.setValue(20)
    assert not dialog.fill.isEnabled(), "nobody has said that there was no incident"
    assert not [cell for cell in dialog.table.cells.values() if cell.font().bold()]
    dialog.incident.button(1).click()
    assert [place for place, cell in dialog.table.cells.items() if cell.font().bold()] == [
        (Band.FROM_300_000, 1)
    ]
    dialog.fill.click()
    session = coordinator.windows[1].session
    assert [session.answer((item,)) for item in ("II.2", "II.3")] == ["500人未満", "発生あり"]


def test_the_threshold_begins_with_the_answers_that_there_are_and_no_others(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path, "yoshiki2")
    window = coordinator.open_assessment(1)
    assert window is not None
    window.session.set_answer(("II.1",), "30万人以上")
    dialog = threshold_of(coordinator, 1)
    assert dialog.people.value() == 300_000
    assert dialog.handlers.value() == -1
    assert dialog.incident.checkedId() == -1
    assert not dialog.fill.isEnabled()
    dialog.close()


def test_a_form_that_is_only_read_takes_no_threshold(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    path = opened(make_coordinator(), tmp_path, "yoshiki2")
    colleague = make_coordinator()
    assert colleague.open_cabinet(path)
    dialog = threshold_of(colleague, 1)
    assert dialog.fill.isHidden()
    dialog.close()


def test_the_threshold_compares_nothing_before_it_can(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    dialog = threshold_of(coordinator, 1)
    assert dialog.agreement.isHidden()
    dialog.people.setValue(400_000)
    assert not dialog.agreement.isHidden()
    dialog.close()


def test_the_threshold_leads_to_the_form_that_is_owed(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    asked: list[str] = []
    dialog = judge_form(coordinator.cabinet_window, asked.append)
    dialog.people.setValue(400_000)
    QApplication.processEvents()
    heads = [cell for cell in dialog.table.findChildren(QLabel) if "\n" in cell.text()]
    assert all(cell.height() >= cell.sizeHint().height() for cell in heads), "the words need the room"
    assert heads
    seen = [button for button in dialog.findChildren(QPushButton) if button.isVisible()]
    words = _("Begin {form}").format(form=find_form("yoshiki4").short_title)
    assert words in [button.text() for button in seen]
    assert _("Begin {form}").format(form=find_form("yoshiki3").short_title) not in [b.text() for b in seen]
    next(button for button in seen if button.text() == words).click()
    assert asked == ["yoshiki4"]
    assert owed_forms(judge(10, 0, Incident.NO)) == ()
    assert judge(10, 0, Incident.NO).handlers is Handlers.FEW


def test_the_sample_cabinet_has_life_in_it(
    make_coordinator: MakeCoordinator, chosen: list[Path | None], tmp_path: Path, root: Path
) -> None:
    coordinator = make_coordinator()
    coordinator.show_cabinet()
    path = tmp_path / "見本.pia"
    chosen.append(path)
    coordinator.cabinet_window.pages.first.buttons[2].click()
    assert coordinator.store is not None
    assert coordinator.cabinet_window.full.isVisible()
    infos = coordinator.store.infos()
    assert {info.form for info in infos} == {"yoshiki2", "yoshiki3", "yoshiki4"}
    assert len({info.state for info in infos}) > 1
    assert any(row.overdue or row.due for row in coordinator.cabinet_window.model.shown)
    whole = next(info for info in infos if info.form == "yoshiki4")
    versions = coordinator.store.cabinet.versions(whole.id)
    assert len(versions) == 3
    sample = read_file(root / "resources" / "samples" / "yoshiki4.json")
    now = write_document(coordinator.store.cabinet.load(whole.id), coordinator.store)
    assert json.loads(now) == json.loads(
        (root / "resources" / "samples" / "yoshiki4.json").read_text(encoding="utf-8")
    )
    assert coordinator.store.cabinet.load_version(versions[0].id).root != sample.root
    dates = [info.stages for info in infos]
    assert all(
        day <= date.today().isoformat() for days in dates for key, day in days.items() if key != "hearing_end"
    )


def test_samples_never_replace_a_file(
    make_coordinator: MakeCoordinator, chosen: list[Path | None], tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    path = tmp_path / "mine.pia"
    path.write_bytes(b"mine")
    chosen.append(path)
    coordinator.cabinet_window.actions_[SAMPLES].trigger()
    assert path.read_bytes() == b"mine"
    assert coordinator.store is None


# ---- PDFs of several


def test_pdfs_of_several_are_made_into_a_folder(
    qtbot: QtBot, make_coordinator: MakeCoordinator, chosen: list[Path | None], tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path, "yoshiki2")
    folder = tmp_path / "out"
    folder.mkdir()
    coordinator.cabinet_window.pick(1, 2)
    coordinator.cabinet_window.actions_[SAVE_PDF].trigger()
    (dialog,) = dialogs(BatchDialog)
    assert isinstance(dialog, BatchDialog)
    chosen.append(folder)
    dialog.accept()
    batch = coordinator.cabinet_window.commands.outputs.batch
    qtbot.waitUntil(lambda: batch.report is not None, timeout=30_000)
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["乙.pdf", "甲の二.pdf"]
    for path in folder.iterdir():
        document = PdfDocument(path)
        assert len(document) > 1
        document.close()
    assert batch.report is not None
    batch.report.close()


def batch_of(
    coordinator: Coordinator, tmp_path: Path, count: int, broken: int = 0
) -> tuple[Path, list[AssessmentInfo]]:
    """A cabinet of so many blank ones with numbers, one of them perhaps broken, and an empty folder."""
    path = tmp_path / "番号.pia"
    form = find_form("yoshiki2")
    with Cabinet.create(path) as cabinet:
        for number in range(count):
            cabinet.new(form, Node({"cover.number": str(number * 5 + 2), "cover.title": f"事務{number}"}))
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("UPDATE answer SET value = '[' WHERE assessment_id = ?", (broken,))
    assert coordinator.open_cabinet(path)
    coordinator.cabinet_window.show()
    folder = tmp_path / "out"
    folder.mkdir()
    assert coordinator.store is not None
    return folder, list(coordinator.store.infos())


@pytest.mark.parametrize("worth", [2, 100], ids=["by other processes", "here"])
def test_a_batch_goes_on_past_one_that_cannot_be_read_and_says_which_and_how_many(
    qtbot: QtBot,
    make_coordinator: MakeCoordinator,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    worth: int,
) -> None:
    monkeypatch.setattr("ui.printing.batch.WORTH_SHARING", {".pdf": worth})
    coordinator = make_coordinator()
    folder, infos = batch_of(coordinator, tmp_path, 3, broken=2)
    assert coordinator.store is not None
    batch = coordinator.cabinet_window.commands.outputs.batch
    batch.start(coordinator.store, Batch(tuple(infos), folder))
    batch.start(coordinator.store, Batch(tuple(infos[2:]), folder))  # waits for the first
    qtbot.waitUntil(lambda: len(list(folder.iterdir())) == 3 and not batch.running, timeout=60_000)
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["02 事務0.pdf", "12 事務2 (2).pdf", "12 事務2.pdf"]
    first, second = (one for one in coordinator.cabinet_window.findChildren(MessageDialog) if one.isVisible())
    assert "2件" in first.heading
    assert "1件" in first.heading
    listed = first.findChildren(QPlainTextEdit)
    assert any("7 事務1" in one.toPlainText() for one in listed)
    assert "1件" in second.heading
    first.close()
    second.close()


def test_closing_while_files_are_made_asks_first(
    qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    folder, infos = batch_of(coordinator, tmp_path, 3)
    assert coordinator.store is not None
    batch = coordinator.cabinet_window.commands.outputs.batch
    batch.start(coordinator.store, Batch(tuple(infos * 10), folder))
    coordinator.quit()
    assert coordinator.cabinet_window.isVisible()
    assert batch.running
    asked = next(one for one in coordinator.cabinet_window.findChildren(MessageDialog) if one.isVisible())
    QTest.keyClick(asked, Qt.Key.Key_Return)  # keeps it open
    assert coordinator.cabinet_window.isVisible()
    coordinator.cabinet_window.close()
    asked = next(one for one in coordinator.cabinet_window.findChildren(MessageDialog) if one.isVisible())
    asked.buttons.buttons()[0].click()
    assert not coordinator.cabinet_window.isVisible()
    assert not batch.running


def test_names_of_copies_for_the_public_give_nothing_away(
    qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    from pia_desktop.paper.purpose import Copy

    coordinator = make_coordinator()
    opened(coordinator, tmp_path, "yoshiki2")
    assert coordinator.store is not None
    coordinator.store.cabinet.apply(2, [SetWithheld(("cover.title",), WHOLE)])
    folder = tmp_path / "out"
    folder.mkdir()
    batch = coordinator.cabinet_window.commands.outputs.batch
    infos = coordinator.store.infos()[1:]
    batch.start(coordinator.store, Batch(tuple(infos), folder, Copy.PUBLIC))
    qtbot.waitUntil(lambda: batch.report is not None, timeout=30_000)
    (made,) = folder.iterdir()
    assert "乙" not in made.name
    assert batch.report is not None
    batch.report.close()


# ---- all of the cabinet's dialogs


def _dialogs(coordinator: Coordinator) -> dict[str, Callable[[], QDialog]]:
    cabinet_window, opened = coordinator.cabinet_window, coordinator.cabinet
    assert opened is not None
    store = opened.store
    infos = store.infos()
    return {
        "new": lambda: NewDialog(cabinet_window, coordinator.begin_assessment, store),
        "threshold": lambda: judge_form(cabinet_window, lambda form: None),
        "stages": lambda: StagesDialog(cabinet_window, opened, infos[0]),
        "dues": lambda: DueDialog(cabinet_window, opened, coordinator),
        "batch": lambda: BatchDialog(cabinet_window, infos, lambda batch: None),
    }


def _unnamed(dialog: QDialog) -> list[QWidget]:
    """Fields without a name for a screen reader; those inside a combo or spin box have that one's."""
    return [
        field
        for field in dialog.findChildren(QWidget)
        if isinstance(field, QLineEdit | QListView | QTableView)
        and field.isVisible()
        and not isinstance(field.parent(), QAbstractSpinBox)
        and not field.accessibleName()
    ]


@pytest.mark.parametrize("name", ["new", "threshold", "stages", "dues", "batch"])
def test_dialogs_of_the_cabinet_are_freed_and_name_their_fields(
    make_coordinator: MakeCoordinator, tmp_path: Path, name: str
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    made: QDialog = _dialogs(coordinator)[name]()
    made.open()
    assert not _unnamed(made)
    known = weakref.ref(made)
    made.close()
    free()
    assert not shiboken6.isValid(made)
    del made
    gc.collect()  # one with keys of its own holds their table, which holds it
    assert known() is None
    assert coordinator.store is not None
    coordinator.store.list_changed.emit()  # nobody who is gone listens


def test_samples_that_fail_half_way_leave_no_file(
    make_coordinator: MakeCoordinator,
    chosen: list[Path | None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    coordinator = make_coordinator()
    path = tmp_path / "見本.pia"

    def full(*_arguments: object) -> None:
        raise DiskFull(path)

    monkeypatch.setattr(Cabinet, "set_stages", full)
    chosen.append(path)
    coordinator.cabinet_window.actions_[SAMPLES].trigger()
    (message,) = dialogs()
    message.close()
    assert not path.exists()
    assert coordinator.store is None
