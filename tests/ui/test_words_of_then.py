"""Lists and titles that keep words of then: what was withheld then, or is by now, leaves nobody unasked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QDialog
from pytestqt.qtbot import QtBot

from db.backup import back_up
from db.cabinet import Cabinet
from db.records import Handover, Note
from pia_desktop.assessment.edits import SetAnswer, SetWithheld
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.search import Query
from pia_desktop.forms.catalogue import find_form
from pia_desktop.paper.purpose import Copy
from pia_desktop.reuse.cabinet_replacement import places
from tests.ui.history import versions_of
from tests.ui.shell import MakeCoordinator, dialogs, newest
from ui.app.coordinator import Coordinator
from ui.assessment.form_tab import form_tab
from ui.assessment.version_window import VersionWindow
from ui.assessment.window import AssessmentWindow
from ui.cabinet.actions import RESTORE_BACKUP
from ui.cabinet.backups_dialog import BackupsDialog
from ui.carrying.record_dialog import RecordDialog
from ui.comparison.window import CompareWindow
from ui.office.remarks_window import RemarksWindow
from ui.overview.dialog import Overview
from ui.past.dialog import show_past
from ui.printing.listed import ever_in
from ui.printing.purpose import PurposeDialog
from ui.reuse.replacement_request import ReplacementRequest
from ui.reuse.take_back_dialog import TakeBackDialog

FORM: Final = find_form("yoshiki3")
SECRET: Final = "鷲鷹鶴鴨計画"
TITLE: Final = (FORM.roles.title,)
WORDS: Final = ("I.1.2",)
FILE_NAME: Final = FORM.roles.file_name or ""

View = Callable[[QtBot, Coordinator], QAbstractItemView]


@pytest.fixture
def coordinator(make_coordinator: MakeCoordinator, tmp_path: Path) -> Coordinator:
    """Two assessments that say the words, withheld, in one item."""
    path = tmp_path / "台帳.pia"
    with Cabinet.create(path) as cabinet:
        for title in ("甲の事務", "乙の事務"):
            answers = {TITLE[0]: title, WORDS[0]: f"{SECRET}の台帳に記録する。"}
            files = {"files": {"f": Node()}}
            cabinet.new(FORM, Node(answers, files, {WORDS[0]: ((0, len(SECRET)),)}))
    made = make_coordinator(form_tab)
    assert made.open_cabinet(path)
    made.show_cabinet()
    return made


def window_of(coordinator: Coordinator) -> AssessmentWindow:
    window = coordinator.open_assessment(1)
    assert window is not None
    return window


def leave_nothing(coordinator: Coordinator) -> None:
    """No assessment of today withholds anything, or says the words."""
    store = coordinator.store
    assert store is not None
    for number in (1, 2):
        store.submit(number, SetWithheld(WORDS, None))
        store.submit(number, SetAnswer(WORDS, "何も無い"))
    store.flush()


def replaced(_qtbot: QtBot, coordinator: Coordinator) -> QAbstractItemView:
    """The words were replaced where they were withheld, in both."""
    store, replacer = coordinator.store, coordinator.cabinet_replacer
    assert store is not None
    query = Query(f"{SECRET}の台帳")
    hits = {number: [one.hit for one in places(number, store.load(number), query)] for number in (1, 2)}
    replacer.replace(ReplacementRequest(hits, query, "台帳", rows=False, known={}))
    leave_nothing(coordinator)
    replacer.ask_take_back(coordinator.cabinet_window, lambda _words: None)
    return newest(TakeBackDialog).list


def replaced_beside(_qtbot: QtBot, coordinator: Coordinator) -> QAbstractItemView:
    """They were replaced where they were not withheld; a closed version withholds them elsewhere."""
    store, replacer = coordinator.store, coordinator.cabinet_replacer
    assert store is not None
    store.close_version(1, "初版", "2026-04-01")
    leave_nothing(coordinator)
    store.submit(1, SetAnswer(TITLE, f"{SECRET}の事務"))
    store.flush()
    query = Query(SECRET)
    hits = {1: [one.hit for one in places(1, store.load(1), query)]}
    replacer.replace(ReplacementRequest(hits, query, "別の事務", rows=False, known={}))
    replacer.ask_take_back(coordinator.cabinet_window, lambda _words: None)
    return newest(TakeBackDialog).list


def past(_qtbot: QtBot, coordinator: Coordinator) -> QAbstractItemView:
    """They stood there before they were withheld, too, and stand there no more."""
    window = window_of(coordinator)
    keeper = window.session.past
    assert keeper is not None
    window.session.withhold(WORDS, None)
    keeper.keep([(WORDS, f"ここに{SECRET}の台帳", None)])
    keeper.keep([(WORDS, f"{SECRET}の台帳", ((0, len(SECRET)),))])
    window.session.set_answer(WORDS, "何も無い")
    shown = show_past(window, window.session, WORDS)
    assert shown is not None
    return shown.list


def carried(_qtbot: QtBot, coordinator: Coordinator) -> QAbstractItemView:
    """A file was named by the words, which the assessment withheld then."""
    store = coordinator.store
    assert store is not None
    window_of(coordinator).session.set_answer(WORDS, "別の記載")
    leave_nothing(coordinator)
    loan = Handover(1, 1, "s", "lent", "", "山田", f"{SECRET}.piax", "2026-04-01T00:00:00Z", "")
    states = ever_in(store, lambda: [1])
    window, nothing = coordinator.cabinet_window, lambda *_args: None
    RecordDialog(window, "甲", [loan], states, writing=True, end=nothing, undo=nothing).open()
    return newest(RecordDialog).table


def in_backup(_qtbot: QtBot, coordinator: Coordinator) -> QAbstractItemView:
    """The name in the backup is withheld since."""
    store = coordinator.store
    assert store is not None
    leave_nothing(coordinator)
    store.submit(1, SetAnswer(TITLE, f"{SECRET}の事務"))
    store.flush()
    store.cabinet.check_and_checkpoint()
    back_up(store.path, datetime(2026, 11, 24, 9, 0))
    store.submit(1, SetWithheld(TITLE, ((0, len(SECRET)),)))
    store.flush()
    coordinator.cabinet_window.actions_[RESTORE_BACKUP].trigger()
    return newest(BackupsDialog).table


def versions(_qtbot: QtBot, coordinator: Coordinator) -> QAbstractItemView:
    """A version is named by them."""
    assert coordinator.store is not None
    coordinator.store.close_version(1, f"{SECRET}の開始", "2026-04-01")
    leave_nothing(coordinator)
    pane = window_of(coordinator).panes.versions
    assert pane is not None
    return pane.show().list


def remarked(qtbot: QtBot, coordinator: Coordinator) -> QAbstractItemView:
    """A remark quotes them."""
    store, cabinet = coordinator.store, window_of(coordinator).cabinet
    assert store is not None
    assert cabinet is not None
    store.close_version(1, "初版", "2026-04-01")
    note = Note("n", 1, WORDS, "remark", f"{SECRET}とは何か。")
    store.submit_work(1, lambda work: work.put_note(note))
    leave_nothing(coordinator)
    window = RemarksWindow(cabinet, coordinator)
    window.show()
    qtbot.waitUntil(lambda: len(window.model.rows) == 1)
    return window.table


def at_a_glance(_qtbot: QtBot, coordinator: Coordinator) -> QAbstractItemView:
    """The parts bear the names of the files, of which one is withheld."""
    window = window_of(coordinator)
    leave_nothing(coordinator)
    for key in ("f", window.session.add_entry(("files",))):
        assert key is not None
        path = ("files", key, FILE_NAME)
        window.session.set_answer(path, f"{SECRET}ファイル")
        window.session.withhold(path, ((0, len(SECRET)),))
    window.commands.review.show_overview()
    return newest(Overview).table


@pytest.mark.parametrize(
    "make", [replaced, replaced_beside, past, carried, in_backup, versions, remarked, at_a_glance]
)
def test_a_list_of_words_of_then_is_copied_for_a_purpose(
    qtbot: QtBot, coordinator: Coordinator, make: View
) -> None:
    view = make(qtbot, coordinator)
    [copying] = [one for one in view.actions() if one.shortcut().toString() == "Ctrl+C"]
    for copy in (Copy.SUBMISSION, Copy.PUBLIC):
        QGuiApplication.clipboard().clear()
        copying.trigger()
        assert QGuiApplication.clipboard().text() == ""
        [asked] = dialogs(PurposeDialog)
        assert isinstance(asked, PurposeDialog)
        asked.purpose.choose_copy(copy)
        asked.accept()
        data = QGuiApplication.clipboard().mimeData()
        assert (SECRET in data.text()) == (SECRET in data.html()) == (copy is Copy.SUBMISSION)
    view.window().close()
    for one in dialogs(QDialog):
        one.close()


def test_titles_leave_out_what_is_withheld_since_they_were_shown(coordinator: Coordinator) -> None:
    window = window_of(coordinator)
    window.session.set_answer(TITLE, f"{SECRET}の事務")
    store = versions_of(window).version_store
    store.close_version("第一", date(2024, 1, 1))
    [info] = store.versions
    versions_of(window).read(info)
    versions_of(window).compare(info, None)
    shown = [newest(kind) for kind in (VersionWindow, CompareWindow)]
    assert all(SECRET in one.windowTitle() for one in shown)
    window.session.withhold(TITLE, ((0, len(SECRET)),))
    assert not [one for one in shown if SECRET in one.windowTitle()]
    window.session.withhold(TITLE, None)
    assert all(SECRET in one.windowTitle() for one in shown)
    shown[1].close()
    window.session.set_answer(TITLE, "別の事務")
    shown[0].close()
