"""What goes to others from the window: what for, the places that remain, one picture kept back."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from db.records import VersionInfo
from pia_desktop.assessment.assessment import Assessment, Snapshot
from pia_desktop.assessment.edits import SetAnswer, SetWithheld
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import PictureDict, check_picture
from pia_desktop.assessment.withheld import WHOLE, WITHHELD_MARK
from pia_desktop.documents.writing import write_table
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from pia_desktop.forms.values import Figure
from pia_desktop.i18n import _
from pia_desktop.intake.reading import read_here
from pia_desktop.paper.copies import public_copy
from pia_desktop.paper.purpose import Copy
from tests.outputs.tokens import words_in
from tests.strategies import png
from tests.ui.pages import MemoryStore, editor_of, open_page, open_session
from tests.ui.shell import MakeCoordinator, StubPage, choose_next, dialog, dialogs, free
from ui.app.coordinator import Coordinator
from ui.assessment.window import AssessmentWindow
from ui.context.session import Session
from ui.form.figure import FigureEditor
from ui.form.run_blocks import WITHHOLD, PictureRow
from ui.printing import ready
from ui.printing.batch import Batch
from ui.printing.dialog import PrintDialog
from ui.printing.file_kinds import SUFFIXES, last_export
from ui.printing.purpose import PurposeDialog
from ui.printing.remnants import RemnantsDialog
from ui.stages.due_dialog import DueDialog
from ui.versions.export import export_version

SECRET = "鷲鷹鶴鴨"
TEXT, OTHER = ("I.1.1",), ("I.1.2",)


def contents() -> Node:
    answers = {"cover.title": "事務の評価書", "I.1.1": f"前{SECRET}後", "I.1.2": f"なお、{SECRET}を除く。"}
    return Node(answers, {FILES: {"f": Node({"II.1": "台帳"})}}, {"I.1.1": ((1, 5),)})


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[AssessmentWindow]:
    session = Session(Assessment(find_form("yoshiki3"), contents()), MemoryStore())
    made = AssessmentWindow(session, lambda: True, factory=StubPage)
    made.show()
    yield made
    for one in dialogs(QDialog):
        one.close()
    made.close()
    free()


def one_of(kind: type[QWidget]) -> QWidget:
    (found,) = dialogs(kind)
    return found


def asked(qtbot: QtBot, window: AssessmentWindow) -> tuple[PrintDialog, RemnantsDialog]:
    """The print dialog of a copy for the public, and what it asks of places that remain."""
    window.print(to_pdf=True)
    found = one_of(PrintDialog)
    assert isinstance(found, PrintDialog)
    found.purpose.choose_copy(Copy.PUBLIC)
    waiting = _("The pages are being counted…")
    qtbot.waitUntil(lambda: found.count.text() != waiting, timeout=20_000)
    found.print.click()
    assert found.remnants is not None
    return found, found.remnants


def printed(qtbot: QtBot, window: AssessmentWindow, path: Path) -> str:
    qtbot.waitUntil(lambda: window.pdf.report is not None, timeout=20_000)
    dialog().close()
    return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages)


def test_all_places_are_marked_as_one_step_and_then_it_is_printed(
    qtbot: QtBot, window: AssessmentWindow, tmp_path: Path
) -> None:
    path = tmp_path / "公表.pdf"
    choose_next(window, path)
    _found, remnants = asked(qtbot, window)
    item = remnants.list.topLevelItem(0)
    assert item is not None
    assert item.text(1) == f"なお、［{SECRET}］を除く。"
    assert remnants.mark_all is not None
    remnants.mark_all.click()
    assert SECRET not in printed(qtbot, window, path)
    assert window.session.root.withheld_at(OTHER) == ((3, 7),)
    assert window.session.undo_stack.count() == 1
    window.session.undo_stack.undo()
    assert window.session.root == contents()


def test_places_may_be_left_knowingly(qtbot: QtBot, window: AssessmentWindow, tmp_path: Path) -> None:
    path = tmp_path / "公表.pdf"
    choose_next(window, path)
    _found, remnants = asked(qtbot, window)
    remnants.leave.click()
    text = printed(qtbot, window, path)
    assert text.count(SECRET) == 1
    assert f"前{WITHHELD_MARK}後" in text
    assert window.session.undo_stack.count() == 0


def test_one_goes_to_a_place_and_nothing_is_printed(qtbot: QtBot, window: AssessmentWindow) -> None:
    gone: list[tuple[str, ...]] = []
    window.session.item_requested.connect(gone.append)
    found, remnants = asked(qtbot, window)
    assert remnants.go_there is not None
    remnants.go_there.click()
    assert gone == [OTHER]
    assert found.result() == QDialog.DialogCode.Rejected
    assert not window.pdf.running


def written(qtbot: QtBot, window: AssessmentWindow) -> None:
    """The file that is being written is there."""
    qtbot.waitUntil(lambda: not window.tables.running)


def test_an_export_is_written_while_the_window_goes_on(
    qtbot: QtBot, window: AssessmentWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, goes_on = tmp_path / "書出し.xlsx", threading.Event()
    slow = os.fsync

    def fsync(file: int) -> None:
        goes_on.wait()
        slow(file)

    monkeypatch.setattr(os, "fsync", fsync)
    choose_next(window, path)
    window.session.withhold(TEXT, None)
    window.export()
    assert window.tables.line.isVisible()
    assert not window.close(), "it is asked about"
    goes_on.set()
    written(qtbot, window)
    assert path.exists()


def test_an_export_says_what_it_is_for(qtbot: QtBot, window: AssessmentWindow, tmp_path: Path) -> None:
    path = tmp_path / "書出し.json"
    choose_next(window, path, path)
    window.session.withhold(OTHER, WHOLE)
    for copy, words in ((Copy.SUBMISSION, f"前{SECRET}後"), (Copy.PUBLIC, f"前{WITHHELD_MARK}後")):
        window.export()
        asks = one_of(PurposeDialog)
        assert isinstance(asks, PurposeDialog)
        asks.purpose.choose_copy(copy)
        asks.accept()
        written(qtbot, window)
        free()
        assert json.loads(path.read_text(encoding="utf-8"))["values"]["I.1.1"] == words


def test_a_web_page_with_withheld_words_is_asked_about(
    qtbot: QtBot, window: AssessmentWindow, tmp_path: Path
) -> None:
    """The purpose is chosen before the kind of file, and the page is for a city's site."""
    path, public = tmp_path / "甲.html", tmp_path / "乙.html"
    choose_next(window, path)
    window.export()
    asks = one_of(PurposeDialog)
    assert isinstance(asks, PurposeDialog)
    asks.accept()
    assert not path.exists()
    choose_next(window, public)
    dialog().button(_("Make It for the &Public")).click()
    remnants = one_of(RemnantsDialog)
    assert isinstance(remnants, RemnantsDialog)
    remnants.leave.click()
    written(qtbot, window)
    assert not path.exists()
    assert public.read_text(encoding="utf-8").count(SECRET) == 1, "the place that was knowingly left"


def test_a_web_page_with_withheld_words_is_written_where_it_is_meant(
    qtbot: QtBot, window: AssessmentWindow, tmp_path: Path
) -> None:
    path = tmp_path / "甲.html"
    choose_next(window, path)
    window.export()
    asks = one_of(PurposeDialog)
    assert isinstance(asks, PurposeDialog)
    asks.accept()
    dialog().button(_("Write It &All")).click()
    written(qtbot, window)
    assert path.read_text(encoding="utf-8").count(SECRET) == 2


@pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".html"])
def test_an_export_is_of_the_kind_that_its_name_says(
    qtbot: QtBot, window: AssessmentWindow, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"書出し{suffix}"
    choose_next(window, path)
    window.session.withhold(OTHER, WHOLE)
    window.export()
    asks = one_of(PurposeDialog)
    assert isinstance(asks, PurposeDialog)
    asks.purpose.choose_copy(Copy.PUBLIC)
    asks.accept()
    written(qtbot, window)
    free()
    read = read_here(path).document
    assert isinstance(read["values"], dict)
    assert read["values"]["I.1.1"] == f"前{WITHHELD_MARK}後"


def exported_as_pdf(window: AssessmentWindow, copy: Copy) -> PrintDialog:
    """The print dialog after an export for a purpose, as a PDF, with one place knowingly left."""
    window.export()
    asks = one_of(PurposeDialog)
    assert isinstance(asks, PurposeDialog)
    asks.purpose.choose_copy(copy)
    asks.accept()
    for remnants in dialogs(RemnantsDialog):
        assert isinstance(remnants, RemnantsDialog)
        remnants.leave.click()
    found = one_of(PrintDialog)
    assert isinstance(found, PrintDialog)
    return found


@pytest.mark.parametrize(("copy", "left"), [(Copy.SUBMISSION, 2), (Copy.PUBLIC, 1)])
def test_an_export_as_a_pdf_goes_on_with_printing_and_asks_nothing_twice(
    qtbot: QtBot, window: AssessmentWindow, tmp_path: Path, copy: Copy, left: int
) -> None:
    path = tmp_path / "書出し.pdf"
    files = choose_next(window, path)
    printing = exported_as_pdf(window, copy)
    assert printing.to_pdf
    assert printing.copy is copy
    assert not printing.print.text().endswith("…"), "nothing more is asked"
    printing.print.click()
    assert printed(qtbot, window, path).count(SECRET) == left
    assert len(files.suggested) == 1
    assert last_export() == ".pdf"


def test_an_exported_pdf_for_another_purpose_gets_a_name_of_its_own(
    qtbot: QtBot, window: AssessmentWindow, tmp_path: Path
) -> None:
    named, public = tmp_path / f"{SECRET}.pdf", tmp_path / "公表.pdf"
    choose_next(window, named, public)
    printing = exported_as_pdf(window, Copy.SUBMISSION)
    printing.purpose.choose_copy(Copy.PUBLIC)
    assert printing.print.text().endswith("…")
    printing.print.click()
    assert printing.remnants is not None
    printing.remnants.leave.click()
    printed(qtbot, window, public)
    assert not named.exists()


def test_an_export_ends_by_saying_where_it_is_and_the_next_one_is_of_its_kind(
    qtbot: QtBot, window: AssessmentWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(ready, "open_file", opened.append)
    path = tmp_path / "書出し.docx"
    files = choose_next(window, path, path)
    window.session.withhold(TEXT, None)
    window.export()
    written(qtbot, window)
    assert dialog().heading == _("The file is ready.")
    dialog().button(_("Open the Folder")).click()
    assert opened == [tmp_path]
    window.export()
    written(qtbot, window)
    dialog().button(_("Open the File")).click()
    assert opened[1:] == [path]
    assert [Path(name).suffix for name in files.suggested] == [".xlsx", ".docx"]


def test_a_version_is_named_once_in_the_name_of_its_file(
    qtbot: QtBot, window: AssessmentWindow, tmp_path: Path
) -> None:
    files = choose_next(window, *[tmp_path / "版.xlsx"] * 2)
    info = VersionInfo(1, 1, 1, "第１版", "", "", "", "yoshiki3", "", "")
    for title in ("国保の事務", "国保の事務（第1版）"):
        state = Snapshot(find_form("yoshiki3"), Node({"cover.title": title}))
        export_version(window, info, state, PictureDict(), lambda pdf: window.print(pdf=pdf), window)
        written(qtbot, window)
        dialog().close()
    assert [Path(name).stem for name in files.suggested] == ["国保の事務（第１版）", "国保の事務（第1版）"]


def test_where_nothing_is_withheld_nothing_is_asked(
    qtbot: QtBot, window: AssessmentWindow, tmp_path: Path
) -> None:
    path = tmp_path / "書出し.json"
    choose_next(window, path)
    window.session.withhold(TEXT, None)
    window.export()
    assert dialogs(PurposeDialog) == []
    written(qtbot, window)
    assert path.exists()


def test_remarks_for_the_public_do_not_quote_what_is_withheld(tmp_path: Path) -> None:
    from pia_desktop.assessment.assessment import Snapshot
    from pia_desktop.documents.remarks import RemarkRow, remarks_document
    from pia_desktop.outputs.release import released

    given = released(Copy.PUBLIC, Snapshot(find_form("yoshiki3"), contents()))
    said = given.words(f"{SECRET}とは何か。")
    assert said == f"{WITHHELD_MARK}とは何か。"
    target = tmp_path / "指摘.docx"
    write_table(remarks_document([RemarkRow("Ⅰ", said)]), target, check=given.file_check(".docx"))
    assert SECRET not in words_in(target)


# ---- one picture


def test_one_picture_is_kept_from_the_public_and_stays_so(qtbot: QtBot) -> None:
    data = png(6, 4), png(4, 6)
    first, second = (check_picture(one, "x", f"図{number}") for number, one in enumerate(data, 1))
    root = Node({"A1.figure": Figure.of("説明", (first, second))}, {FILES: {"f": Node()}})
    session = open_session("yoshiki4", root)
    page = open_page(qtbot, session, "A1")
    editor = editor_of(page, ("A1.figure",))
    assert isinstance(editor, FigureEditor)
    picture = editor.row(1)
    assert isinstance(picture, PictureRow)
    picture.actions_.refresh()
    picture.actions_[WITHHOLD].trigger()
    editor.set_caption(1, "新しい図")
    editor.move_block(1, -1)
    figure = session.answer(("A1.figure",))
    assert isinstance(figure, Figure)
    assert [(one.caption, one.withheld) for one in figure.pictures] == [("新しい図", True), ("図1", False)]
    assert [editor.row(at).withhold.isChecked() for at in range(3)] == [True, False, False]
    shown = public_copy(session.snapshot()).root.answer(("A1.figure",))
    assert shown == Figure((WITHHELD_MARK, first, "説明"))
    session.undo_stack.undo()
    assert [editor.row(at).withhold.isChecked() for at in range(3)] == [False, True, False]


# ---- of several assessments


def stocked(make_coordinator: MakeCoordinator, path: Path) -> Coordinator:
    """Two assessments that were published a year ago; the words of the first remain elsewhere."""
    with Cabinet.create(path) as cabinet:
        for _number in range(2):
            number = cabinet.new(find_form("yoshiki3"), contents())
            cabinet.apply(number, [SetAnswer(("cover.published_on",), "令和6年8月30日")])
        cabinet.apply(2, [SetWithheld(OTHER, WHOLE), SetAnswer(("cover.title",), f"{SECRET}の評価書")])
        cabinet.apply(2, [SetWithheld(("cover.title",), WHOLE)])
    coordinator = make_coordinator()
    assert coordinator.open_cabinet(path)
    return coordinator


def test_a_batch_leaves_out_what_holds_withheld_words_and_remarks_on_drafts(
    qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = stocked(make_coordinator, tmp_path / "a.pia")
    folder = tmp_path / "out"
    folder.mkdir()
    batch = coordinator.cabinet_window.commands.outputs.batch
    assert coordinator.store is not None
    batch.start(coordinator.store, Batch(coordinator.store.infos(), folder, Copy.PUBLIC))
    qtbot.waitUntil(lambda: batch.report is not None, timeout=30_000)
    (made,) = folder.iterdir()
    assert SECRET not in words_in(made)
    assert batch.report is not None
    details = batch.report.findChild(QPlainTextEdit)
    assert details is not None
    lines = details.toPlainText().splitlines()
    assert sum("公表しない語句が1か所に残っています" in line for line in lines) == 1
    assert sum("公表用ですが" in line for line in lines) == 1
    assert sum("点検" in line for line in lines) == 1
    batch.report.close()


def due_dialog(make_coordinator: MakeCoordinator, tmp_path: Path) -> DueDialog:
    coordinator = stocked(make_coordinator, tmp_path / "a.pia")
    assert coordinator.cabinet is not None
    found = DueDialog(coordinator.cabinet_window, coordinator.cabinet, coordinator)
    found.open()
    return found


def test_a_calendar_for_the_public_names_nothing_withheld(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    found = due_dialog(make_coordinator, tmp_path)
    for public in (False, True):
        path = tmp_path / f"{public}.ics"
        choose_next(found, path)
        found.public.setChecked(public)
        found.save.click()
        assert (SECRET in words_in(path)) != public
    found.reject()


def test_the_due_dates_are_copied_as_cells(
    make_coordinator: MakeCoordinator, qtbot: QtBot, tmp_path: Path
) -> None:
    found = due_dialog(make_coordinator, tmp_path)
    with qtbot.waitActive(found):
        found.activateWindow()
    found.table.setFocus()
    QTest.keyClick(found.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert len(QGuiApplication.clipboard().text().splitlines()) == 1 + 1
    found.table.clearSelection()
    for public in (False, True):
        found.public.setChecked(public)
        QGuiApplication.clipboard().clear()
        QTest.keyClick(found.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        data = QGuiApplication.clipboard().mimeData()
        rows = data.text().splitlines()
        assert len(rows) == 1 + len(found.shown)
        assert (SECRET in data.text()) == (SECRET in data.html()) != public
        found.copying.click()
        assert QGuiApplication.clipboard().text().splitlines() == rows
    found.reject()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_due_dates_are_a_paper_too(
    make_coordinator: MakeCoordinator, qtbot: QtBot, tmp_path: Path, suffix: str
) -> None:
    found = due_dialog(make_coordinator, tmp_path)
    for public in (False, True):
        path = tmp_path / f"{public}{suffix}"
        choose_next(found, path)
        found.public.setChecked(public)
        found.paper.click()
        qtbot.waitUntil(lambda: not found.tables.running, timeout=30_000)
        words = "".join(words_in(path).split())
        assert (SECRET in words) != public
        assert all(due.kind.label in words for _row, due in found.shown)
    found.reject()
