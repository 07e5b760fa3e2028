"""The window of one assessment: tabs, ways through it, undo, saving trouble, printing."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDockWidget, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from pia_desktop.assessment.item_state import ItemState
from pia_desktop.assessment.progress import BranchKind
from pia_desktop.documents.lists import list_document
from pia_desktop.errors import OutputError
from pia_desktop.forms.catalogue import all_forms
from pia_desktop.forms.model import FILES, Form
from pia_desktop.i18n import _
from pia_desktop.paper.printing import layout_assessment
from tests.ui.pages import open_session
from tests.ui.shell import OPENED, StubPage, dialog, free, let_pass
from ui.app.application import use_own_font
from ui.assessment.actions import NEXT_MISSING, PAST, REDO, UNDO
from ui.assessment.form_tab import form_tab, tab_caption
from ui.assessment.window import AssessmentWindow
from ui.context.session import Session
from ui.printing.pdf_jobs import PdfJobs, write_pdf
from ui.printing.table_jobs import write_table
from ui.printing.task import Print
from ui.widgets.actions import plain_words
from ui.widgets.text_size import step_text_size

pytestmark = pytest.mark.usefixtures("windows_freed")


def open_window(qtbot: QtBot, session: Session, *, flush: bool = True) -> AssessmentWindow:
    """A window with stub pages, shown."""
    window = AssessmentWindow(session, lambda: flush, factory=StubPage)
    OPENED.append(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def stub(window: AssessmentWindow, index: int) -> StubPage:
    page = window.page(index)
    assert isinstance(page, StubPage)
    return page


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.id)
def test_tab_captions_are_short_and_tell_the_parts_apart(form: Form) -> None:
    captions = [tab_caption(part) for part in (None, *form.all_parts)]
    assert len(set(captions)) == len(captions)
    for part, caption in zip(form.all_parts, captions[1:], strict=True):
        assert len(caption) <= 16, caption
        assert set(caption) - {" "} <= set(part.title)


@pytest.fixture
def _own_font(qapp: QApplication) -> Iterator[None]:
    """The words are as large as the program has them where the system has no font for Japanese."""
    before = qapp.font()
    use_own_font(qapp)
    yield
    qapp.setFont(before)


@pytest.mark.usefixtures("_own_font")
@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.edition)
def test_the_tabs_fit_on_a_screen_1280_wide_and_no_mark_moves_them(qtbot: QtBot, form: Form) -> None:
    window = open_window(qtbot, open_session(form))
    window.resize(1280, 800)
    QTest.qWait(0)
    bar = window.tabs.bar
    rects = [bar.tabRect(index) for index in range(bar.count())]
    assert rects[-1].right() <= window.tabs.width()
    for index in range(bar.count()):
        bar.mark(index, "warning")
    QTest.qWait(0)
    assert [bar.tabRect(index) for index in range(bar.count())] == rects
    assert bar.mark_of(0) == "warning"
    for index, rect in enumerate(rects):
        words = bar.fontMetrics().horizontalAdvance(bar.tabText(index))
        assert bar.mark_place(index).left() >= rect.center().x() + words / 2, bar.tabText(index)
        assert rect.contains(bar.mark_place(index))


def test_pages_are_made_when_they_are_first_shown(qtbot: QtBot) -> None:
    made: list[object] = []

    def factory(session: Session, part: object) -> QWidget:
        made.append(part)
        return StubPage(session, part)  # type: ignore[arg-type]

    session = open_session("yoshiki4")
    window = AssessmentWindow(session, lambda: True, factory=factory)
    qtbot.addWidget(window)
    window.show()
    assert made == [None]
    window.tabs.step(1)
    window.tabs.step(-1)
    assert made == [None, session.form.parts[0]]
    window.tabs.step(-1)
    assert window.tabs.currentIndex() == len(session.form.all_parts)


def test_every_item_of_the_form_is_found_in_its_tab(qtbot: QtBot) -> None:
    session = open_session("yoshiki4")
    window = open_window(qtbot, session)
    for item_id, place in session.form.places.items():
        index = window.tab_of((item_id,))
        assert window.tabs.parts[index] is place.part
    assert window.tabs.parts[window.tab_of((FILES, "k", "II.4.e", "e"))] is session.form.part("II")
    session.item_requested.emit((FILES, session.file_key, "III.1"))
    index = window.tab_of(("III.1",))
    assert window.tabs.currentIndex() == index
    assert stub(window, index).shown == [(FILES, session.file_key, "III.1")]


def test_back_and_forward_retrace_the_way(qtbot: QtBot) -> None:
    session = open_session("yoshiki4")
    window = open_window(qtbot, session)
    way = [("cover.number",), ("I.1.1",), ("IV.2",)]
    for path in way:
        session.item_requested.emit(path)
    window.visited.go_back()
    assert session.current_path == way[1]
    window.visited.go_back()
    assert session.current_path == way[0]
    window.visited.go_back()
    assert session.current_path == way[0]
    window.visited.go_forward()
    window.visited.go_forward()
    assert session.current_path == way[2]


def test_undo_shows_where_it_changed_something(qtbot: QtBot) -> None:
    session = open_session("yoshiki4")
    window = open_window(qtbot, session)
    session.set_answer(("I.1.1",), "介護保険")
    window.tabs.setCurrentIndex(0)
    window.actions_[UNDO].trigger()
    assert session.answer(("I.1.1",)) is None
    assert window.tabs.currentIndex() == window.tab_of(("I.1.1",))
    assert not window.actions_[UNDO].isEnabled()
    window.actions_[REDO].trigger()
    assert session.answer(("I.1.1",)) == "介護保険"


def test_where_nothing_can_be_undone_it_is_said_where_earlier_words_are(qtbot: QtBot) -> None:
    window = open_window(qtbot, open_session("yoshiki4"))
    assert not window.actions_[UNDO].isEnabled()
    QTest.keySequence(window, window.actions_[UNDO].shortcut())
    assert plain_words(window.actions_[PAST].text()) in window.notice.text()


def test_the_next_missing_answer_goes_round(qtbot: QtBot) -> None:
    session = open_session("yoshiki3")
    window = open_window(qtbot, session)
    session.enter_item(("cover.number",))
    window.actions_[NEXT_MISSING].trigger()
    assert session.current_path == ("cover.title",)
    for number in range(400):
        path = session.current_path
        assert path is not None
        window.actions_[NEXT_MISSING].trigger()
        if session.current_path == ("cover.number",):
            walked = window.panes.outline.panel.model.progress.top.walk()
            missing = [
                one
                for one in walked
                if one.state is ItemState.MISSING and one.kind in (BranchKind.ITEM, BranchKind.TABLE)
            ]
            assert number + 2 == len(missing)
            return
    raise AssertionError("it never came round")


def test_a_window_that_cannot_save_does_not_close_by_itself(qtbot: QtBot) -> None:
    session = open_session("yoshiki3")
    window = open_window(qtbot, session, flush=False)
    closed: list[bool] = []
    window.closed.connect(lambda: closed.append(True))
    window.close()
    assert window.isVisible()
    dialog().button(_("Keep Open")).click()
    assert window.isVisible()
    window.close()
    with qtbot.waitSignal(window.rescue_requested):
        dialog().button(_("Save Elsewhere…")).click()
    assert not closed
    window.close()
    dialog().button(_("Throw Away and Close")).click()
    assert closed == [True]
    assert not window.isVisible()
    free()


def test_every_field_and_button_has_a_name_for_a_screen_reader(qtbot: QtBot) -> None:
    session = open_session("yoshiki4")
    window = AssessmentWindow(session, lambda: True, factory=form_tab)
    qtbot.addWidget(window)
    window.show()
    window.commands.show_find()
    for field in window.findChildren(QWidget):
        if field.objectName().startswith("qt_") or not field.isVisibleTo(window):
            continue
        if isinstance(field, QLineEdit | QPlainTextEdit):
            assert field.accessibleName(), field
        if isinstance(field, QAbstractButton) and field.focusPolicy() and not field.text():
            assert field.accessibleName() or field.toolTip(), field
    for view in (window.panes.outline.panel.tree, window.panes.find.panel.list, window.tabs.tabBar()):
        assert view.accessibleName()


def test_f6_goes_round_the_panes(qtbot: QtBot) -> None:
    session = open_session("yoshiki4")
    window = AssessmentWindow(session, lambda: True, factory=form_tab)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.panes.outline.panel.tree.setFocus()
    window.panes.step()
    page = window.page(0)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert page.isAncestorOf(focus)
    window.panes.step()
    assert QApplication.focusWidget() is window.panes.outline.panel.tree


def test_geometry_is_kept_in_the_programs_own_folder(qtbot: QtBot, own_home: Path) -> None:
    window = open_window(qtbot, open_session("yoshiki3"))
    window.resize(771, 655)
    window.panes.outline.dock.hide()
    window.close()
    assert (own_home / "window.ini").is_file()
    again = open_window(qtbot, open_session("yoshiki3"))
    assert (again.width(), again.height()) == (771, 655)
    assert not again.panes.outline.dock.isVisible()


# ---- printing


def whole_print(window: AssessmentWindow) -> Print:
    session = window.session
    snapshot, pictures = session.assessment.snapshot(), session.store.pictures
    layout = layout_assessment(snapshot, pictures)
    return Print(snapshot, layout, pictures, tuple(range(len(layout.pages))))


def test_printing_runs_on_a_snapshot_and_ends_with_a_way_to_open_it(qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window(qtbot, open_session("yoshiki3"))
    session = window.session
    go, printed = threading.Event(), []

    def writer(job: Print, target: Path, _stopped: object, _told: object) -> bool:
        assert go.wait(60)
        printed.append((job.snapshot.root, target, threading.get_ident()))
        return True

    jobs = PdfJobs(window, writer)
    root = session.root
    jobs.start(whole_print(window), tmp_path / "a.pdf")
    assert jobs.running
    session.set_answer(("cover.title",), "あとから")
    go.set()
    qtbot.waitUntil(lambda: not jobs.running)
    assert printed[0][:2] == (root, tmp_path / "a.pdf")
    assert printed[0][2] != threading.get_ident()
    message = dialog()
    assert str(tmp_path / "a.pdf") in " ".join(
        label.text() for label in message.findChildren(QWidget) if hasattr(label, "text")
    )
    message.button(_("Close")).click()


def test_a_print_that_was_stopped_is_not_told_of(qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window(qtbot, open_session("yoshiki3"))
    begun, go, seen = threading.Event(), threading.Event(), []

    def writer(_job: Print, _target: Path, stopped: Callable[[], bool], _told: object) -> bool:
        begun.set()
        assert go.wait(60)
        seen.append(stopped())
        return not stopped()

    jobs = PdfJobs(window, writer)
    jobs.start(whole_print(window), tmp_path / "a.pdf")
    qtbot.waitUntil(begun.is_set)
    jobs.line.stop.click()
    go.set()
    qtbot.waitUntil(lambda: bool(seen))
    let_pass(qtbot)
    assert seen == [True]
    assert jobs.report is None
    assert not jobs.running


def test_a_real_print_writes_its_file_and_a_stopped_one_does_not(qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window(qtbot, open_session("yoshiki3"))
    window.pdf.start(whole_print(window), tmp_path / "a.pdf")
    qtbot.waitUntil(lambda: window.pdf.report is not None, timeout=20_000)
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    dialog().close()
    window.pdf.start(whole_print(window), tmp_path / "b.pdf")
    window.pdf.cancel()
    QThreadPool.globalInstance().waitForDone(20_000)
    assert not (tmp_path / "b.pdf").exists()
    assert [path.name for path in tmp_path.glob("*.*")] == ["a.pdf"]


def test_drawing_stops_at_the_next_page(qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window(qtbot, open_session("yoshiki3"))
    done: list[int] = []
    assert not write_pdf(whole_print(window), tmp_path / "a.pdf", lambda: len(done) == 2, done.append)
    assert done == [1, 2]
    assert not list(tmp_path.glob("*.*"))


def test_what_is_stopped_while_a_slow_disk_takes_it_replaces_nothing(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever closes the window meanwhile was told that what is being made is lost."""
    window = open_window(qtbot, open_session("yoshiki3"))
    slow, stopped = os.fsync, threading.Event()

    def fsync(file: int) -> None:
        stopped.set()
        slow(file)

    monkeypatch.setattr(os, "fsync", fsync)
    target = tmp_path / "a.pdf"
    target.write_bytes(b"what was there")
    assert not write_pdf(whole_print(window), target, stopped.is_set, lambda _done: None)
    stopped.clear()
    table = list_document("一覧", [("列", 1)], [("値",)])
    assert write_table(lambda: table, target, stopped.is_set) is None
    assert [(file.name, file.read_bytes()) for file in tmp_path.glob("*.pdf")] == [
        ("a.pdf", b"what was there")
    ]
    assert list(tmp_path.glob(".pia-*")) == []


def test_a_print_that_fails_says_why(qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window(qtbot, open_session("yoshiki3"))

    def writer(_job: Print, _target: Path, _stopped: object, _told: object) -> bool:
        raise OutputError("印刷できません。", "別のフォルダーを選んでください。")

    jobs = PdfJobs(window, writer)
    jobs.start(whole_print(window), tmp_path / "a.pdf")
    qtbot.waitUntil(lambda: jobs.report is not None)
    assert dialog().heading == "印刷できません。"
    dialog().close()


def test_the_tree_is_folded_where_there_is_no_room_beside_the_form(window: AssessmentWindow) -> None:
    """A screen of 1366 points at a scale of 200 % has 683; F9 shows the tree there all the same."""
    outline = window.panes.outline
    wide = window.width()
    assert outline.seen
    window.resize(683, 600)
    QApplication.processEvents()
    assert outline.dock.isHidden()
    outline.toggle()
    assert not outline.dock.isHidden()
    outline.toggle()
    window.resize(wide, 600)
    QApplication.processEvents()
    assert not outline.dock.isHidden()


AT_REST = 5
"""Looks in a row at which a width is the same."""


def settled_width(qtbot: QtBot, dock: QDockWidget) -> int:
    """Its width once the layout has come to rest, which a busy machine delays."""
    seen: list[int] = []

    def at_rest() -> bool:
        seen.append(dock.width())
        return len(seen) > AT_REST and len(set(seen[-AT_REST:])) == 1

    qtbot.waitUntil(at_rest)
    return seen[-1]


@pytest.mark.parametrize("steps", [5, 6])
def test_a_tree_without_room_beside_large_words_is_there_again_with_smaller_ones(
    qtbot: QtBot, window: AssessmentWindow, steps: int
) -> None:
    dock = window.panes.outline.dock
    window.resize(800, 600)
    before = settled_width(qtbot, dock)
    try:
        for _step in range(steps):
            step_text_size(1)
            settled_width(qtbot, dock)
        assert dock.isHidden()
    finally:
        step_text_size(0)
    qtbot.waitUntil(lambda: not dock.isHidden())
    assert abs(settled_width(qtbot, dock) - before) <= 1


def test_the_cursor_in_a_tree_that_is_folded_goes_to_the_form(window: AssessmentWindow) -> None:
    tree = window.panes.outline.show().tree
    window.activateWindow()
    tree.setFocus()
    assert QApplication.focusWidget() is tree
    window.resize(683, 600)
    QApplication.processEvents()
    page, now = window.current_page(), QApplication.focusWidget()
    assert now is not None
    assert page is now or page.isAncestorOf(now)


def test_a_tree_that_was_folded_is_there_in_the_next_wide_window(window: AssessmentWindow) -> None:
    window.resize(683, 600)
    QApplication.processEvents()
    window.closing.emit()
    assert not window.panes.outline.dock.isHidden()
