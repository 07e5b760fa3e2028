"""Documents that come in: queued, looked over beside their source, stored as one step, and taken back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from db.errors import CabinetGone
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node, with_new_keys
from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.documents.form_files import form_bytes
from pia_desktop.exchange.interchange import ImportedAssessment, read_file
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import ANNEX_TITLE, ANNEXES
from pia_desktop.incoming import Incoming, Origin
from pia_desktop.intake.cells import Reason, Where
from pia_desktop.intake.report import Doubt, LeftOver, Outcome, Report, SheetCells
from pia_desktop.paths import resource_root
from tests.ui.shell import MakeCoordinator, dialog, dialogs, free
from ui.app.coordinator import Coordinator
from ui.cabinet.actions import UNDO
from ui.cabinet.intake_commands import table_on
from ui.comparison.window import CompareWindow
from ui.context.cabinet_store import CabinetStore
from ui.intake.queue import Document, State
from ui.intake.review import Review
from ui.intake.rows import ReviewRow, Sort, row_words
from ui.intake.sheet_layout import lay_out
from ui.intake.storing import StoreDialog
from ui.intake.window import IntakeWindow

SAMPLE = resource_root() / "samples" / "yoshiki3.json"
CONTENTS = "I.1.2"


@pytest.fixture(scope="module")
def sample() -> ImportedAssessment:
    return read_file(SAMPLE)


def incoming(sample: ImportedAssessment, text: str = "前の行\n後の行") -> Incoming:
    """The sample as it might be read from a workbook: a doubt, a line end, words left over."""
    root = with_new_keys(sample.root).with_answer((CONTENTS,), text)
    where = Where(None, "Ⅰ", "B2:C3")
    report = Report(
        "yoshiki3",
        sample.form.version,
        80,
        (
            Doubt(("values", "I.1.1"), Reason.FORMULA, where, "事務"),
            Doubt(("values", CONTENTS), Reason.LINE_ENDS, where, text, (("前の行", "後の行"),)),
        ),
        (LeftOver("どこにもない文", Where(None, "Ⅰ", "B9")),),
    )
    cells = ((1, 1, 3, 3, text), (1, 8, 2, 9, "どこにもない文"))
    places: dict[tuple[str | int, ...], Where] = {
        ("values", "I.1.1"): where,
        ("values", CONTENTS): Where(None, "Ⅰ", "B4"),
    }
    outcome = Outcome({}, report, places, (SheetCells("Ⅰ", False, cells),))
    contents = ImportedAssessment(sample.form, root, sample.pictures)
    return Incoming(contents, Origin("去年.xlsx", "0" * 64, date(2026, 11, 26)), outcome)


def document(found: Incoming, name: str = "去年.xlsx") -> Document:
    return Document(Path("/nowhere") / name, State.READ, found, asking=3)


@pytest.fixture
def coordinator(make_coordinator: MakeCoordinator, tmp_path: Path) -> Coordinator:
    """A coordinator with an empty cabinet."""
    made = make_coordinator()
    assert made.open_cabinet(tmp_path / "office.pia", create=True)
    made.cabinet_window.show()
    return made


@pytest.fixture
def window(coordinator: Coordinator, sample: ImportedAssessment) -> Iterator[IntakeWindow]:
    """The window with one document that is read."""
    actions = coordinator.cabinet_window.commands.intake
    actions._queue([document(incoming(sample))])
    assert actions.window is not None
    yield actions.window
    if actions.window is not None:
        actions.drop()


def held(coordinator: Coordinator) -> Cabinet:
    assert coordinator.store is not None
    assert coordinator.store.flush()
    return coordinator.store.cabinet


def row_of(window: IntakeWindow) -> Sort | None:
    row = window.model.row_at(window.list.currentIndex())
    return row.sort if row is not None else None


def press_all(window: IntakeWindow) -> None:
    """Enter, until nothing is left to look at."""
    assert window.review is not None
    for _row in range(len(window.review.waiting)):
        QTest.keyClick(window.list, Qt.Key.Key_Return)
    assert window.review.waiting == []


def store_dialog() -> StoreDialog:
    [found] = dialogs(StoreDialog)
    assert isinstance(found, StoreDialog)
    return found


@pytest.mark.parametrize("more", [0, 29], ids=["at once", "added"])
def test_a_long_queue_has_up_to_half_of_the_height(
    coordinator: Coordinator, sample: ImportedAssessment, more: int
) -> None:
    actions = coordinator.cabinet_window.commands.intake
    documents = [document(incoming(sample), f"{number}.xlsx") for number in range(30)]
    actions._queue(documents[more:])
    assert actions.window is not None
    free()
    first = actions.window.files.height()
    actions.window.add(documents[:more])
    free()
    files, rows = actions.window.files.height(), actions.window.list.height()
    assert rows / 2 < files <= rows
    assert (files > first) is bool(more)
    actions.drop()


def test_enter_confirms_and_goes_on_and_the_last_one_leads_to_storing(
    coordinator: Coordinator, window: IntakeWindow
) -> None:
    assert row_of(window) is Sort.CHECK
    assert "80" in window.head.text()
    assert "式の値" in window.pane.reason.text()
    QTest.keyClick(window.list, Qt.Key.Key_Return)
    assert row_of(window) is Sort.LINE_END
    QTest.keyClick(window.list, Qt.Key.Key_Return)
    assert row_of(window) is Sort.LEFT
    QTest.keyClick(window.list, Qt.Key.Key_Return)
    assert window.review is not None
    assert window.review.waiting == []
    window.foot.store.click()
    store_dialog().accept()
    free()
    cabinet = held(coordinator)
    [info] = cabinet.list()
    assert cabinet.load(info.id).root.answer((CONTENTS,)) == "前の行\n後の行"
    words = [note.words for note in cabinet.notes(info.id)]
    assert any("去年.xlsx" in one and "0" * 64 in one for one in words)
    assert any("どこにもない文" in one for one in words)
    assert coordinator.cabinet_window.commands.intake.window is None
    coordinator.cabinet_window.actions_[UNDO].trigger()
    assert held(coordinator).list() == ()


def test_space_joins_the_lines_and_undo_parts_them(window: IntakeWindow) -> None:
    review = window.review
    assert review is not None
    window.step(1)
    row = window.model.row_at(window.list.currentIndex())
    assert row is not None
    assert "分けてある" in window.pane.reason.text()
    QTest.keyClick(window.list, Qt.Key.Key_Space)
    assert review.session.answer((CONTENTS,)) == "前の行後の行"
    assert "つないである" in window.pane.reason.text()
    QTest.keyClick(window.list, Qt.Key.Key_Space)
    assert review.session.answer((CONTENTS,)) == "前の行\n後の行"
    QTest.keyClick(window.list, Qt.Key.Key_Space)
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert review.session.answer((CONTENTS,)) == "前の行\n後の行"


def test_words_left_over_go_to_the_item_before_them_or_to_one_that_is_chosen(
    coordinator: Coordinator, window: IntakeWindow
) -> None:
    review = window.review
    assert review is not None
    window.list.go_to(next(row for row in review.rows if row.sort is Sort.LEFT))
    assert window.pane.items.currentText().endswith("②事務の内容")
    window.pane.send_button.click()
    assert review.session.answer((CONTENTS,)) == "前の行\n後の行\nどこにもない文"
    assert review.notes(to_do=True)[1:] == []
    left = next(row for row in review.rows if row.sort is Sort.LEFT)
    assert review.is_done(left)
    window.list.go_to(left)
    assert "②事務の内容" in window.pane.reason.text()
    assert "付箋" not in window.pane.reason.text()
    review.session.undo_stack.undo()
    assert len(review.notes(to_do=True)) == 2
    assert not review.is_done(left)  # it waits again
    window.list.go_to(next(row for row in review.rows if row.sort is Sort.LEFT))
    window.pane.items.setEditText("ない項目")
    window.pane.send_button.click()
    dialog().close()
    assert review.session.answer((CONTENTS,)) == "前の行\n後の行"


def test_words_left_over_are_sent_by_keys_alone(window: IntakeWindow) -> None:
    review = window.review
    assert review is not None
    window.list.go_to(next(row for row in review.rows if row.sort is Sort.LEFT))
    window.list.setFocus()
    QTest.keyClick(window.list, Qt.Key.Key_Tab)
    assert window.focusWidget() is window.pane.items
    completer = window.pane.items.completer()
    assert completer is not None
    names = completer.popup()
    assert names is not None
    assert names.minimumWidth() > 2 * window.pane.items.minimumWidth()
    assert names.textElideMode() is Qt.TextElideMode.ElideMiddle


def test_a_row_of_the_list_shows_where_a_line_ends(window: IntakeWindow) -> None:
    assert window.review is not None
    long = ReviewRow(Sort.LINE_END, (CONTENTS,), end=("前" * 12, "後" * 12))
    session = window.review.session
    assert row_words(long, session.form, session.root) == "前" * 8 + "｜" + "後" * 8


def test_a_value_is_changed_in_its_own_editor(coordinator: Coordinator, window: IntakeWindow) -> None:
    assert window.pane.editor is not None
    QTest.keyClicks(window.pane.editor.focus_target(), "new")
    window.ask_to_store()
    dialog().button("このまま取り込む(&A)").click()
    store_dialog().accept()
    free()
    value = held(coordinator).load(1).root.answer(("I.1.1",))
    assert isinstance(value, str)
    assert "new" in value


def test_what_the_cabinet_has_is_known_and_becomes_an_earlier_version(
    coordinator: Coordinator, sample: ImportedAssessment, window: IntakeWindow
) -> None:
    store = coordinator.store
    assert store is not None
    one = store.new(sample.form, sample.root, sample.pictures)
    store.cabinet.close_version(one, "今", "2099-01-01")
    press_all(window)
    window.ask_to_store()
    asked = store_dialog()
    assert asked.as_version.isChecked()
    asked.name.setText("去年")
    asked.day.setText("R6.3.31")
    asked.accept()
    free()
    cabinet = held(coordinator)
    assert [(info.name, info.closed_on) for info in cabinet.versions(one)] == [
        ("去年", "2024-03-31"),
        ("今", "2099-01-01"),
    ]
    kept, now = cabinet.load_version(cabinet.versions(one)[0].id), cabinet.load(one)
    assert {path for path, _node in kept.root.walk()} == {path for path, _node in now.root.walk()}
    coordinator.cabinet_window.actions_[UNDO].trigger()
    assert [info.name for info in held(coordinator).versions(one)] == ["今"]


def test_what_another_office_calls_so_is_asked_and_is_a_new_one(
    coordinator: Coordinator, sample: ImportedAssessment, window: IntakeWindow
) -> None:
    store = coordinator.store
    assert store is not None
    agency = (sample.form.roles.agency,)
    store.new(sample.form, sample.root.with_answer(agency, "別の市長"), sample.pictures)
    press_all(window)
    window.ask_to_store()
    asked = store_dialog()
    assert asked.as_new.isChecked()
    assert any("別の市長" in label.text() for label in asked.findChildren(QLabel))


def test_what_the_cabinet_has_is_compared_before_it_is_taken_in(
    coordinator: Coordinator,
    sample: ImportedAssessment,
    window: IntakeWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert not window.foot.compare.isVisible()
    assert coordinator.store is not None
    coordinator.store.new(sample.form, sample.root, sample.pictures)
    assert window.document is not None
    window._show_document(window.document)
    assert window.foot.compare.isVisible()
    window.foot.compare.click()
    [made] = dialogs(CompareWindow)
    assert isinstance(made, CompareWindow)
    assert made.comparison is not None
    assert [change.place for change in made.comparison.changes] == [(CONTENTS,)]
    made.close()
    free()

    def gone(_store: CabinetStore, _assessment_id: int) -> None:
        raise CabinetGone(tmp_path)

    monkeypatch.setattr(CabinetStore, "load", gone)
    window.foot.compare.click()
    assert dialog().heading == CabinetGone(tmp_path).message
    assert dialogs(CompareWindow) == []


def test_words_left_over_become_an_annex(window: IntakeWindow) -> None:
    review = window.review
    assert review is not None
    row = next(row for row in review.rows if row.sort is Sort.LEFT)
    window.list.go_to(row)
    window.pane.items.setCurrentIndex(window.pane.items.count() - 1)
    window.pane.send_button.click()
    [annex] = review.session.root.entries((ANNEXES,)).values()
    assert annex.answers[ANNEX_TITLE] == "どこにもない文"
    assert review.is_done(row)
    window.list.go_to(row)
    assert "別紙" in window.pane.reason.text()
    review.session.undo_stack.undo()
    assert review.sent_to(row) is None


def test_it_takes_the_place_of_an_open_one_and_gives_it_back(
    coordinator: Coordinator, sample: ImportedAssessment, window: IntakeWindow
) -> None:
    store = coordinator.store
    assert store is not None
    one = store.new(sample.form, sample.root, sample.pictures)
    before = coordinator.open_assessment(one)
    assert before is not None
    press_all(window)
    window.ask_to_store()
    asked = store_dialog()
    asked.in_place.setChecked(True)
    asked.accept()
    free()
    opened = coordinator.windows[one]
    assert opened.session.answer((CONTENTS,)) == "前の行\n後の行"
    coordinator.cabinet_window.actions_[UNDO].trigger()
    assert coordinator.windows[one].session.root == sample.root
    assert held(coordinator).versions(one) == ()


def test_what_is_withheld_stays_so_where_a_document_takes_the_place(
    coordinator: Coordinator, sample: ImportedAssessment, window: IntakeWindow
) -> None:
    store = coordinator.store
    assert store is not None
    hidden = "後の行"
    root = sample.root.with_answer((CONTENTS,), hidden).with_withheld((CONTENTS,), ((0, len(hidden)),))
    one = store.new(sample.form, root, sample.pictures)
    press_all(window)
    window.ask_to_store()
    asked = store_dialog()
    asked.in_place.setChecked(True)
    asked.accept()
    free()
    now = held(coordinator).load(one).root
    start = len("前の行\n")
    assert now.answer((CONTENTS,)) == f"前の行\n{hidden}"
    assert now.withheld_at((CONTENTS,)) == ((start, start + len(hidden)),)


def test_closing_half_way_asks_and_opening_another_cabinet_does_too(
    coordinator: Coordinator, window: IntakeWindow, tmp_path: Path
) -> None:
    assert not window.close()
    dialog().button("開いたままにする").click()
    assert window.isVisible()
    assert not coordinator.open_cabinet(tmp_path / "other.pia", create=True)
    dialog().button("取り込まずに閉じる(&W)").click()
    free()
    assert coordinator.cabinet_window.commands.intake.window is None
    assert held(coordinator).list() == ()


def test_a_folder_is_read_beside_the_window_and_what_cannot_be_read_stops_nothing(
    coordinator: Coordinator, chosen: list[Path | None], tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "文書"
    folder.mkdir()
    read = read_file(SAMPLE)
    (folder / "良い.xlsx").write_bytes(form_bytes(Snapshot(read.form, read.root), read.pictures, ".xlsx"))
    (folder / "壊れた.pdf").write_bytes(b"%PDF-1.7\nnothing")
    (folder / "~$良い.xlsx").write_bytes(b"")
    (folder / "他.png").write_bytes(b"")
    chosen.append(folder)
    actions = coordinator.cabinet_window.commands.intake
    actions.ask_folder()
    qtbot.waitUntil(lambda: actions.window is not None)
    window = actions.window
    assert window is not None
    qtbot.waitUntil(lambda: not window.queue.unread)
    states = {one.name: one.state for one in window.queue.documents}
    assert states == {"良い.xlsx": State.READ, "壊れた.pdf": State.REFUSED}
    broken = next(one for one in window.queue.documents if one.state is State.REFUSED)
    window.files.choose(broken)
    assert "壊れた.pdf" in window.head.text()
    assert window.pane.area.isHidden()
    assert not window.foot.store.isEnabled()
    window.store_all()
    free()
    assert [info.title for info in held(coordinator).list()] == [read.root.answer((read.form.roles.title,))]
    window.close()
    free()
    assert actions.window is None


def test_the_queue_counts_down_and_tells_what_is_taken_in(
    coordinator: Coordinator, sample: ImportedAssessment
) -> None:
    intake = coordinator.cabinet_window.commands.intake
    intake._queue([document(incoming(sample), name) for name in ("一.xlsx", "二.xlsx")])
    window = intake.window
    assert window is not None

    def told() -> list[str]:
        items = [window.files.topLevelItem(at) for at in range(2)]
        return [item.text(1) for item in items if item is not None]

    assert not window.foot.store_all.isEnabled()
    QTest.keyClick(window.list, Qt.Key.Key_Return)
    assert told()[0] == "確かめる 2件"
    press_all(window)
    assert told()[0] == "確かめる所なし"
    assert window.foot.store_all.isEnabled()
    window.foot.store_all.click()
    free()
    assert told()[0] == "取り込み済み"
    intake.drop()


def test_taking_all_in_leaves_blank_forms_and_asks_about_what_the_cabinet_has(
    coordinator: Coordinator, sample: ImportedAssessment
) -> None:
    checked = replace(incoming(sample), outcome=None)
    blank = Incoming(
        ImportedAssessment(sample.form, Node({}), PictureDict()), replace(checked.origin, name="空.xlsx")
    )
    intake = coordinator.cabinet_window.commands.intake
    queued = [
        Document(Path("/nowhere") / name, State.READ, found)
        for name, found in (("空.xlsx", blank), ("一.xlsx", checked), ("同じ.xlsx", checked))
    ]
    queued[0].empty = True
    intake._queue(queued)
    window = intake.window
    assert window is not None
    assert queued[0].words == "記載がない"
    window.foot.store_all.click()
    free()
    assert [one.state for one in queued] == [State.READ, State.STORED, State.READ]
    assert len(held(coordinator).list()) == 1
    assert window.document is queued[2]
    dialog().reject()
    intake.drop()


def test_a_dropped_file_that_the_cabinet_knows_is_asked_about(coordinator: Coordinator, qtbot: QtBot) -> None:
    for count in (1, 1):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(SAMPLE))])
        event = QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        coordinator.cabinet_window.dropEvent(event)
        qtbot.waitUntil(lambda: len(held(coordinator).list()) == 1)
        assert len(held(coordinator).list()) == count
    actions = coordinator.cabinet_window.commands.intake
    qtbot.waitUntil(lambda: actions.window is not None and not actions.window.queue.unread)
    assert actions.window is not None
    assert actions.window.review is not None
    actions.drop()


def test_the_table_on_the_clipboard_is_read(coordinator: Coordinator, qtbot: QtBot) -> None:
    actions = coordinator.cabinet_window.commands.intake
    actions.take_clipboard()
    dialog().close()
    data = QMimeData()
    data.setHtml("<p>表ではない</p>")
    assert table_on(data) is None
    read = read_file(SAMPLE)
    page = form_bytes(Snapshot(read.form, read.root), read.pictures, ".html").decode("utf-8")
    data = QMimeData()
    data.setHtml(page.replace("utf-8", "shift_jis", 1))  # a page from elsewhere, which keeps what it named
    QGuiApplication.clipboard().setMimeData(data)
    actions.take_clipboard()
    assert actions.window is not None
    window = actions.window
    qtbot.waitUntil(lambda: not window.queue.unread)
    (document,) = window.queue.documents
    assert document.state is State.READ
    assert document.found is not None
    title = read.form.roles.title
    assert document.found.snapshot.root.answers[title] == read.root.answers[title]
    window.close_without_asking()
    free()


def test_every_part_of_the_window_has_a_name(window: IntakeWindow) -> None:
    for widget in (window.list, window.files, window.source.area, window.pane.items, window.pane.left):
        assert widget.accessibleName()
    for row in range(window.model.rowCount()):
        group = window.model.index(row, 0)
        for at in range(window.model.rowCount(group)):
            words = window.model.data(window.model.index(at, 0, group), Qt.ItemDataRole.AccessibleTextRole)
            assert words
    assert window.model.index(0, 0).data() == "確かめる（1件中0件済み）"
    for button in window.findChildren(QAbstractButton):
        assert button.text() or button.accessibleName() or isinstance(button.parent(), QComboBox | QLineEdit)


def test_cells_of_a_sheet_are_placed_without_the_empty_ones_between_them() -> None:
    sheet = SheetCells("一", False, ((0, 0, 1, 1, "あ"), (900, 50_000, 901, 50_002, "い")))
    placed = lay_out(sheet, 500, 10, lambda _words, _width: 10)
    assert placed.height < 10 * 10, "of the empty rows none has its height"
    frame = placed.frame_of("A1")
    assert frame is not None
    assert frame[:2] == (0, 0)
    assert placed.frame_of("Z3") is None
    assert placed.frame_of("?") is None
    assert lay_out(SheetCells("空", False, ()), 500, 10, lambda _words, _width: 10).cells == ()


def test_a_cell_with_nothing_beside_it_has_the_room_of_the_row() -> None:
    cells = ((0, 0, 1, 1, "項目"), (1, 0, 2, 1, "記載"), *((at, 1, at + 1, 2, "欄") for at in range(6)))
    placed = lay_out(SheetCells("一", False, cells), 600, 10, lambda _words, _width: 10)
    first, second = placed.frame_of("A1"), placed.frame_of("B1")
    assert first is not None
    assert second is not None
    assert first[2] == pytest.approx(100)
    assert second[2] == pytest.approx(500)


def test_a_review_without_a_report_asks_for_nothing(sample: ImportedAssessment) -> None:
    review = Review(Incoming(sample, Origin("a.json", "", date(2026, 1, 1))))
    assert review.waiting == []
    assert {row.sort for row in review.rows} == {Sort.SURE}
    assert not review.touched


def test_nothing_is_closed_where_documents_keep_the_cabinet_open(
    coordinator: Coordinator, window: IntakeWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    assert coordinator.store is not None
    key = coordinator.store.new(find_form("yoshiki3"))
    coordinator.open_assessment(key)
    assert not coordinator.open_cabinet(tmp_path / "other.pia", create=True)
    dialog().reject()
    free()
    assert list(coordinator.windows) == [key]
    assert not (tmp_path / "other.pia").exists()
    coordinator.quit()
    assert list(coordinator.windows) == [key]
    dialog().button("取り込まずに閉じる(&W)").click()
    qtbot.waitUntil(lambda: not coordinator.windows)
