"""An assessment is carried out, worked on in another cabinet, and brought back, in the windows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from db.errors import ForReviewOnly
from db.piax import read_parcel
from db.records import Note
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.i18n import _
from tests.db.carrying import TITLE, WORK, carried, edit, everything, home
from tests.db.writing import write
from tests.ui.shell import MakeCoordinator, dialog, dialogs
from ui.app.coordinator import Coordinator
from ui.assessment.window import AssessmentWindow
from ui.cabinet.actions import BRING_IN, CARRIED, CARRY_OUT
from ui.carrying.carry_dialog import CarryDialog
from ui.carrying.out_line import OutLine
from ui.carrying.record_dialog import RecordDialog
from ui.carrying.return_dialog import ClashWay, ReturnDialog
from ui.widgets.dialogs import MessageDialog


@pytest.fixture
def office(make_coordinator: MakeCoordinator, tmp_path: Path) -> Coordinator:
    home(tmp_path / "本庁.pia").close()
    coordinator = make_coordinator()
    assert coordinator.open_cabinet(tmp_path / "本庁.pia")
    coordinator.show_cabinet()
    coordinator.cabinet_window.pick(1)
    return coordinator


BEFORE = "市が行う事務の内容。"


def damage(path: Path, assessment_id: int) -> None:
    """Make one unreadable."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("UPDATE answer SET value = '{' WHERE assessment_id = ?", (assessment_id,))


def details_of(report: MessageDialog) -> str:
    (listed,) = report.findChildren(QPlainTextEdit)
    return listed.toPlainText()


def the(kind: type[QWidget]) -> QWidget:
    (found,) = dialogs(kind)
    return found


def out_line(window: AssessmentWindow) -> OutLine:
    (found,) = window.findChildren(OutLine)
    return found


def do(coordinator: Coordinator, action: object) -> None:
    coordinator.cabinet_window.actions_.refresh()
    coordinator.cabinet_window.actions_[action].trigger()  # type: ignore[index]


def carry_out(office: Coordinator, chosen: list[Path | None], path: Path, *, review: bool = False) -> None:
    do(office, CARRY_OUT)
    asked = the(CarryDialog)
    assert isinstance(asked, CarryDialog)
    assert asked.warning.isVisible()  # something is withheld
    asked.person.setText("山田")
    asked.review.setChecked(review)
    chosen.append(path)
    asked.write.click()


def away(path: Path, work: Callable[[Cabinet], object], file: Path) -> None:
    """Take the file into a cabinet elsewhere, work on it there, and write it for the way back."""
    with Cabinet.create(path) as cabinet:
        assert cabinet.receive(read_parcel(file)) == 1
        work(cabinet)
        carried(cabinet, 1, file)


def test_there_and_back(office: Coordinator, chosen: list[Path | None], tmp_path: Path) -> None:
    file = tmp_path / "x.piax"
    window = office.open_assessment(1)
    assert window is not None
    window.session.set_answer(TITLE, "本庁の題")
    carry_out(office, chosen, file)
    (row,) = office.cabinet_window.model.shown
    assert row.info.lent[0].person == "山田"
    assert "山田" in out_line(window).text()

    def work(cabinet: Cabinet) -> None:
        assert cabinet.load(1).root.answer(TITLE) == "本庁の題"  # what was just typed went along
        edit(cabinet, 1, SetAnswer(TITLE, "支所の題"), SetAnswer(WORK, "支所の事務"))

    away(tmp_path / "支所.pia", work, file)
    window.session.set_answer(TITLE, "本庁の新しい題")
    chosen.append(file)
    do(office, BRING_IN)
    back = the(ReturnDialog)
    assert isinstance(back, ReturnDialog)
    assert [clash.ours for clash in back.clashes] == ["本庁の新しい題"]
    assert "。 " not in back.message.text()
    assert "0か所" not in back.message.text()
    assert back.theirs_view.toPlainText() == "支所の題"
    QTest.keyClick(back.list, Qt.Key.Key_Return)
    assert back.wanted == {back.clashes[0].key: ClashWay.THEIRS}
    assert not back.take_both.isEnabled()  # a name is no long text
    back.accept_button.click()
    now = office.windows[1]
    assert now.session.answer(TITLE) == "支所の題"
    assert now.session.answer(WORK) == "支所の事務"
    assert not out_line(now).isVisible()
    dialog().button(_("&Undo")).click()
    assert office.windows[1].session.answer(TITLE) == "本庁の新しい題"
    assert office.windows[1].session.answer(WORK) == "市が行う事務の内容。"


def test_both_long_texts_may_be_kept(office: Coordinator, chosen: list[Path | None], tmp_path: Path) -> None:
    file = tmp_path / "x.piax"
    window = office.open_assessment(1)
    assert window is not None
    carry_out(office, chosen, file)
    away(tmp_path / "支所.pia", lambda cabinet: edit(cabinet, 1, SetAnswer(WORK, "支所の事務")), file)
    window.session.set_answer(WORK, "本庁の事務")
    chosen.append(file)
    do(office, BRING_IN)
    back = the(ReturnDialog)
    assert isinstance(back, ReturnDialog)
    row = back.list.topLevelItem(0)
    assert row is not None
    shown = []
    for _time in range(3):
        QTest.keyClick(back.list, Qt.Key.Key_Return)
        shown.append(row.text(1))
    assert shown == [_("Came back"), _("Both"), _("Here")]
    back.take_both.click()
    back.accept_button.click()
    assert office.windows[1].session.answer(WORK) == "本庁の事務\n支所の事務"
    dialog().button(_("&Undo")).click()
    assert office.windows[1].session.answer(WORK) == "本庁の事務"


def test_nothing_is_brought_in_where_the_dialog_is_left(
    office: Coordinator, chosen: list[Path | None], tmp_path: Path
) -> None:
    file = tmp_path / "x.piax"
    carry_out(office, chosen, file)
    away(tmp_path / "支所.pia", lambda cabinet: edit(cabinet, 1, SetAnswer(WORK, "支所の事務")), file)
    assert office.store is not None
    before = everything(office.store.cabinet, 1)
    chosen.append(file)
    do(office, BRING_IN)
    the(ReturnDialog).close()
    assert everything(office.store.cabinet, 1) == before
    assert len(office.cabinet_window.model.shown[0].info.lent) == 1


def test_a_reviewer_writes_notes_only(office: Coordinator, chosen: list[Path | None], tmp_path: Path) -> None:
    file = tmp_path / "x.piax"
    carry_out(office, chosen, file, review=True)
    Cabinet.create(tmp_path / "点検.pia").close()
    assert office.open_cabinet(tmp_path / "点検.pia")
    chosen.append(file)
    do(office, BRING_IN)
    window = office.open_assessment(1)
    assert window is not None
    assert out_line(window).isVisible()
    window.session.set_answer(TITLE, "書けない")
    assert window.session.answer(TITLE) == "住民基本台帳に関する事務"
    cabinet = office.cabinet
    assert cabinet is not None
    with pytest.raises(ForReviewOnly):
        cabinet.edit(1, SetAnswer(TITLE, "別の窓から"))
    with pytest.raises(ForReviewOnly):
        office.cabinet_replacer._contents(cabinet, cabinet.info(1), {})
    window.review.begin()
    note = window.review.notes.add("remark", WORK)
    assert note is not None
    window.review.notes.write(note.id, words="根拠が要る")
    office.cabinet_window.pick(1)
    do(office, CARRY_OUT)
    asked = the(CarryDialog)
    assert isinstance(asked, CarryDialog)
    assert not asked.review.isVisible()
    chosen.append(file)
    asked.write.click()
    assert office.open_cabinet(tmp_path / "本庁.pia")
    chosen.append(file)
    do(office, BRING_IN)
    back = the(ReturnDialog)
    assert isinstance(back, ReturnDialog)
    back.accept_button.click()
    assert office.store is not None
    assert {one.words for one in office.store.cabinet.notes(1)} == {"根拠を示すこと", "根拠が要る"}


def test_what_only_one_side_changed_is_listed_and_can_be_looked_at(
    office: Coordinator, chosen: list[Path | None], tmp_path: Path
) -> None:
    file = tmp_path / "x.piax"
    carry_out(office, chosen, file)

    def work(cabinet: Cabinet) -> None:
        edit(cabinet, 1, SetAnswer(WORK, "支所が書いた。"))
        write(cabinet, lambda w: w.put_note(Note("n2", 1, WORK, "todo", "確認すること")), 1)

    away(tmp_path / "支所.pia", work, file)
    window = office.open_assessment(1)
    assert window is not None
    window.session.set_answer(TITLE, "本庁が書いた名称")
    chosen.append(file)
    do(office, BRING_IN)
    back = the(ReturnDialog)
    assert isinstance(back, ReturnDialog)
    assert [len(back.one_sided.taken), len(back.one_sided.kept)] == [2, 1]
    taken, kept = back.list.topLevelItem(0), back.list.topLevelItem(1)
    assert taken is not None
    assert kept is not None
    assert kept.childCount() == 1
    assert not taken.isExpanded()
    assert not back.keep_ours.isEnabled()
    QTest.keyClick(back.list, Qt.Key.Key_Return)
    assert taken.isExpanded()
    assert back.isVisible()
    QTest.keyClick(back.list, Qt.Key.Key_Down)
    assert "支所が書いた。" in back.theirs_view.toPlainText()
    QTest.keyClick(back.list, Qt.Key.Key_Down)
    assert back.theirs_view.toPlainText() == "確認すること"
    QTest.keyClick(back.list, Qt.Key.Key_Down)
    QTest.keyClick(back.list, Qt.Key.Key_Return)
    QTest.keyClick(back.list, Qt.Key.Key_Down)
    assert back.ours_view.toPlainText() == "本庁が書いた名称"
    assert back.theirs_view.toPlainText() == "住民基本台帳に関する事務"
    back.accept_button.click()
    now = office.windows[1]
    assert now.session.answer(WORK) == "支所が書いた。"
    assert now.session.answer(TITLE) == "本庁が書いた名称"


def test_the_record_ends_a_loan_and_takes_a_return_out(
    office: Coordinator, chosen: list[Path | None], tmp_path: Path
) -> None:
    file = tmp_path / "x.piax"
    carry_out(office, chosen, file)

    def work(cabinet: Cabinet) -> None:
        write(cabinet, lambda w: w.put_note(Note("n2", 1, (), "todo", "確認")), 1)

    away(tmp_path / "支所.pia", work, file)
    do(office, CARRIED)
    record = the(RecordDialog)
    assert isinstance(record, RecordDialog)
    assert not record.undo.isEnabled()
    record.end.click()
    assert not office.cabinet_window.model.shown[0].info.lent
    chosen.append(file)
    do(office, BRING_IN)
    back = the(ReturnDialog)
    assert isinstance(back, ReturnDialog)
    back.accept_button.click()
    dialog().close()
    assert office.store is not None
    assert len(office.store.cabinet.notes(1)) == 2
    do(office, CARRIED)
    (record,) = (one for one in dialogs(RecordDialog) if isinstance(one, RecordDialog))
    record.undo.click()
    assert len(office.store.cabinet.notes(1)) == 1


def test_a_broken_file_is_told_and_changes_nothing(
    office: Coordinator, chosen: list[Path | None], tmp_path: Path
) -> None:
    broken = tmp_path / "壊れた.piax"
    broken.write_bytes(b"PK" + bytes(100))
    chosen.append(broken)
    do(office, BRING_IN)
    assert "壊れた.piax" in dialog().heading
    assert len(office.cabinet_window.model.shown) == 1


def test_a_file_that_is_dropped_comes_in_the_same_way(
    office: Coordinator, chosen: list[Path | None], tmp_path: Path
) -> None:
    file = tmp_path / "x.piax"
    carry_out(office, chosen, file)
    words = office.cabinet_window.model.shown[0].words
    assert any("山田" in cell for cell in words)  # who has it stands in the list
    office.cabinet_window.commands.take_dropped([file])
    back = the(ReturnDialog)
    assert isinstance(back, ReturnDialog)
    back.accept_button.click()
    dialog().close()
    assert not office.cabinet_window.model.shown[0].info.lent


def test_marked_ones_go_out_together_and_come_back_together(
    qtbot: QtBot, office: Coordinator, chosen: list[Path | None], tmp_path: Path
) -> None:
    """Each by itself: one comes back, one is new, one needs a choice, one is open, one is no such file."""
    window, store, folder = office.cabinet_window, office.store, tmp_path / "持ち出し"
    assert store is not None
    folder.mkdir()
    for number in (2, 3, 4):
        assert store.copy(1) == number
        edit(store.cabinet, number, SetAnswer(TITLE, f"事務{number}"))
    store.list_changed.emit()
    damage(store.path, 4)
    window.pick(1, 2, 3, 4)
    do(office, CARRY_OUT)
    asked = the(CarryDialog)
    assert isinstance(asked, CarryDialog)
    asked.person.setText("山田")
    chosen.append(folder)
    asked.write.click()
    jobs = window.commands.bulk.jobs.get()
    qtbot.waitUntil(lambda: jobs.report is not None)
    assert jobs.report is not None
    assert "3件" in jobs.report.heading
    assert "事務4" in details_of(jobs.report)
    jobs.report.close()
    qtbot.waitUntil(lambda: jobs.report is None)
    files = sorted(folder.iterdir())
    assert len(files) == 3
    assert [len(info.lent) for info in store.infos()] == [1, 1, 1, 0]
    for number, file in enumerate(files):
        away(tmp_path / f"支所{number}.pia", lambda cabinet: edit(cabinet, 1, SetAnswer(WORK, "支所")), file)
    edit(store.cabinet, 2, SetAnswer(WORK, "本庁"))
    with home(tmp_path / "別.pia") as other:
        carried(other, 1, folder / "新.piax")
    (folder / "壊.piax").write_bytes(b"PK\x03\x04")
    assert office.open_assessment(3) is not None
    window.commands.take_dropped(sorted(folder.iterdir()))
    qtbot.waitUntil(lambda: jobs.report is not None)
    report = jobs.report
    assert report is not None
    assert "2件" in report.heading
    lines = details_of(report).splitlines()
    assert len(lines) == 5
    assert sum(_("Bring this file in by itself, and choose.") in line for line in lines) == 1
    assert sum(_("Close the window first, then bring the file in once more.") in line for line in lines) == 1
    assert sum("壊.piax" in line for line in lines) == 1
    assert sum(_("taken in as a new assessment") in line for line in lines) == 1
    report.close()
    works = [store.load(info.id).root.answer(WORK) for info in store.infos() if info.id != 4]
    assert works == ["支所", "本庁", BEFORE, BEFORE]
