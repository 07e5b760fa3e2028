"""Lists that quote other assessments, earlier versions or a backup: no withheld word leaves them unasked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QDialog, QTableWidget
from pytestqt.qtbot import QtBot

from db.backup import back_up
from db.cabinet import Cabinet
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.search import Query
from pia_desktop.forms.catalogue import find_form
from pia_desktop.paper.purpose import Copy
from pia_desktop.reuse.cabinet_replacement import places
from tests.ui.shell import MakeCoordinator, dialogs, newest, open_reuse
from ui.app.coordinator import Coordinator
from ui.assessment.form_tab import form_tab
from ui.cabinet.actions import RESTORE_BACKUP, SEARCH
from ui.cabinet.backups_dialog import BackupsDialog
from ui.new_assessment.source_pages import CopyPage
from ui.printing.purpose import PurposeDialog
from ui.reuse.clipboard import copy_paths, paste
from ui.reuse.replacement_request import ReplacementRequest
from ui.reuse.take_back_dialog import TakeBackDialog

FORM: Final = find_form("yoshiki3")
SECRET: Final = "鷲鷹鶴鴨計画"
TITLE: Final = (FORM.roles.title,)
WORDS: Final = ("I.1.2",)

View = Callable[[QtBot, Coordinator], QAbstractItemView]


@pytest.fixture
def coordinator(make_coordinator: MakeCoordinator, tmp_path: Path) -> Coordinator:
    """Three say what is withheld, the last of them in its name; of the first there is a version."""
    path = tmp_path / "台帳.pia"
    spans = ((0, len(SECRET)),)
    with Cabinet.create(path) as cabinet:
        for title, marked in (("甲の事務", WORDS), ("乙の事務", WORDS), (f"{SECRET}の事務", TITLE)):
            words = f"{SECRET}の台帳に記録する。" if marked == WORDS else "別の台帳に記録する。"
            cabinet.new(FORM, Node({TITLE[0]: title, WORDS[0]: words}, {}, {marked[0]: spans}))
        cabinet.close_version(1, "初版", "2026-04-01")
    back_up(path, datetime(2026, 11, 24, 9, 0))
    made = make_coordinator(form_tab)
    assert made.open_cabinet(path)
    made.show_cabinet()
    return made


def found_in_versions(qtbot: QtBot, coordinator: Coordinator) -> QAbstractItemView:
    """The draft says something else by now, and none of those found withholds anything."""
    assert coordinator.store is not None
    for number in (1, 2, 3):
        window = coordinator.open_assessment(number)
        assert window is not None
        for path in (TITLE, WORDS):
            window.session.withhold(path, None)
            window.session.set_answer(path, "何も無い")
        window.close()
    coordinator.store.flush()
    coordinator.cabinet_window.actions_[SEARCH].trigger()
    page = coordinator.cabinet_window.pages.search
    page.versions.setChecked(True)
    page.words.insert(SECRET)
    qtbot.waitUntil(lambda: len(page.model.hits) == 1)
    return page.list


def others(qtbot: QtBot, coordinator: Coordinator) -> QAbstractItemView:
    """What others say: the name of one is withheld, and what they say is not."""
    _window, pane = open_reuse(qtbot, coordinator, 1, WORDS)
    qtbot.waitUntil(lambda: pane.others.list.count() > 1)
    return pane.others.list


def pasted(_qtbot: QtBot, coordinator: Coordinator) -> QAbstractItemView:
    source, target = coordinator.open_assessment(1), coordinator.open_assessment(3)
    assert source is not None
    assert target is not None
    assert copy_paths(source.session, [WORDS])
    shown = paste(target.session, target)
    assert shown is not None
    return shown.findChildren(QTableWidget)[0]


def sources(qtbot: QtBot, coordinator: Coordinator) -> QAbstractItemView:
    assert coordinator.store is not None
    page = CopyPage(coordinator.store, coordinator.cabinet_window)
    qtbot.addWidget(page)
    return page.list


def in_backup(_qtbot: QtBot, coordinator: Coordinator) -> QAbstractItemView:
    coordinator.cabinet_window.actions_[RESTORE_BACKUP].trigger()
    return newest(BackupsDialog).table


def replacements(_qtbot: QtBot, coordinator: Coordinator) -> QAbstractItemView:
    """Words that are withheld elsewhere in the same assessment were put in."""
    assert coordinator.store is not None
    query, replacer = Query("別の台帳"), coordinator.cabinet_replacer
    hits = [one.hit for one in places(3, coordinator.store.load(3), query)]
    replacer.replace(ReplacementRequest({3: hits}, query, SECRET, rows=False, known={}))
    replacer.ask_take_back(coordinator.cabinet_window, lambda _words: None)
    return newest(TakeBackDialog).list


@pytest.mark.parametrize("make", [found_in_versions, others, pasted, sources, in_backup, replacements])
def test_a_list_that_quotes_is_copied_for_a_purpose(
    qtbot: QtBot, coordinator: Coordinator, make: View
) -> None:
    view = make(qtbot, coordinator)
    view.clearSelection()
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
    for one in dialogs(QDialog):
        one.close()
